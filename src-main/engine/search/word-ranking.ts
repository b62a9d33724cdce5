import type { Candidate, WordMatch, WordMatches } from '#engine/storage/index-store.ts';
import type { RankingWeights } from './ranking-weights.ts';

/** One word of the query: positions in the list of terms that was asked for. */
export type QueryWord = {
  readonly exact: number;
  /**
   * The terms that stand for its stem, by each stemmer that may have read a document; the word itself where it has no
   * other. A document was read by one, so the one that finds most in it counts.
   */
  readonly stems: readonly (readonly number[])[];
  /** Words that only begin with it: compounds, and what it may become while it is typed. They count `weight`, below 1. */
  readonly longer?: { readonly terms: readonly number[]; readonly weight: number };
  /** A word as it was said; false for the parts and wholes of identifiers and compounds, which are other ways to say the same. */
  readonly isSaid: boolean;
  /** What it counts: 1, and less for what stands for another word, and for a pair of characters that is of no one word. */
  readonly count: number;
  /** The words that it is another way to say, by their `exact`: compounds of which it is a part, and one that nothing has. */
  readonly standsFor?: readonly number[];
};

/** What the ranking has to know of a document beside its passages. */
export type RankedSource = {
  readonly chunkCount: number;
  /** How often each of the terms stands in its title. */
  readonly titleFrequencies: readonly number[];
  /** How often the terms of the title were added to each of its chunks. */
  readonly titleRepeats: number;
};

/** The list of words. Passages by descending score, ties by key; documents by id. */
export type WordRanking = {
  /** By their own words: those of the title stand in each passage of a document, and say of none that it answers best. */
  readonly passages: readonly Candidate[];
  readonly documents: ReadonlyMap<number, number>;
  /** Documents whose passages and title hold all words of the query between them, as far as they are among the matches. */
  readonly complete: ReadonlySet<number>;
  /**
   * How much of the query the best document has, in [0, 1]: the share of its words, rare ones weighed more. Words that nothing
   * has count as the rarest, and a word for which only others stand by what those count. 1 where there is none.
   */
  readonly coverage: number;
};

/**
 * Scores passages and documents by words. A passage gets BM25 over the stems, and a little for the exact words; a document
 * gets its best passage with its title, and BM25 over what its matching passages hold together: in short documents cut in two, neither
 * half alone says how well the whole answers. Passages by descending score, ties by key.
 */
export function rankByWords(
  { matches, statistics }: WordMatches,
  words: readonly QueryWord[],
  sourceOf: (documentId: number) => RankedSource,
  weights: Pick<RankingWeights, 'words' | 'document'>,
): WordRanking {
  const weighed = withRarity(words, statistics, weights.words);
  const said = weighed.filter(({ isSaid }) => isSaid);

  const passages: Candidate[] = [];
  const byDocument = new Map<number, { best: number; frequencies: number[]; passages: number; length: number }>();
  for (const match of matches) {
    const { documentId, generation, ordinal, frequencies } = match;
    const score = scoreOf(match, weighed, statistics.meanLength, weights.words);
    const own = withoutTitle(match, sourceOf(documentId));
    const ownScore = own === match ? score : scoreOf(own, weighed, statistics.meanLength, weights.words);
    passages.push({ documentId, generation, ordinal, score: ownScore });
    const document = byDocument.get(documentId) ?? { best: 0, frequencies: frequencies.map(() => 0), passages: 0, length: 0 };
    document.best = Math.max(document.best, score);
    document.passages += 1;
    document.length += match.length / statistics.meanLength;
    frequencies.forEach((frequency, term) => (document.frequencies[term] = (document.frequencies[term] ?? 0) + frequency));
    byDocument.set(documentId, document);
  }
  passages.sort(byScore);

  const documents = new Map<number, number>();
  const complete = new Set<number>();
  let first = { score: -1, coverage: 1 };
  for (const [documentId, { best, frequencies, passages: count, length }] of byDocument) {
    const { chunkCount, titleFrequencies, titleRepeats } = sourceOf(documentId);
    // The title stands in every chunk; in the whole document it counts once, by its own weight.
    const title = weights.document.title - titleRepeats * count;
    const whole = frequencies.map((frequency, term) => Math.max(0, frequency + title * (titleFrequencies[term] ?? 0)));
    // Of passages that hold no word the length is not at hand.
    const passagesLong = length + Math.max(0, chunkCount - count);
    const lengthShare = 1 - weights.document.b + weights.document.b * passagesLong;
    let score = 0;
    const isIn = ({ stems, longer }: WeighedWord): boolean => {
      const groups = longer === undefined ? stems : [...stems, longer.terms];
      return mostAt(frequencies, groups) + mostAt(titleFrequencies, groups) > 0;
    };
    if (said.every(isIn)) complete.add(documentId);
    for (const word of weighed) {
      score += word.count * weightOf(word, whole, { k1: weights.document.k1, lengthShare });
    }
    const sum = best + weights.document.weight * score;
    documents.set(documentId, sum);
    if (sum > first.score) first = { score: sum, coverage: shareOf(weighed, isIn) };
  }
  return { passages, documents, complete, coverage: first.coverage };
}

/** What a passage holds by itself: the terms of the title were added to it. */
export function withoutTitle(match: WordMatch, { titleFrequencies, titleRepeats }: RankedSource): WordMatch {
  if (titleRepeats === 0 || titleFrequencies.every((count) => count === 0)) return match;
  const ownOf = (frequency: number, term: number): number =>
    Math.max(0, frequency - titleRepeats * (titleFrequencies[term] ?? 0));
  return { ...match, frequencies: match.frequencies.map(ownOf) };
}

function scoreOf(match: WordMatch, words: readonly WeighedWord[], meanLength: number, weights: RankingWeights['words']): number {
  return words.reduce((sum, word) => sum + weightIn(match, word, meanLength, weights), 0);
}

/** How much of the words that were said is in a document, by their rarity; all of none. */
function shareOf(words: readonly WeighedWord[], isIn: (word: WeighedWord) => boolean): number {
  const partsOf = ({ exact }: WeighedWord): WeighedWord[] => words.filter(({ standsFor }) => standsFor?.includes(exact) === true);
  let found = 0;
  let wanted = 0;
  for (const word of words.filter(({ isSaid }) => isSaid)) {
    const parts = isIn(word) ? [] : partsOf(word);
    const ofParts = parts.reduce((sum, part) => sum + (isIn(part) ? part.count : 0), 0) / Math.max(parts.length, 1);
    found += word.stemRarity * (isIn(word) ? 1 : ofParts);
    wanted += word.stemRarity;
  }
  return wanted === 0 ? 1 : found / wanted;
}

/** What each word of the query, in its order, adds to the score of a passage. */
export function weighWords(
  match: WordMatch,
  words: readonly QueryWord[],
  statistics: WordMatches['statistics'],
  weights: RankingWeights['words'],
): number[] {
  return withRarity(words, statistics, weights).map((word) => weightIn(match, word, statistics.meanLength, weights));
}

type WeighedWord = QueryWord & {
  readonly stemRarity: number;
  readonly exactRarity: number;
  readonly longerRarity: number;
};

function withRarity(
  words: readonly QueryWord[],
  statistics: WordMatches['statistics'],
  weights: RankingWeights['words'],
): WeighedWord[] {
  const rarity = (terms: readonly (readonly number[])[]): number => {
    const chunks = Math.min(statistics.chunks, mostAt(statistics.documentFrequencies, terms));
    return Math.log(1 + (statistics.chunks - chunks + 0.5) / (chunks + 0.5)) ** weights.rarity;
  };
  return words.map((word) => ({
    ...word,
    stemRarity: rarity(word.stems),
    exactRarity: rarity([[word.exact]]),
    longerRarity: rarity(word.longer === undefined ? [] : [word.longer.terms]),
  }));
}

function weightIn(
  { length, frequencies }: Pick<WordMatch, 'length' | 'frequencies'>,
  word: WeighedWord,
  meanLength: number,
  { k1, b, exact: exactShare }: RankingWeights['words'],
): number {
  const lengthShare = 1 - b + (b * length) / meanLength;
  const ofExact = word.exactRarity * saturation(frequencies[word.exact] ?? 0, k1, lengthShare);
  return word.count * (weightOf(word, frequencies, { k1, lengthShare }) + exactShare * ofExact);
}

/** Of the word in all its forms, or of longer words, whichever says more. */
function weightOf(
  { stems, stemRarity, longer, longerRarity }: WeighedWord,
  frequencies: readonly number[],
  { k1, lengthShare }: { readonly k1: number; readonly lengthShare: number },
): number {
  const ofStem = stemRarity * saturation(mostAt(frequencies, stems), k1, lengthShare);
  if (longer === undefined) return ofStem;
  const ofLonger = longerRarity * saturation(mostAt(frequencies, [longer.terms]), k1, lengthShare);
  return Math.max(ofStem, longer.weight * ofLonger);
}

function saturation(frequency: number, k1: number, lengthShare: number): number {
  return frequency === 0 ? 0 : (frequency * (k1 + 1)) / (frequency + k1 * lengthShare);
}

/** The largest of the groups' sums. */
function mostAt(values: readonly number[], groups: readonly (readonly number[])[]): number {
  let most = 0;
  for (const positions of groups) {
    let sum = 0;
    for (const position of positions) sum += values[position] ?? 0;
    if (sum > most) most = sum;
  }
  return most;
}

function byScore(left: Candidate, right: Candidate): number {
  return (
    right.score - left.score ||
    left.documentId - right.documentId ||
    left.generation - right.generation ||
    left.ordinal - right.ordinal
  );
}
