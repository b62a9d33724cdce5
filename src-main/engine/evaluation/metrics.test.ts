import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanInterval, pairedDifference } from './bootstrap.ts';
import { ndcgAtK, percentile, rankAsTrecEval, recallAtK, reciprocalRankAtK } from './metrics.ts';

const ids = fc.uniqueArray(fc.integer({ min: 0, max: 40 }).map(String), { maxLength: 30 });
const grades = fc
  .dictionary(fc.integer({ min: 0, max: 40 }).map(String), fc.integer({ min: -1, max: 3 }))
  .map((values) => new Map(Object.entries(values)));
const cut = fc.integer({ min: 1, max: 30 });
const scores = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 });

describe('the measures of a ranking', () => {
  it('are known for the simplest rankings', () => {
    const one = new Map([['a', 1]]);
    expect([ndcgAtK(['a', 'b'], one, 10), ndcgAtK(['b'], one, 10), ndcgAtK(['a'], new Map(), 10)]).toEqual([1, 0, 0]);
    expect(ndcgAtK(['b', 'a'], one, 10)).toBeCloseTo(1 / Math.log2(3), 12);
    expect([recallAtK(['b', 'a'], one, 1), recallAtK(['b', 'a'], one, 2), recallAtK(['a'], new Map(), 1)]).toEqual([0, 1, 0]);
    expect([reciprocalRankAtK(['b', 'a'], one, 10), reciprocalRankAtK(['b', 'a'], one, 1)]).toEqual([0.5, 0]);
  });

  it('lie between 0 and 1', () => {
    fc.assert(
      fc.property(ids, grades, cut, (ranking, judged, k) => {
        for (const measure of [ndcgAtK, recallAtK, reciprocalRankAtK]) {
          const value = measure(ranking, judged, k);
          expect(value >= 0 && value <= 1 + 1e-12).toBe(true);
        }
      }),
    );
  });

  it('are 1 for the best order, and never fall when a relevant document moves up', () => {
    fc.assert(
      fc.property(ids, grades, cut, fc.nat(), (ranking, judged, k, pick) => {
        const relevant = [...judged].filter(([, grade]) => grade > 0).sort(([, left], [, right]) => right - left);
        const best = relevant.map(([id]) => id);
        if (best.length > 0) {
          expect(ndcgAtK(best, judged, k)).toBeCloseTo(1, 12);
          expect(recallAtK(best, judged, best.length)).toBe(1);
          expect(reciprocalRankAtK(best, judged, k)).toBe(1);
        }
        const index = ranking.length === 0 ? 0 : pick % ranking.length;
        const [moved, above] = [ranking[index], ranking[index - 1]];
        if (moved === undefined || above === undefined || (judged.get(moved) ?? 0) <= (judged.get(above) ?? 0)) return;
        const better = ranking.with(index - 1, moved).with(index, above);
        for (const measure of [ndcgAtK, recallAtK, reciprocalRankAtK]) {
          expect(measure(better, judged, k)).toBeGreaterThanOrEqual(measure(ranking, judged, k) - 1e-12);
        }
      }),
    );
  });

  it('do not look at what nobody judged behind the cut', () => {
    fc.assert(
      fc.property(ids, grades, cut, (ranking, judged, k) => {
        const cutOff = ranking.slice(0, k);
        for (const measure of [ndcgAtK, recallAtK, reciprocalRankAtK]) {
          expect(measure(ranking, judged, k)).toBe(measure(cutOff, judged, k));
        }
      }),
    );
  });

  it('rank by score and, where scores are equal in 32 bits, by the later id', () => {
    const run = new Map([
      ['a', 1],
      ['c', 0.1],
      ['b', 0.1 + 1e-12],
      ['\uff21', 0],
      ['\u{1f600}', 0],
    ]);
    expect(rankAsTrecEval(run)).toEqual(['a', 'c', 'b', '\u{1f600}', '\uff21']);
  });
});

describe('bootstrap intervals', () => {
  it('hold the mean, and are the same for the same seed', () => {
    fc.assert(
      fc.property(scores, fc.nat(), (values, seed) => {
        const interval = meanInterval(values, { seed, resamples: 1_000 });
        const average = values.reduce((sum, value) => sum + value, 0) / values.length;
        const [low = NaN, high = NaN] = interval ?? [];
        expect(low <= high && low >= Math.min(...values) - 1e-12 && high <= Math.max(...values) + 1e-12).toBe(true);
        // With few values that lie far apart the median of the means may be off the mean, never by so much.
        if (values.length > 5) expect(low - 1e-12 <= average + 0.2 && high + 1e-12 >= average - 0.2).toBe(true);
        expect(meanInterval(values, { seed, resamples: 1_000 })).toEqual(interval);
      }),
      { numRuns: 30 },
    );
  });

  it('shrink to a point where all values are equal, and are null for none', () => {
    expect(meanInterval([0.5, 0.5, 0.5])).toEqual([0.5, 0.5]);
    expect([meanInterval([]), pairedDifference([], [])]).toEqual([null, null]);
  });

  it('of a difference turn round with it, and see through queries that are hard for both', () => {
    const hard = Array.from({ length: 50 }, (_, index) => (index % 10) / 10);
    const better = hard.map((value) => value + 0.05);
    const { mean = NaN, interval = [NaN, NaN] } = pairedDifference(better, hard) ?? {};
    expect(mean).toBeCloseTo(0.05, 12);
    for (const edge of interval) expect(edge).toBeCloseTo(0.05, 12);
    expect(pairedDifference(hard, better)?.mean).toBeCloseTo(-0.05, 12);
    expect(() => pairedDifference([1], [])).toThrow(RangeError);
  });
});

it('takes the nearest rank as percentile', () => {
  expect([percentile([3, 1, 2], 0.5), percentile([3, 1, 2], 0.95), percentile([], 0.5)]).toEqual([2, 3, null]);
});
