import { AT_WORD_START, ELSEWHERE, type Aligner } from './align.ts';
import { isWordEnd, isWordStart, type FoldedName } from './fold-name.ts';

/** How well one word of a query matches a name, in thousandths. Chosen so that a better kind of match beats a worse one. */
export const QUALITY = { wholeWord: 1000, wordStart: 850, inside: 600, abbreviation: 550, scattered: 300 } as const;
/** What a match in the extension alone is worth: `pdf` is what thousands of names end with. */
const EXTENSION_SHARE = 0.5;
const PER_FURTHER_RUN = 30;
const LEAST_ABBREVIATION = 360;
const LEAST_SCATTERED = 100;

/**
 * A quality (0 for no match) with two flags in one number, as millions of them are made at a keystroke. `begins`: the
 * word stands in one piece and begins a word of the name; `extension`: the match lies in the extension.
 */
export type Rating = number;
const QUALITY_BITS = 1023;
const BEGINS_WORD = 1024;
const IN_EXTENSION = 2048;

export const qualityOf = (rating: Rating): number => rating & QUALITY_BITS;
export const beginsWord = (rating: Rating): boolean => (rating & BEGINS_WORD) !== 0;
export const isInExtension = (rating: Rating): boolean => (rating & IN_EXTENSION) !== 0;

/** Null where only matches in one piece count; with `mayScatter` also units count that begin no word, if close together. */
export type Tolerance = { readonly aligner: Aligner; readonly mayScatter: boolean } | null;

/** Rates the best match of a word of the query (folded, without spaces). */
export function rateWord(name: FoldedName, word: string, tolerance: Tolerance): Rating {
  const at = findInOnePiece(name, word);
  if (at !== -1) return rateAt(name, at, word.length);
  if (tolerance === null || word.length < 2) return 0;
  const cost = tolerance.aligner.cost(name, word);
  return cost === null ? 0 : rateCost(cost, word.length, tolerance.mayScatter);
}

/** The ranges of the folded name's units that `rateWord` rated, empty where it gave 0. */
export function locateWord(name: FoldedName, word: string, tolerance: Tolerance): readonly (readonly [number, number])[] {
  const at = findInOnePiece(name, word);
  if (at !== -1) return [[at, at + word.length]];
  if (tolerance === null || rateWord(name, word, tolerance) === 0) return [];
  return (tolerance.aligner.positions(name, word) ?? []).map((position) => [position, position + 1]);
}

function findInOnePiece(name: FoldedName, word: string): number {
  return word.length === 1 ? findUnit(name, word) : findBest(name, word);
}

/** A single letter stands in nearly every name: it only counts where a word begins with it. */
function findUnit(name: FoldedName, unit: string): number {
  const { folded } = name;
  if (folded.startsWith(unit)) return 0;
  const afterSpace = folded.indexOf(` ${unit}`) + 1;
  if (afterSpace > 0) return afterSpace;
  if (unit >= 'a' && unit <= 'z') return -1;
  // A digit or a character of a script without spaces begins a word wherever it stands.
  let at = folded.indexOf(unit);
  while (at !== -1 && !isWordStart(name, at)) at = folded.indexOf(unit, at + 1);
  return at;
}

function findBest(name: FoldedName, word: string): number {
  let best = -1;
  let bestQuality = 0;
  for (let at = name.folded.indexOf(word); at !== -1; at = name.folded.indexOf(word, at + 1)) {
    const quality = qualityOf(rateAt(name, at, word.length));
    if (quality > bestQuality) {
      best = at;
      bestQuality = quality;
    }
    if (quality === QUALITY.wholeWord) break;
  }
  return best;
}

function rateAt(name: FoldedName, at: number, length: number): Rating {
  const isStart = isWordStart(name, at);
  const quality = !isStart ? QUALITY.inside : isWordEnd(name, at + length) ? QUALITY.wholeWord : QUALITY.wordStart;
  const begins = isStart ? BEGINS_WORD : 0;
  return at >= name.extensionAt ? (quality * EXTENSION_SHARE) | begins | IN_EXTENSION : quality | begins;
}

/** Scattered units count only where they stand close together, or every long name would match every short word. */
function rateCost(cost: number, length: number, mayScatter: boolean): Rating {
  const strays = Math.floor(cost / ELSEWHERE);
  const runs = Math.floor((cost % ELSEWHERE) / AT_WORD_START) + strays;
  if (strays === 0) return Math.max(LEAST_ABBREVIATION, QUALITY.abbreviation - PER_FURTHER_RUN * (runs - 1));
  const skipped = cost % AT_WORD_START;
  const isTight = length >= 3 && skipped <= length + 2 && strays <= length / 2;
  return mayScatter && isTight ? Math.max(LEAST_SCATTERED, QUALITY.scattered - PER_FURTHER_RUN * (runs - 2)) : 0;
}
