import { beginsWord, type Letters } from './letters.ts';

/** So many letters, from `sought` on in the text that is looked for and from `there` on in the one that it is looked for in. */
export type Run = { readonly sought: number; readonly there: number; readonly length: number };

/** A stretch of both texts, half-open. */
type Gap = { readonly from: number; readonly to: number; readonly thereFrom: number; readonly thereTo: number };

/** Letters that are looked for together. Fewer than the last stand in any text, in places that mean something else. */
const WINDOWS = [48, 24, 12];
/** Of a text that is looked for, so many windows at most tell where it lies. */
const MAX_SEEDS = 24;
/** Keeps the time in bounds that a text with hardly anything in common takes. */
const MAX_SEARCHES = 3000;
const MAX_WORD_PAIRS = 60_000;
/** That the drawing may have between a passage's first or last words and the rest of it. */
const MAX_STRAY_LETTERS = 60;

/**
 * What two texts have in common in the same order, near a place of the second: long runs of letters, between them whole
 * words. In order and apart from each other; empty where there is no long run.
 */
export function commonRuns(sought: Letters, there: Letters, wanted: number): Run[] {
  const seed = findSeed(sought.text, there.text, wanted);
  if (seed === null) return [];
  const reach = sought.text.length;
  const around: Gap = {
    from: 0,
    to: reach,
    thereFrom: Math.max(0, seed.there - seed.sought - reach),
    thereTo: Math.min(there.text.length, seed.there + 2 * reach - seed.sought),
  };
  const pair: Pair = { sought, there, searchesLeft: MAX_SEARCHES };
  const long = aroundRun(seed, around, pair);
  return withWords(long, around, pair);
}

type Pair = { readonly sought: Letters; readonly there: Letters; searchesLeft: number };

/** The window that most others stand around in the same order. */
function findSeed(sought: string, there: string, wanted: number): Run | null {
  for (const length of WINDOWS) {
    const seeds: Run[] = [];
    const step = Math.max(length / 2, Math.ceil(sought.length / MAX_SEEDS));
    for (let from = 0; from + length <= sought.length; from += step) {
      const at = nearest(there, sought.slice(from, from + length), wanted + from);
      if (at !== null) seeds.push({ sought: from, there: at, length });
    }
    const support = (seed: Run): number =>
      seeds.filter((other) => Math.abs(other.there - other.sought - seed.there + seed.sought) <= sought.length).length;
    const [best] = seeds.toSorted((a, b) => support(b) - support(a) || distance(a, wanted) - distance(b, wanted));
    if (best !== undefined) return best;
  }
  return null;
}

function distance({ there, sought }: Run, wanted: number): number {
  return Math.abs(there - sought - wanted);
}

/** Where a text stands in another, as near to `wanted` as possible. */
export function nearest(text: string, sought: string, wanted: number): number | null {
  let best: number | null = null;
  for (let at = text.indexOf(sought); at !== -1; at = text.indexOf(sought, at + 1)) {
    if (best !== null && Math.abs(at - wanted) >= Math.abs(best - wanted)) break;
    best = at;
  }
  return best;
}

/** All long runs of a gap that one of them is known of. */
function aroundRun(known: Run, gap: Gap, pair: Pair): Run[] {
  const run = toWords(extended(known, gap, pair), pair.sought);
  const before = { ...gap, to: run.sought, thereTo: run.there };
  const after = { ...gap, from: run.sought + run.length, thereFrom: run.there + run.length };
  return [...longRuns(before, pair), ...(run.length > 0 ? [run] : []), ...longRuns(after, pair)];
}

function longRuns(gap: Gap, pair: Pair): Run[] {
  const text = pair.there.text.slice(gap.thereFrom, gap.thereTo);
  for (const length of WINDOWS) {
    for (let from = gap.from; from + length <= gap.to && length <= text.length; from += length / 2) {
      if (pair.searchesLeft <= 0) return [];
      pair.searchesLeft -= 1;
      const at = nearest(text, pair.sought.text.slice(from, from + length), from - gap.from);
      if (at === null) continue;
      const run = toWords(extended({ sought: from, there: gap.thereFrom + at, length }, gap, pair), pair.sought);
      if (run.length > 0) return aroundRun(run, gap, pair);
    }
  }
  return [];
}

function extended({ sought, there, length }: Run, gap: Gap, pair: Pair): Run {
  const [own, other] = [pair.sought.text, pair.there.text];
  let before = 0;
  while (sought - before > gap.from && there - before > gap.thereFrom && own[sought - before - 1] === other[there - before - 1])
    before += 1;
  let end = length;
  while (sought + end < gap.to && there + end < gap.thereTo && own[sought + end] === other[there + end]) end += 1;
  return { sought: sought - before, there: there - before, length: end + before };
}

/** Without the parts of words at its ends: those letters may belong to another word, and the word stand further on. */
function toWords({ sought, there, length }: Run, letters: Letters): Run {
  let [from, to] = [sought, sought + length];
  while (to > from && !beginsWord(letters, to)) to -= 1;
  while (from < to && !beginsWord(letters, from)) from += 1;
  return { sought: from, there: there + from - sought, length: to - from };
}

/** The runs, and between them, before and after, the words that both texts have in the same order. */
function withWords(runs: readonly Run[], around: Gap, pair: Pair): Run[] {
  const all: Run[] = [];
  let [from, thereFrom] = [around.from, around.thereFrom];
  for (const [index, run] of [...runs, null].entries()) {
    const [to, thereTo] = run === null ? [around.to, around.thereTo] : [run.sought, run.there];
    // Beyond the outer runs any word stands somewhere: it is looked for no further away than it can be.
    const span = to - from + MAX_STRAY_LETTERS;
    const gap: Gap = {
      from,
      to,
      thereFrom: index === 0 ? Math.max(thereFrom, thereTo - span) : thereFrom,
      thereTo: run === null ? Math.min(thereTo, thereFrom + span) : thereTo,
    };
    all.push(...commonWords(wordsOf(pair.sought, gap.from, gap.to), wordsOf(pair.there, gap.thereFrom, gap.thereTo)));
    if (run === null) break;
    all.push(run);
    [from, thereFrom] = [run.sought + run.length, run.there + run.length];
  }
  return all;
}

type Word = { readonly text: string; readonly start: number };

/** The whole words between two letters. */
function wordsOf(letters: Letters, from: number, to: number): Word[] {
  const words: Word[] = [];
  for (let start = from; start < to;) {
    let end = start + 1;
    while (end < to && !beginsWord(letters, end)) end += 1;
    if (beginsWord(letters, start) && beginsWord(letters, end)) words.push({ text: letters.text.slice(start, end), start });
    start = end;
  }
  return words;
}

/** The longest sequence of words that stands in both, counted in letters. */
function commonWords(sought: readonly Word[], there: readonly Word[]): Run[] {
  if (sought.length * there.length > MAX_WORD_PAIRS) return [];
  const width = there.length + 1;
  const best = new Uint32Array((sought.length + 1) * width);
  const at = (row: number, column: number): number => best[row * width + column] ?? 0;
  for (let row = sought.length - 1; row >= 0; row -= 1) {
    const { text = '' } = sought[row] ?? {};
    for (let column = there.length - 1; column >= 0; column -= 1) {
      const together = there[column]?.text === text ? at(row + 1, column + 1) + text.length : 0;
      best[row * width + column] = Math.max(together, at(row + 1, column), at(row, column + 1));
    }
  }
  const runs: Run[] = [];
  let [row, column] = [0, 0];
  while (at(row, column) > 0) {
    const [own, other] = [sought[row], there[column]];
    if (own === undefined || other === undefined) break;
    if (own.text === other.text && at(row, column) === at(row + 1, column + 1) + own.text.length) {
      runs.push({ sought: own.start, there: other.start, length: own.text.length });
      row += 1;
      column += 1;
    } else if (at(row, column) === at(row + 1, column)) row += 1;
    else column += 1;
  }
  return runs;
}
