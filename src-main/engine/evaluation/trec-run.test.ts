import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rankAsTrecEval } from './metrics.ts';
import { isTrecId, trecLines } from './trec-run.ts';

it('writes lines as trec_eval reads them', () => {
  const ranking = [
    { id: 'b', score: 1.5 },
    { id: 'a', score: 0.25 },
  ];
  expect(trecLines('q1', ranking)).toBe('q1 Q0 b 1 1.5 akin\nq1 Q0 a 2 0.25 akin\n');
  expect([trecLines('q1', []), isTrecId('a-b/c#d'), isTrecId('a b')]).toEqual(['', true, false]);
});

it('keeps the order of a ranking for tools that go by the score alone', () => {
  const score = fc.oneof(fc.constantFrom(0, 1, -1, 0.1, 0.1 + 1e-12), fc.double({ min: -1e6, max: 1e6, noNaN: true }));
  fc.assert(
    fc.property(fc.array(score, { maxLength: 30 }), (scores) => {
      const ranking = scores.map((value, index) => ({ id: `d${index}`, score: value }));
      const run = trecLines('q', ranking).split('\n').slice(0, -1);
      const read = new Map(run.map((line) => [line.split(' ')[2] ?? '', Number(line.split(' ')[4])]));
      expect(rankAsTrecEval(read)).toEqual(ranking.map(({ id }) => id));
    }),
  );
});
