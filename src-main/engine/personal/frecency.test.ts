import fc from 'fast-check';
import { expect, test } from 'vitest';
import { weightDateAfterOpening } from './frecency.ts';

const DAY = 24 * 60 * 60 * 1000;
const NOW = Date.UTC(2026, 0, 1);

/** The sum that the one kept number stands for. */
function naiveWeight(openings: readonly number[], now: number): number {
  return openings.reduce((sum, at) => sum + 0.5 ** ((now - at) / (30 * DAY)), 0);
}

function weightDate(openings: readonly number[]): number {
  return openings.reduce<number | null>((date, at) => weightDateAfterOpening(date, at), null) ?? 0;
}

test('one opening weighs one when it happens, and two at once a month longer', () => {
  expect(weightDate([NOW])).toBe(NOW);
  expect(weightDate([NOW, NOW])).toBe(NOW + 30 * DAY);
});

test('an opening is worth half as much after thirty days', () => {
  // 1 + 1/2 openings now are worth what 3/2 are.
  const expected = NOW + (Math.log(1.5) / Math.LN2) * 30 * DAY;
  expect(Math.abs(weightDate([NOW - 30 * DAY, NOW]) - expected)).toBeLessThan(2);
});

test('orders as the sum over all openings does, at any later time', () => {
  const openings = fc
    .array(fc.integer({ min: 0, max: 400 * DAY }), { minLength: 1, maxLength: 30 })
    .map((ages) => ages.map((age) => NOW - age).toSorted((a, b) => a - b));
  fc.assert(
    fc.property(openings, openings, fc.integer({ min: 0, max: 1000 * DAY }), (one, other, later) => {
      const difference = naiveWeight(one, NOW + later) - naiveWeight(other, NOW + later);
      // Dates are kept in whole milliseconds.
      const dates = weightDate(one) - weightDate(other);
      if (Math.abs(dates) > 1000) expect(Math.sign(dates)).toBe(Math.sign(difference));
    }),
  );
});
