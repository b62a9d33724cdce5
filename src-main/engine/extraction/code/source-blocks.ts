import { indentOf } from './indentation.ts';

/** A piece of a source file: lines `first` to `last`, counted from 0. */
export type LineRange = { readonly first: number; readonly last: number };

/** What fits one screen, and about two passages: a longer symbol is cut where its parts begin. */
const MOST_LINES = 60;
/** Below this what follows a blank line stays with what it follows. */
const FEWEST_LINES = 4;

/**
 * Cuts source code where symbols begin: at blank lines before a line that is indented least, and in what is longer than a
 * screen at its less indented lines. A comment stays with the line that it is written above. Ranges ascend, do not
 * overlap, begin and end with lines that are not blank, and cover every such line.
 */
export function sourceBlocks(lines: readonly string[]): LineRange[] {
  const blocks: LineRange[] = [];
  let open: LineRange | null = null;
  for (const paragraph of paragraphsOf(lines)) {
    if (open !== null && staysWith(open, paragraph, lines)) open = { first: open.first, last: paragraph.last };
    else {
      if (open !== null) blocks.push(open);
      open = paragraph;
    }
  }
  if (open !== null) blocks.push(open);
  return blocks.flatMap((block) => cutLong(block, lines));
}

function* paragraphsOf(lines: readonly string[]): Generator<LineRange> {
  let first = -1;
  for (let index = 0; index <= lines.length; index++) {
    const isBlank = index === lines.length || lines[index]?.trim() === '';
    if (!isBlank && first < 0) first = index;
    if (!isBlank || first < 0) continue;
    yield { first, last: index - 1 };
    first = -1;
  }
}

function staysWith(open: LineRange, next: LineRange, lines: readonly string[]): boolean {
  const lineCount = next.last - open.first + 1;
  if (lineCount > MOST_LINES) return false;
  const isInside = indentOf(lines[next.first]) > 0 || /^\s*[)\]}]/.test(lines[next.first] ?? '');
  return isInside || open.last - open.first + 1 < FEWEST_LINES;
}

/** Cuts where the indentation is least in the last two thirds of what fits, the later the better. */
function cutLong(block: LineRange, lines: readonly string[]): LineRange[] {
  const parts: LineRange[] = [];
  let first = block.first;
  while (block.last - first + 1 > MOST_LINES) {
    let cut = first + MOST_LINES;
    let least = Infinity;
    for (let index = first + MOST_LINES; index > first + MOST_LINES / 3; index--) {
      const line = lines[index] ?? '';
      if (line.trim() === '' || /^\s*[)\]}]/.test(line)) continue;
      const indent = indentOf(line);
      if (indent >= least) continue;
      least = indent;
      cut = index;
    }
    parts.push(trimBlank({ first, last: cut - 1 }, lines));
    first = cut;
    while (first < block.last && lines[first]?.trim() === '') first++;
  }
  return [...parts, { first, last: block.last }];
}

function trimBlank({ first, last }: LineRange, lines: readonly string[]): LineRange {
  let end = last;
  while (end > first && lines[end]?.trim() === '') end--;
  return { first, last: end };
}
