import type { Range } from './pieces.ts';

/**
 * Finds a passage of the extracted text in the same document drawn another way: only letters and digits are compared, so
 * that markup, line breaks and punctuation make no difference. `position` (0 to 1) tells roughly where the passage lies and
 * chooses among several places. Returns what carries ranges of the passage over, or null where it is not found.
 */
export function alignPassage(passage: string, drawn: string, position: number): Carry | null {
  return createAlignment(drawn)(passage, position);
}

/** Carries ranges of a passage over to where it is drawn. */
export type Carry = (range: Range) => Range;

/** The same for several passages of one drawing, whose letters are counted once. */
export function createAlignment(drawn: string): (passage: string, position: number) => Carry | null {
  const there = lettersOf(drawn);
  return (passage, position) => align(lettersOf(passage), there, position);
}

function align(sought: Letters, there: Letters, position: number): Carry | null {
  if (sought.text === '') return null;
  const start = nearest(there.text, sought.text, position);
  if (start !== null) return carry(sought, there, start);
  // A part of it may be drawn otherwise, a table or a formula: its beginning alone still leads there.
  for (const length of [80, 40]) {
    if (sought.text.length <= length) continue;
    const beginning = nearest(there.text, sought.text.slice(0, length), position);
    if (beginning !== null) return carry(sought, there, beginning, length);
  }
  return null;
}

/** Letters and digits of a text, and where each stands in it. */
type Letters = { readonly text: string; readonly positions: readonly number[]; readonly length: number };

const LETTER = /[\p{L}\p{N}]/gu;

function lettersOf(text: string): Letters {
  const letters: string[] = [];
  const positions: number[] = [];
  for (const match of text.matchAll(LETTER)) {
    letters.push(match[0]);
    for (let unit = 0; unit < match[0].length; unit += 1) positions.push(match.index + unit);
  }
  return { text: letters.join(''), positions, length: text.length };
}

function nearest(text: string, sought: string, position: number): number | null {
  const wanted = position * text.length;
  let best: number | null = null;
  for (let at = text.indexOf(sought); at !== -1; at = text.indexOf(sought, at + 1)) {
    if (best !== null && Math.abs(at - wanted) >= Math.abs(best - wanted)) break;
    best = at;
  }
  return best;
}

function carry(sought: Letters, there: Letters, start: number, length = sought.text.length): Carry {
  /** How many letters stand before a position of the passage. */
  const lettersBefore = (position: number): number => {
    let [low, high] = [0, sought.positions.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sought.positions[middle] ?? 0) < position) low = middle + 1;
      else high = middle;
    }
    return Math.min(low, length);
  };
  return ([from, to]) => {
    const first = start + lettersBefore(from);
    const last = start + lettersBefore(to) - 1;
    const begin = there.positions[first] ?? there.length;
    return last < first ? [begin, begin] : [begin, (there.positions[last] ?? 0) + 1];
  };
}
