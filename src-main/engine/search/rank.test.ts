import { describe, expect, it } from 'vitest';
import type { WordMatch } from '#engine/storage/index-store.ts';
import { rankDocuments } from './rank.ts';
import type { RankingInputs } from './ranking-inputs.ts';
import type { RankingWeights } from './ranking-weights.ts';

/** A passage's score by words is how much of the rarer of two words it has; nothing else weighs. */
const WEIGHTS: RankingWeights = {
  words: { k1: 1, b: 0, rarity: 0, exact: 0 },
  document: { weight: 0, k1: 1, b: 0, title: 1 },
  fusion: { meaning: 1, question: 1.5, exact: 0.5, foreign: 0.25, floor: 0 },
};
const TRAITS = { wordCount: 5, isExact: false, isByWordsAlone: false };
const QUERY_WORDS = [0, 1].map((term) => ({ exact: term, stems: [[term]], isSaid: true, count: 1 }));

const candidate = (documentId: number, ordinal: number, score: number) => ({ documentId, generation: 1, ordinal, score });
const match = (documentId: number, ordinal: number, ...frequencies: number[]): WordMatch => ({
  ...candidate(documentId, ordinal, 0),
  length: 10,
  frequencies,
});
const name = (documentId: number, weight: number) => ({
  documentId,
  weight,
  rank: 1,
  score: 0.9,
  strength: 'name' as const,
  highlights: [],
});

function rank(matches: readonly WordMatch[], given: Partial<RankingInputs> = {}) {
  const source = { chunkCount: 2, titleFrequencies: [0, 0], titleRepeats: 0 };
  const inputs: RankingInputs = {
    traits: TRAITS,
    queryWords: QUERY_WORDS,
    words: { matches, statistics: { chunks: 100, meanLength: 10, documentFrequencies: [5, 5] } },
    sources: new Map(matches.map(({ documentId }) => [documentId, source])),
    meaning: [],
    foreign: new Set(),
    names: [],
    ...given,
  };
  return rankDocuments(inputs, WEIGHTS);
}
const idsOf = (ranked: ReturnType<typeof rank>): number[] => ranked.map(({ documentId }) => documentId);

describe('ranking documents', () => {
  it('adds the words of one passage to the meaning of another of the same document', () => {
    const matches = [match(1, 0, 9, 0), match(2, 0, 7, 0), match(3, 0, 1, 0)];
    const [best] = rank(matches, { meaning: [candidate(2, 5, 0.9), candidate(1, 1, 0.3), candidate(3, 1, 0.2)] });
    expect(best?.documentId).toBe(2);
    expect(best?.passages.map(({ ordinal }) => ordinal)).toEqual([5, 0]);
  });

  it('keeps the rank and score of each list with every document and passage', () => {
    const [best] = rank([match(1, 0, 1, 0), match(1, 1, 3, 0)], { meaning: [candidate(1, 1, 0.5)] });
    // 3 * 2 / (3 + 1) and 1 * 2 / (1 + 1).
    expect(best?.passages).toEqual([
      { documentId: 1, generation: 1, ordinal: 1, score: 2, words: { rank: 1, score: 1.5 }, meaning: { rank: 1, score: 0.5 } },
      {
        documentId: 1,
        generation: 1,
        ordinal: 0,
        score: expect.closeTo(1 / 1.5, 12),
        words: { rank: 2, score: 1 },
        meaning: null,
      },
    ]);
    expect(best).toMatchObject({ words: { rank: 1, score: 1.5 }, meaning: { rank: 1, score: 0.5 } });
  });

  it('breaks ties by document id', () => {
    expect(idsOf(rank([match(9, 0, 2, 0), match(4, 0, 2, 0)]))).toEqual([4, 9]);
  });

  it('adds what a name weighs, and lists documents that only their name found without passages', () => {
    const ranked = rank([match(1, 0, 5, 0), match(2, 0, 1, 0)], { names: [name(2, 2.9), name(3, 2.5)] });
    expect(ranked.map(({ documentId, score, passages }) => [documentId, score, passages.length])).toEqual([
      // One of two words, both as rare, is half of the query, of which the best has 5 * 2 / (5 + 1) and this one 1.
      [2, expect.closeTo(2.9 + 0.5 * (6 / 10), 12), 1],
      [3, 2.5, 0],
      [1, 0.5, 1],
    ]);
  });
});

describe('documents with all words', () => {
  // Document 2 has both words, in two passages; document 1 has one of them often, and is nearest in meaning.
  const matches = [match(1, 0, 50, 0), match(2, 0, 1, 0), match(2, 1, 0, 1)];
  const meaning = [candidate(1, 0, 0.9), candidate(3, 0, 0.8), candidate(2, 0, 0.2)];

  it('come first for a few words, and among words alone for any number', () => {
    expect(idsOf(rank(matches, { meaning, traits: { ...TRAITS, wordCount: 2 } }))).toEqual([2, 1, 3]);
    expect(idsOf(rank(matches, { traits: { ...TRAITS, isByWordsAlone: true } }))).toEqual([2, 1]);
    expect(idsOf(rank(matches, { meaning }))).toEqual([1, 3, 2]);
  });

  it('are those whose title has what the text lacks, too; parts of identifiers need not be there', () => {
    const sources = new Map([[1, { chunkCount: 1, titleFrequencies: [0, 1], titleRepeats: 0 }]]);
    expect(rank([match(1, 0, 2, 0)], { sources })[0]?.hasAllWords).toBe(true);
    const queryWords = QUERY_WORDS.map((word, index) => ({ ...word, isSaid: index === 0 }));
    expect(rank([match(1, 0, 2, 0)], { queryWords })[0]?.hasAllWords).toBe(true);
    expect(rank([match(1, 0, 2, 0)])[0]?.hasAllWords).toBe(false);
  });

  it('do not come before what the query names', () => {
    const names = [name(3, 2.9)];
    expect(idsOf(rank(matches, { meaning, names, traits: { ...TRAITS, wordCount: 2 } }))).toEqual([3, 2, 1]);
  });
});

describe('the weight of words', () => {
  it('is how much of the query the best document has, so that meaning decides where only common words are found', () => {
    const meaning = [candidate(3, 0, 0.9), candidate(1, 0, 0.2)];
    const both = rank([match(1, 0, 2, 2), match(2, 0, 1, 0)], { meaning });
    expect(both.map(({ documentId, score }) => [documentId, score])).toEqual([
      [1, expect.closeTo(1 + 2 / 9, 12)],
      [3, 1],
      // One word once against both twice.
      [2, expect.closeTo(1 / (2 * (4 / 3)), 12)],
    ]);
    const one = rank([match(1, 0, 2, 0), match(2, 0, 1, 0)], { meaning });
    expect(one.map(({ documentId, score }) => [documentId, score])).toEqual([
      [3, 1],
      [1, expect.closeTo(0.5 + 2 / 9, 12)],
      [2, expect.closeTo(0.5 / (4 / 3), 12)],
    ]);
  });
});

describe('the weight of meaning', () => {
  const matches = [match(1, 0, 5, 0), match(2, 0, 4, 0), match(3, 0, 1, 0)];
  const meaning = [candidate(3, 0, 0.9), candidate(1, 0, 0.2)];
  const scoreOf = (ranked: ReturnType<typeof rank>): number | undefined =>
    ranked.find(({ documentId }) => documentId === 3)?.score;

  it('is more for a question, and less where the query must be taken literally, or is in a language that the model does not know', () => {
    const ofWords = 0.5 * (6 / 10);
    expect(scoreOf(rank(matches, { meaning }))).toBeCloseTo(ofWords + 1, 12);
    expect(scoreOf(rank(matches, { meaning, traits: { ...TRAITS, isExact: true } }))).toBeCloseTo(ofWords + 0.5, 12);
    expect(scoreOf(rank(matches, { meaning, traits: { ...TRAITS, wordCount: 7 } }))).toBeCloseTo(ofWords + 1.5, 12);
    expect(scoreOf(rank(matches, { meaning, foreign: new Set([1, 2]) }))).toBeCloseTo(ofWords + 0.25, 12);
    expect(scoreOf(rank(matches, { meaning, foreign: new Set([1]) }))).toBeCloseTo(ofWords + 1, 12);
  });
});
