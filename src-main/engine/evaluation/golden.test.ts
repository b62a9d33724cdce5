import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { meanInterval, pairedDifference } from './bootstrap.ts';
import { mean, ndcgAtK, rankAsTrecEval, recallAtK, reciprocalRankAtK, type Grades } from './metrics.ts';

// Written by scripts/write-evaluation-golden.py with trec_eval and numpy.
const texts = z.record(z.string(), z.record(z.string(), z.number()));
const pair = z.tuple([z.number(), z.number()]);
const golden = z
  .object({
    intervals: z.object({
      first: z.array(z.number()),
      second: z.array(z.number()),
      firstInterval: pair,
      secondLessFirst: z.object({ mean: z.number(), interval: pair }),
    }),
    cases: z.array(z.object({ qrels: texts, run: texts, queries: texts, mean: z.record(z.string(), z.number()) })),
  })
  .parse(JSON.parse(readFileSync(new URL('../../fixtures/evaluation/golden.json', import.meta.url), 'utf8')));

const MEASURES: Readonly<Record<string, (ranking: readonly string[], grades: Grades) => number>> = {
  ndcg10: (ranking, grades) => ndcgAtK(ranking, grades, 10),
  ndcg5: (ranking, grades) => ndcgAtK(ranking, grades, 5),
  recall100: (ranking, grades) => recallAtK(ranking, grades, 100),
  recall5: (ranking, grades) => recallAtK(ranking, grades, 5),
  mrr10: (ranking, grades) => reciprocalRankAtK(ranking, grades, 10),
};

function isNear(actual: number | null | undefined, expected: number): boolean {
  return Math.abs((actual ?? NaN) - expected) < 1e-9;
}

it('agrees with trec_eval on every query, equal scores and odd grades included', () => {
  for (const { qrels, run, queries } of golden.cases) {
    for (const [query, expected] of Object.entries(queries)) {
      const ranking = rankAsTrecEval(new Map(Object.entries(run[query] ?? {})));
      const grades = new Map(Object.entries(qrels[query] ?? {}));
      for (const [name, value] of Object.entries(expected)) {
        expect([query, name, isNear(MEASURES[name]?.(ranking, grades), value)]).toEqual([query, name, true]);
      }
    }
  }
});

it('agrees with trec_eval -c on the means, a query without an answer counting 0', () => {
  for (const { qrels, run, mean: expected } of golden.cases) {
    for (const [name, value] of Object.entries(expected)) {
      const scores = Object.entries(qrels).map(([query, grades]) =>
        MEASURES[name]?.(rankAsTrecEval(new Map(Object.entries(run[query] ?? {}))), new Map(Object.entries(grades))),
      );
      expect([name, isNear(mean(scores.map((score) => score ?? NaN)), value)]).toEqual([name, true]);
    }
  }
});

it('finds the bootstrap intervals that numpy finds', () => {
  const { first, second, firstInterval, secondLessFirst } = golden.intervals;
  const close = (actual: readonly number[] | undefined, expected: readonly number[], width: number): void => {
    expected.forEach((edge, index) => expect(Math.abs((actual?.[index] ?? NaN) - edge)).toBeLessThan(width * 0.02));
  };
  const options = { resamples: 50_000 };
  close(meanInterval(first, options) ?? [], firstInterval, firstInterval[1] - firstInterval[0]);
  const difference = pairedDifference(second, first, options);
  const { interval } = secondLessFirst;
  close(difference?.interval, interval, interval[1] - interval[0]);
  expect(difference?.mean).toBeCloseTo(secondLessFirst.mean, 12);
});
