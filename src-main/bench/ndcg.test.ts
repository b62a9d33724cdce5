import { expect, it } from 'vitest';
import { ndcgAtK } from './ndcg.ts';

// Golden number: ranx 0.3.21, `evaluate(qrels, run, 'ndcg@5')`, for the same run and judgements.
it('agrees with ranx on graded judgements', () => {
  const grades = new Map([
    ['d1', 2],
    ['d2', 1],
    ['d5', 3],
    ['d9', 1],
  ]);
  expect(ndcgAtK(['d3', 'd1', 'd2', 'd4', 'd5'], grades, 5)).toBeCloseTo(0.5628112914656855, 9);
});

it('is 1 for a perfect order, 0 for a miss and 0 without judgements', () => {
  const grades = new Map([['a', 1]]);
  expect([ndcgAtK(['a', 'b'], grades, 10), ndcgAtK(['b'], grades, 10), ndcgAtK(['a'], new Map(), 10)]).toEqual([1, 0, 0]);
});
