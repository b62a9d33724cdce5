import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minMaxNormalise, minMaxSum } from './fusion.ts';

const scores = fc
  .uniqueArray(fc.tuple(fc.nat(50), fc.integer({ min: -10_000, max: 10_000 })), { selector: ([key]) => key })
  .map((pairs) => new Map(pairs.map(([key, score]) => [key, score / 100])));

describe('min-max fusion', () => {
  it('gives the sums computed by hand', () => {
    const words = new Map([
      [1, 12],
      [2, 6],
      [3, 3],
    ]);
    const meaning = new Map([
      [2, 0.9],
      [4, 0.5],
      [3, 0.4],
    ]);
    const fused = minMaxSum(words, meaning);
    expect(fused.map(({ key }) => key)).toEqual([2, 1, 4, 3]);
    const byKey = new Map(fused.map(({ key, score }) => [key, score]));
    expect(byKey.get(1)).toBeCloseTo(1, 12);
    expect(byKey.get(2)).toBeCloseTo(3 / 9 + 1, 12);
    expect(byKey.get(3)).toBeCloseTo(0, 12);
    expect(byKey.get(4)).toBeCloseTo(0.2, 12);
  });

  it('gives every key of a list without spread the full score', () => {
    expect([...minMaxNormalise(new Map([[7, 3]]))]).toEqual([[7, { rank: 1, score: 1 }]]);
  });

  it('returns nothing for two empty lists', () => {
    expect(minMaxSum(new Map(), new Map())).toEqual([]);
  });

  it('keeps the order of one list when the other is empty', () => {
    fc.assert(
      fc.property(scores, (list) => {
        const ordered = [...list].sort(([leftKey, left], [rightKey, right]) => right - left || leftKey - rightKey);
        const fused = minMaxSum(list, new Map()).map(({ key }) => list.get(key));
        expect(fused).toEqual(ordered.map(([, score]) => score));
      }),
    );
  });

  it('never leaves [0, 2] and is sorted by descending score', () => {
    fc.assert(
      fc.property(scores, scores, (words, meaning) => {
        const fused = minMaxSum(words, meaning).map(({ score }) => score);
        expect(fused).toEqual(fused.toSorted((left, right) => right - left));
        expect(fused.every((score) => score >= 0 && score <= 2)).toBe(true);
      }),
    );
  });
});
