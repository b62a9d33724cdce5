import { expect, test } from 'vitest';
import { coreChoices, withCurrent } from './choices.ts';

test('of four cores all, one, two or three can be chosen, and what was set elsewhere stays', () => {
  expect(coreChoices(4, 0)).toEqual([0, 1, 2, 3]);
  expect(coreChoices(4, 2)).toEqual([0, 1, 2, 3]);
  expect(coreChoices(1, 16)).toEqual([0, 16]);
});

test('an unusual value stands in its place among the usual ones', () => {
  expect(withCurrent([16, 64], 32)).toEqual([16, 32, 64]);
});
