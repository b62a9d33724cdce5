import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minMaxNormalise } from './fusion.ts';

const scores = fc
  .uniqueArray(fc.tuple(fc.nat(50), fc.integer({ min: -10_000, max: 10_000 })), { selector: ([key]) => key })
  .map((pairs) => new Map(pairs.map(([key, score]) => [key, score / 100])));

describe('min-max normalisation', () => {
  it('gives the shares computed by hand, with ranks', () => {
    const shares = minMaxNormalise(
      new Map([
        [3, 3],
        [1, 12],
        [2, 6],
      ]),
    );
    expect([...shares]).toEqual([
      [1, { rank: 1, score: 1 }],
      [2, { rank: 2, score: expect.closeTo(3 / 9, 12) }],
      [3, { rank: 3, score: 0 }],
    ]);
  });

  it('gives every key of a list without spread the full score, and nothing for an empty list', () => {
    expect([...minMaxNormalise(new Map([[7, 3]]))]).toEqual([[7, { rank: 1, score: 1 }]]);
    expect([...minMaxNormalise(new Map())]).toEqual([]);
  });

  it('keeps the order of the list and never leaves [0, 1]', () => {
    fc.assert(
      fc.property(scores, (list) => {
        const ordered = [...list].sort(([leftKey, left], [rightKey, right]) => right - left || leftKey - rightKey);
        const shares = [...minMaxNormalise(list)];
        expect(shares.map(([key]) => key)).toEqual(ordered.map(([key]) => key));
        expect(shares.every(([, { score }]) => score >= 0 && score <= 1)).toBe(true);
      }),
    );
  });
});
