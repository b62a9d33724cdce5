import type { Anchor } from '#contract';
import type { DocumentBuilder } from '../document-builder.ts';
import type { FlowBlock } from './flow.ts';

/** Adds a block of a flow to a document. */
export function addToDocument(
  builder: DocumentBuilder,
  { kind, text, level = 1 }: FlowBlock,
  anchor: Anchor | null = null,
): void {
  if (kind === 'heading') builder.addHeading(level, text, anchor);
  else builder.add(kind, text, anchor);
}

/** Adds what stands on every page: each once, and not what has no letter (page numbers). */
export function addRunningTexts(builder: DocumentBuilder, texts: Iterable<string>): void {
  for (const text of new Set([...texts].map((each) => each.trim()))) if (/\p{L}/u.test(text)) builder.add('paragraph', text);
}
