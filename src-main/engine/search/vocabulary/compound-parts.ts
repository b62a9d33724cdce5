import { STEM_MARK } from '#engine/analysis/stemmers.ts';
import { tokensOfStem, type Tokens } from '#engine/analysis/tokens.ts';
import type { Vocabulary } from '#engine/storage/index-store.ts';
import { createTokenPositions } from '../token-positions.ts';
import type { QueryWord } from '../word-ranking.ts';
import { isFunctionWord } from './function-words.ts';
import type { LongerWords } from './longer-words.ts';

/** `weight`: beside the compound, which counts 1. */
const PARTS = { leastLetters: 4, weight: 0.3 } as const;
/** What may stand between two parts. */
const LINKS = ['', 's', 'es', 'en', 'er'] as const;
const LATIN = /^[a-z]+$/;

/**
 * Adds the two parts of each German compound as further words: who asks for `universitatsgebaude` also finds `gebaude` of the
 * `universitat`. Of all ways to part a word into words of the library, the one whose parts are the most frequent, by their
 * geometric mean (Koehn and Knight, Empirical Methods for Compound Splitting, EACL 2003).
 * @param asked the tokens before the further words
 */
export function withCompoundParts(
  { words, further }: LongerWords,
  asked: readonly string[],
  tokens: Pick<Tokens, 'query'>,
  vocabulary: Pick<Vocabulary, 'isReady' | 'countOf'>,
): LongerWords {
  if (!vocabulary.isReady()) return { words, further };
  const stemOf = (word: string): string => tokens.query(word, ['de'])[0]?.stems[0] ?? word;
  const compoundsOf = new Map<string, number[]>();
  const said = words.filter(({ isSaid }) => isSaid).map(({ exact }) => ({ exact, term: asked[exact] ?? '' }));
  for (const { exact, term } of said) {
    for (const part of partsOf(term, stemOf, vocabulary)) compoundsOf.set(part, [...(compoundsOf.get(part) ?? []), exact]);
  }
  // What was said itself counts more already.
  for (const { term } of said) compoundsOf.delete(term);

  const known = [...asked, ...further.map(({ word }) => word)];
  const { tokens: all, place } = createTokenPositions(known);
  const parts = [...compoundsOf].map(([part, standsFor]): QueryWord => {
    const stems = [tokensOfStem(stemOf(part)).map(place)];
    return { exact: place(part), stems, isSaid: false, count: PARTS.weight, standsFor };
  });
  const added = all.slice(known.length).map((word) => ({ word, count: vocabulary.countOf(word) }));
  return { words: [...words, ...parts], further: [...further, ...added] };
}

/** Two, or none. */
function partsOf(word: string, stemOf: (word: string) => string, vocabulary: Pick<Vocabulary, 'countOf'>): readonly string[] {
  if (!LATIN.test(word)) return [];
  const countOf = (part: string): number => {
    if (part.length < PARTS.leastLetters || isFunctionWord(part)) return 0;
    const stem = stemOf(part);
    return Math.max(vocabulary.countOf(stem), vocabulary.countOf(STEM_MARK + stem));
  };
  // Forms that share a stem are told apart by which of them the library has.
  let best: { readonly mean: number; readonly count: number; readonly parts: readonly string[] } = {
    mean: 0,
    count: 0,
    parts: [],
  };
  for (let at = PARTS.leastLetters; at <= word.length - PARTS.leastLetters; at++) {
    const last = word.slice(at);
    if (vocabulary.countOf(last) === 0) continue;
    const lastCount = countOf(last);
    const before = word.slice(0, at);
    for (const link of LINKS) {
      if (!before.endsWith(link)) continue;
      const first = before.slice(0, before.length - link.length);
      const mean = Math.sqrt(countOf(first) * lastCount);
      if (mean === 0) continue;
      const count = vocabulary.countOf(first);
      if (mean > best.mean || (mean === best.mean && count > best.count)) best = { mean, count, parts: [first, last] };
    }
  }
  return best.parts;
}
