import { expect, it } from 'vitest';
import { en } from '../locales/en.ts';
import { placeInFile } from './place.ts';
import { createSpeech } from '../text/speech.ts';

it('names every kind of place', () => {
  const speech = createSpeech('en', en);
  expect([
    placeInFile(null, speech),
    placeInFile({ kind: 'page', page: 1234 }, speech),
    placeInFile({ kind: 'slide', slide: 2 }, speech),
    placeInFile({ kind: 'sheet', sheet: 'Sales', range: 'A2:F9' }, speech),
    placeInFile({ kind: 'part', part: 'invoice.pdf' }, speech),
    placeInFile({ kind: 'rows', first: 2, last: 2 }, speech),
    placeInFile({ kind: 'cells', first: 2, last: 3 }, speech),
    placeInFile({ kind: 'lines', first: 10, last: 40 }, speech),
    placeInFile({ kind: 'time', startMs: 61_000, endMs: 3_725_900 }, speech),
  ]).toEqual(['', 'page 1,234', 'slide 2', 'Sales, A2:F9', 'invoice.pdf', 'row 2', 'cells 2–3', 'lines 10–40', '01:01–1:02:05']);
});
