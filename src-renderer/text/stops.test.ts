import { expect, test } from 'vitest';
import { stopOfSnippet, stopsOf } from './stops.ts';

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

test('the stop of a snippet is the one with most of its marked words, the first of equals', () => {
  const highlights = [
    [0, 4],
    [300, 304],
    [600, 604],
    [620, 624],
  ] as const;
  const passages = [
    { start: 0, end: 90, highlights: [[0, 4]] as const },
    { start: 100, end: 900, highlights },
  ];
  const stops = stopsOf(passages);
  const at = (start: number, end: number) =>
    stopOfSnippet(stops, 1, { start: 100, end: 900, highlights, snippet: { start, end } });
  expect(stops.map(({ range }) => range[0])).toEqual([0, 100, 400, 700]);
  expect(at(0, 100)).toBe(1);
  expect(at(250, 400)).toBe(2);
  expect(at(250, 640)).toBe(3);
  expect(at(0, 320)).toBe(1);
  // Words of a snippet chosen by meaning need not be marked.
  expect(at(700, 800)).toBe(1);
  expect(stopOfSnippet(stops, 0, { start: 0, end: 90, highlights: [[0, 4]], snippet: { start: 0, end: 90 } })).toBe(0);
});
