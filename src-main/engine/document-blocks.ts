import type { TextBlock } from '#contract';
import type { Block, ExtractedDocument } from './documents/documents.ts';

/**
 * The blocks that touch a range of a document's text, and the range widened so that none of them is cut. `end` null: the
 * text's end.
 */
export function blocksWithin(
  { text, blocks }: Pick<ExtractedDocument, 'text' | 'blocks'>,
  range: { readonly start: number; readonly end: number | null },
): { readonly blocks: TextBlock[]; readonly start: number; readonly end: number } {
  const start = Math.min(range.start, text.length);
  const end = Math.max(start, Math.min(range.end ?? text.length, text.length));
  const first = blocks.findIndex(({ span }) => span.end > start);
  const touched = first === -1 ? [] : blocks.slice(first);
  const beyond = touched.findIndex(({ span }) => span.start >= end);
  const within = beyond === -1 ? touched : touched.slice(0, beyond);
  return {
    blocks: within.map(toTextBlock),
    start: Math.min(start, within[0]?.span.start ?? start),
    end: Math.max(end, within.at(-1)?.span.end ?? end),
  };
}

function toTextBlock({ kind, span, headingPath, anchor }: Block): TextBlock {
  return { kind, level: kind === 'heading' ? headingPath.length + 1 : 0, start: span.start, end: span.end, anchor };
}
