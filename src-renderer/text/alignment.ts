import { isInsideWord, lettersOf, type Letters } from './letters.ts';
import type { Range } from './pieces.ts';
import { commonRuns, nearest, type Run } from './runs.ts';

/**
 * Finds a passage of the extracted text in the same document drawn another way: only letters and digits are compared, so
 * that markup, line breaks and punctuation make no difference. Where the letters differ, too, what both have in common in
 * the same order is found. `position` (0 to 1) tells roughly where the passage lies and chooses among several places.
 * Returns what carries ranges of the passage over, or null where it is not found.
 */
export function alignPassage(passage: string, drawn: string, position: number): Carry | null {
  return createAlignment(drawn)(passage, position);
}

/** Carries ranges of a passage over to where it is drawn; empty where nothing of one is. No end falls into a word that the range held whole. */
export type Carry = (range: Range) => Range;

/** The same for several passages of one drawing, whose letters are counted once. */
export function createAlignment(drawn: string): (passage: string, position: number) => Carry | null {
  const there = lettersOf(drawn);
  return (passage, position) => align(lettersOf(passage), there, position);
}

/** Fewer letters than these, where they are not half of the passage either, may stand anywhere. */
const ENOUGH_LETTERS = 40;

function align(sought: Letters, there: Letters, position: number): Carry | null {
  const { length } = sought.text;
  if (length === 0) return null;
  const wanted = position * there.text.length;
  const start = nearest(there.text, sought.text, wanted);
  if (start !== null) return carry([{ sought: 0, there: start, length }], sought, there);
  const runs = commonRuns(sought, there, wanted);
  const found = runs.reduce((sum, run) => sum + run.length, 0);
  return found < Math.min(ENOUGH_LETTERS, length / 2) ? null : carry(runs, sought, there);
}

function carry(runs: readonly Run[], sought: Letters, there: Letters): Carry {
  return ([from, to]) => {
    const [first, last] = [numberOfLetter(sought, from), numberOfLetter(sought, to)];
    const [before, inside, after] = [
      runs.findLast((run) => run.sought < first),
      first === last ? [] : runs.filter((run) => run.sought < last && run.sought + run.length > first),
      runs.find((run) => run.sought + run.length > last),
    ];
    const [begin, end] = [inside[0], inside.at(-1)];
    if (begin === undefined || end === undefined) {
      const place = endOf(before, there) ?? startOf(after, there);
      return [place, place];
    }
    const start = there.positions[begin.there + Math.max(0, first - begin.sought)] ?? 0;
    const stop = (there.positions[end.there + Math.min(end.length, last - end.sought) - 1] ?? 0) + 1;
    const isCut = (position: number): boolean => isInsideWord(sought.source, position);
    // No further than to letters of the passage that the range does not hold.
    const [floor, ceiling] = [
      begin.sought < first ? start : (endOf(before, there) ?? 0),
      after === undefined ? there.source.length : after.sought < last ? stop : startOf(after, there),
    ];
    const signs = sought.source.slice((sought.positions[Math.min(last, end.sought + end.length) - 1] ?? 0) + 1, to);
    return [
      isCut(from) ? start : wordStart(there, start, floor),
      isCut(to) ? stop : wordEnd(there, stop + commonStart(signs, there.source.slice(stop, ceiling)), ceiling),
    ];
  };
}

/** How many characters two texts begin alike with. */
function commonStart(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}

/** How many letters stand before a position. */
function numberOfLetter({ positions }: Letters, position: number): number {
  let [low, high] = [0, positions.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((positions[middle] ?? 0) < position) low = middle + 1;
    else high = middle;
  }
  return low;
}

function startOf(run: Run | undefined, { positions, source }: Letters): number {
  return run === undefined ? source.length : (positions[run.there] ?? source.length);
}

function endOf(run: Run | undefined, { positions }: Letters): number | null {
  return run === undefined ? null : (positions[run.there + run.length - 1] ?? 0) + 1;
}

function wordStart({ source }: Letters, position: number, floor: number): number {
  let start = position;
  while (start > floor && isInsideWord(source, start)) start -= 1;
  return start;
}

function wordEnd({ source }: Letters, position: number, ceiling: number): number {
  let end = position;
  while (end < ceiling && isInsideWord(source, end)) end += 1;
  return end;
}
