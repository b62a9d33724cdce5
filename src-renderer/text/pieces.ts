/** Half-open, in UTF-16 units. */
export type Range = readonly [start: number, end: number];

export type Piece = { readonly text: string; readonly isMarked: boolean };

/**
 * Cuts a text into marked and unmarked pieces that together are the text. Ranges may overlap, touch, come in any order
 * or reach beyond the text; a cut never falls inside a grapheme that the range only half covers: the mark widens to it.
 */
export function splitByRanges(text: string, ranges: readonly Range[]): Piece[] {
  const pieces: Piece[] = [];
  let position = 0;
  for (const [start, end] of mergeRanges(text, ranges)) {
    if (start > position) pieces.push({ text: text.slice(position, start), isMarked: false });
    pieces.push({ text: text.slice(start, end), isMarked: true });
    position = end;
  }
  if (position < text.length) pieces.push({ text: text.slice(position), isMarked: false });
  return pieces;
}

function mergeRanges(text: string, ranges: readonly Range[]): Range[] {
  const merged: [number, number][] = [];
  const inside = ranges
    .map(([start, end]): Range => [Math.max(0, start), Math.min(text.length, end)])
    .filter(([start, end]) => start < end)
    .map(([start, end]): Range => [graphemeStart(text, start), graphemeEnd(text, end)])
    .toSorted((a, b) => a[0] - b[0]);
  for (const [start, end] of inside) {
    const last = merged.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

// Combining marks (vowel signs, accents), joiners and the second half of a surrogate pair belong to what stands before them.
const CONTINUES = /^[\p{M}\u200d\ufe0e\ufe0f\u{1f3fb}-\u{1f3ff}]/u;

function isInsideGrapheme(text: string, position: number): boolean {
  if (position <= 0 || position >= text.length) return false;
  const unit = text.charCodeAt(position);
  const isLowSurrogate = unit >= 0xdc00 && unit <= 0xdfff;
  return isLowSurrogate || text[position - 1] === '\u200d' || CONTINUES.test(text.slice(position, position + 2));
}

function graphemeStart(text: string, position: number): number {
  let start = position;
  while (isInsideGrapheme(text, start)) start -= 1;
  return start;
}

function graphemeEnd(text: string, position: number): number {
  let end = position;
  while (isInsideGrapheme(text, end)) end += 1;
  return end;
}
