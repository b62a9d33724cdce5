import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scaleScores } from './fusion.ts';

const scores = fc
  .uniqueArray(fc.tuple(fc.nat(50), fc.integer({ min: -10_000, max: 10_000 })), { selector: ([key]) => key })
  .map((pairs) => new Map(pairs.map(([key, score]) => [key, score / 100])));

const LIST = new Map([
  [3, 3],
  [1, 12],
  [2, 6],
]);

describe('scaling the scores of a list', () => {
  it('gives the shares computed by hand, with ranks', () => {
    expect([...scaleScores(LIST, 0)]).toEqual([
      [1, { rank: 1, score: 1 }],
      [2, { rank: 2, score: expect.closeTo(6 / 12, 12) }],
      [3, { rank: 3, score: expect.closeTo(3 / 12, 12) }],
    ]);
  });

  it('counts from the worst where that lies below the floor', () => {
    expect([...scaleScores(LIST, 0.5)].map(([, { score }]) => score)).toEqual([1, expect.closeTo(3 / 9, 12), 0]);
  });

  it('sets two that fit nearly equally well hardly apart', () => {
    const near = new Map([
      [1, 10],
      [2, 9.9],
    ]);
    expect(scaleScores(near, 0.5).get(2)?.score).toBeCloseTo(0.98, 12);
  });

  it('gives every key of a list without spread the full score or the best, and nothing for an empty list', () => {
    expect([...scaleScores(new Map([[7, 3]]), 0)]).toEqual([[7, { rank: 1, score: 1 }]]);
    expect([...scaleScores(new Map([[7, -3]]), 1)]).toEqual([[7, { rank: 1, score: 1 }]]);
    expect([...scaleScores(new Map(), 0)]).toEqual([]);
  });

  it('keeps the order of the list and never leaves [0, 1]', () => {
    fc.assert(
      fc.property(scores, fc.double({ min: 0, max: 1, noNaN: true }), (list, floor) => {
        const ordered = [...list].sort(([leftKey, left], [rightKey, right]) => right - left || leftKey - rightKey);
        const shares = [...scaleScores(list, floor)];
        expect(shares.map(([key]) => key)).toEqual(ordered.map(([key]) => key));
        expect(shares.every(([, { score }]) => score >= 0 && score <= 1)).toBe(true);
      }),
    );
  });
});
