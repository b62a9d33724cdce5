import { expect, it } from 'vitest';
import { placeSentence } from './place.ts';

it('names every kind of place as a person would', () => {
  expect([
    placeSentence(null),
    placeSentence({ kind: 'page', page: 3 }),
    placeSentence({ kind: 'slide', slide: 12 }),
    placeSentence({ kind: 'sheet', sheet: 'Sales', range: 'A2:F9' }),
    placeSentence({ kind: 'rows', first: 4, last: 4 }),
    placeSentence({ kind: 'lines', first: 4, last: 9 }),
    placeSentence({ kind: 'cells', first: 1, last: 2 }),
    placeSentence({ kind: 'part', part: 'invoice.pdf' }),
    placeSentence({ kind: 'time', startMs: 61_000, endMs: 3_725_900 }),
  ]).toEqual([
    '',
    'page 3',
    'slide 12',
    'sheet Sales, A2:F9',
    'row 4',
    'lines 4–9',
    'cells 1–2',
    'invoice.pdf',
    '00:01:01–01:02:05',
  ]);
});
