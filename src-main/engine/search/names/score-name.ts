import type { Aligner } from './align.ts';
import { toOriginalRanges, type FoldedName } from './fold-name.ts';
import { beginsWord, isInExtension, locateWord, QUALITY, qualityOf, rateWord, type Tolerance } from './match-word.ts';
import type { NameQuery } from './name-query.ts';

/**
 * How sure it is that the query means this name:
 * - `name`: each of its words begins a word of the name
 * - `path`: each begins a word of the name or of a folder above
 * - `fuzzy`: less than that: inside words, as an abbreviation, in the extension alone
 */
export type Strength = 'name' | 'path' | 'fuzzy';
export type NameScore = { readonly score: number; readonly strength: Strength };

/** The name is the query; it is without its extension; it begins with it. Above all that the words can reach. */
const SAME = 1;
const SAME_STEM = 0.98;
const BEGINNING = 0.9;
const WORDS = 0.8;
/** Shorter names first, among names that match alike: what is left over was not asked for. */
const FILLING = 0.05;
/** A word that a folder above matches says less than one in the name. */
const FOLDER_SHARE = 0.6;
/** What a path's folders leave of the name's score where they match badly. */
const LEAST_PATH_SHARE = 0.7;

export type ScoreOptions = {
  /** Null where only words in one piece count. */
  readonly aligner: Aligner | null;
  /** The quality of the best match of one of the query's words (of a path: its folder words) in the folders above, or 0. */
  above(index: number): number;
};

/** Scores a name in (0, 1], null where it does not match. */
export function scoreName(name: FoldedName, query: NameQuery, { aligner, above }: ScoreOptions): NameScore | null {
  const { words, isPath } = query;
  const pathShare = isPath ? sharedByFolders(query, above) : 1;
  if (pathShare === 0) return null;
  let sum = 0;
  let units = 0;
  let isInName = true;
  let isInPath = true;
  let isOwn = false;
  let isInStem = false;
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    const rating = rateWord(name, word, toleranceOf(word, query, aligner));
    const folder = isPath ? 0 : above(index);
    const quality = Math.max(qualityOf(rating), folder * FOLDER_SHARE);
    if (quality === 0) return null;
    const begins = beginsWord(rating);
    isOwn ||= rating > 0;
    isInStem ||= begins && !isInExtension(rating);
    isInName &&= begins;
    isInPath &&= begins || folder >= QUALITY.wordStart;
    sum += quality * word.length;
    units += word.length;
  }
  if (!isOwn) return null;
  const filling = FILLING * Math.min(1, query.whole.length / name.folded.length);
  const whole = isInName ? scoreWhole(name, query.whole, filling) : 0;
  const score = Math.max(whole, (WORDS * sum) / (units * QUALITY.wholeWord) + filling) * pathShare;
  return { score, strength: strengthOf(isInStem, isInName, isInPath) };
}

/** Where the query stands in the name: ranges of the original's UTF-16 units, ascending, without overlap. */
export function highlightName(name: FoldedName, query: NameQuery, aligner: Aligner): [number, number][] {
  const ranges = query.words.flatMap((word) => locateWord(name, word, toleranceOf(word, query, aligner)));
  return toOriginalRanges(name, ranges);
}

/** Abbreviations of one of several words are rare, and scattered letters of one are chance. */
function toleranceOf(word: string, { words }: NameQuery, aligner: Aligner | null): Tolerance {
  const isOnly = words.length === 1;
  return aligner === null || !(isOnly || word.length >= 3) ? null : { aligner, mayScatter: isOnly };
}

function strengthOf(isInStem: boolean, isInName: boolean, isInPath: boolean): Strength {
  if (!isInStem) return 'fuzzy';
  if (isInName) return 'name';
  return isInPath ? 'path' : 'fuzzy';
}

function scoreWhole(name: FoldedName, whole: string, filling: number): number {
  let { folded } = name;
  let stem = name.extensionAt - 1;
  // Separators in a row, or at an end, are as good as one, or none.
  if (folded.startsWith(' ') || folded.endsWith(' ') || folded.includes('  ')) {
    stem = collapse(folded.slice(0, name.extensionAt)).length;
    folded = collapse(folded);
  }
  if (!folded.startsWith(whole)) return 0;
  if (folded.length === whole.length) return SAME;
  return stem === whole.length ? SAME_STEM : BEGINNING + filling;
}

function collapse(folded: string): string {
  return folded.trim().replace(/ {2,}/g, ' ');
}

function sharedByFolders({ folderWords }: NameQuery, above: (index: number) => number): number {
  if (folderWords.length === 0) return 1;
  let sum = 0;
  for (let index = 0; index < folderWords.length; index++) {
    const quality = above(index);
    if (quality === 0) return 0;
    sum += quality;
  }
  return LEAST_PATH_SHARE + ((1 - LEAST_PATH_SHARE) * sum) / (folderWords.length * QUALITY.wholeWord);
}
