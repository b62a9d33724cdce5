import { expect, test } from 'vitest';
import { stopsOf } from './stops.ts';

test('words seen at one glance are one stop, a passage without words is one, too', () => {
  const stops = stopsOf([
    {
      start: 100,
      end: 900,
      highlights: [
        [0, 4],
        [10, 14],
        [400, 404],
      ],
    },
    { start: 2000, end: 2500, highlights: [] },
  ]);
  expect(stops).toEqual([
    { passageIndex: 0, range: [100, 114] },
    { passageIndex: 0, range: [500, 504] },
    { passageIndex: 1, range: [2000, 2500] },
  ]);
});
