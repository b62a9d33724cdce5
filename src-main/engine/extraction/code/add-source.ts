import type { DocumentBuilder } from '../document-builder.ts';
import { withoutIndent } from './indentation.ts';
import { sourceBlocks, type LineRange } from './source-blocks.ts';

/** How much is cut at once: millions of lines as one list cost more than all the rest. */
const WINDOW_CHARS = 500_000;

/** Adds text whose lines have a shape: code, configuration, output of a program. Lines count from `firstLine`. */
export function addSource(
  builder: DocumentBuilder,
  source: string,
  { firstLine = 1, blocksOf = sourceBlocks }: { firstLine?: number; blocksOf?: (lines: readonly string[]) => LineRange[] } = {},
): void {
  let line = firstLine;
  for (let start = 0; start < source.length && !builder.isFull;) {
    const end = endOfWindow(source, start);
    const lines = source.slice(start, end).split('\n');
    for (const { first, last } of blocksOf(lines)) {
      if (builder.isFull) return;
      builder.add('code', withoutIndent(lines.slice(first, last + 1)), { kind: 'lines', first: line + first, last: line + last });
    }
    line += lines.length;
    start = end + 1;
  }
}

/** The last line break within the window, or the first one after it. */
function endOfWindow(source: string, start: number): number {
  if (source.length - start <= WINDOW_CHARS) return source.length;
  const inside = source.lastIndexOf('\n', start + WINDOW_CHARS);
  const end = inside > start ? inside : source.indexOf('\n', start + WINDOW_CHARS);
  return end < 0 ? source.length : end;
}
