import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WordMatch, WordMatches } from '#engine/storage/index-store.ts';
import type { RankingWeights } from './ranking-weights.ts';
import { rankByWords, type QueryWord } from './word-ranking.ts';

const STATISTICS = { chunks: 10, meanLength: 4, documentFrequencies: [2, 3] };
const WEIGHTS: Pick<RankingWeights, 'words' | 'document'> = {
  words: { k1: 0.9, b: 0.4, rarity: 1.3, exact: 0.1 },
  document: { weight: 1, k1: 1.2, b: 0.1, title: 3 },
};
const WORD: QueryWord = { exact: 0, stems: [[0, 1]], isSaid: true, count: 1 };
const PLAIN = { chunkCount: 1, titleFrequencies: [0, 0], titleRepeats: 2 };

function match(documentId: number, ordinal: number, frequencies: number[], length = 4): WordMatch {
  return { documentId, generation: 1, ordinal, score: 0, length, frequencies };
}

describe('rankByWords', () => {
  it('gives the scores computed by hand', () => {
    const matches = [match(1, 0, [1, 1]), match(1, 1, [0, 1], 8), match(2, 0, [0, 2])];
    const sourceOf = (documentId: number) =>
      documentId === 1 ? { chunkCount: 2, titleFrequencies: [1, 0], titleRepeats: 0 } : PLAIN;
    const { passages, documents } = rankByWords({ matches, statistics: STATISTICS }, [WORD], sourceOf, WEIGHTS);
    // Stem: df 5 of 10, ln(1 + 5.5 / 5.5) = 0.693147; exact: df 2, ln(1 + 8.5 / 2.5) = 1.481605; both to the power of 1.3.
    const stem = 0.620967;
    const exact = 1.667023;
    // tf 2 at mean length: 2 * 1.9 / 2.9; tf 1: 1.9 / 1.9; tf 1 at twice the length: 1.9 / (1 + 0.9 * 1.4).
    const first = stem * 1.310345 + 0.1 * exact * 1;
    expect(passages.map(({ documentId, ordinal, score }) => [documentId, ordinal, score])).toEqual([
      [1, 0, expect.closeTo(first, 4)],
      [2, 0, expect.closeTo(stem * 1.310345, 4)],
      [1, 1, expect.closeTo(stem * 0.840708, 4)],
    ]);
    // Document 1: stems 3 and title 3 * 1 make 6, passages 4 and 8 terms long where 4 are the mean, 0.9 + 0.1 * 3: 6 * 2.2 / (6 + 1.2 * 1.2). Document 2: 2 * 2.2 / 3.2.
    expect(documents.get(1)).toBeCloseTo(first + stem * 1.774194, 4);
    expect(documents.get(2)).toBeCloseTo(stem * 1.310345 + stem * 1.375, 4);
  });

  it('never scores a passage lower for holding a word once more, nor a document for one more passage', () => {
    const frequency = fc.integer({ min: 0, max: 5 });
    fc.assert(
      fc.property(fc.array(fc.tuple(frequency, frequency), { minLength: 1, maxLength: 4 }), (rows) => {
        const matches = rows.map((frequencies, ordinal) => match(1, ordinal, frequencies));
        const rank = (given: WordMatch[]): ReturnType<typeof rankByWords> =>
          rankByWords(
            { matches: given, statistics: STATISTICS } satisfies WordMatches,
            [WORD],
            () => ({ ...PLAIN, chunkCount: 9 }),
            WEIGHTS,
          );
        const before = rank(matches);
        const [first, ...others] = matches;
        if (first === undefined) return;
        const richer = { ...first, frequencies: [(first.frequencies[0] ?? 0) + 1, first.frequencies[1] ?? 0] };
        const scoreOf = (ranked: typeof before): number => ranked.passages.find(({ ordinal }) => ordinal === 0)?.score ?? NaN;
        expect(scoreOf(rank([richer, ...others]))).toBeGreaterThanOrEqual(scoreOf(before));
        const more = rank([...matches, match(1, 9, [1, 0])]);
        expect(more.documents.get(1)).toBeGreaterThanOrEqual(before.documents.get(1) ?? NaN);
      }),
    );
  });

  it('orders the passages of a document by their own words, not by how short the passage is that its title was added to', () => {
    const titled = { chunkCount: 2, titleFrequencies: [1, 0], titleRepeats: 2 };
    const short = match(1, 0, [2, 0], 3);
    const telling = match(1, 1, [3, 0], 12);
    const ranked = (matches: WordMatch[]) => rankByWords({ matches, statistics: STATISTICS }, [WORD], () => titled, WEIGHTS);
    expect(ranked([short, telling]).passages.map(({ ordinal, score }) => [ordinal, score > 0])).toEqual([
      [1, true],
      [0, false],
    ]);
    expect(ranked([short]).documents.get(1)).toBeGreaterThan(0);
  });

  it('lets the parts of a compound that nothing has count for as much of the query as they weigh', () => {
    const statistics = { ...STATISTICS, documentFrequencies: [0, 2, 3, 2] };
    const compound: QueryWord = { exact: 0, stems: [[0]], isSaid: true, count: 1 };
    const parts = [1, 2].map((exact): QueryWord => ({ exact, stems: [[exact]], isSaid: false, count: 0.3, standsFor: [0] }));
    const source = { chunkCount: 1, titleFrequencies: [0, 0, 0, 0], titleRepeats: 0 };
    const rank = (frequencies: number[], words: QueryWord[]) =>
      rankByWords({ matches: [match(1, 0, frequencies)], statistics }, words, () => source, WEIGHTS);
    expect(rank([0, 1, 1, 0], [compound, ...parts]).coverage).toBeCloseTo(0.3, 10);
    expect(rank([0, 1, 0, 0], [compound, ...parts]).coverage).toBeCloseTo(0.15, 10);
    expect(rank([1, 0, 0, 0], [compound, ...parts]).coverage).toBe(1);
    expect(rank([0, 1, 1, 0], [compound, ...parts]).complete.has(1)).toBe(false);
    // A word of df 2 beside the compound of df 0: 1.481605 and 3.091042, to the power of 1.3: (0.3 * 4.336 + 1.667) / (4.336 + 1.667).
    const beside: QueryWord = { exact: 3, stems: [[3]], isSaid: true, count: 1 };
    expect(rank([0, 1, 1, 1], [compound, beside, ...parts]).coverage).toBeCloseTo(0.4944, 3);
  });
});
