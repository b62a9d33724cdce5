import type { DocumentBuilder } from '../document-builder.ts';
import { withoutIndent } from './indentation.ts';
import { sourceBlocks, type LineRange } from './source-blocks.ts';

/** Adds text whose lines have a shape: code, configuration, output of a program. Lines count from `firstLine`. */
export function addSource(
  builder: DocumentBuilder,
  source: string,
  { firstLine = 1, blocksOf = sourceBlocks }: { firstLine?: number; blocksOf?: (lines: readonly string[]) => LineRange[] } = {},
): void {
  const lines = source.split('\n').map((line) => line.trimEnd());
  for (const { first, last } of blocksOf(lines)) {
    if (builder.isFull) return;
    const text = withoutIndent(lines.slice(first, last + 1));
    builder.add('code', text, { kind: 'lines', first: firstLine + first, last: firstLine + last });
  }
}
