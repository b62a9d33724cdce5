import { expect, test } from 'vitest';
import { en } from '../locales/en.ts';
import { createSpeech } from '../text/speech.ts';
import { quoteOf } from './quote.ts';

const speech = createSpeech('en', en);

test('a quote tells its source: title, place and path', () => {
  const result = { title: 'Heating manual', path: '/papers/heating-manual.pdf' };
  expect(quoteOf({ quote: 'Vent the\n  boiler.', result, anchor: { kind: 'page', page: 2 } }, speech)).toBe(
    '“Vent the boiler.”\n— Heating manual, page 2\n/papers/heating-manual.pdf\n',
  );
});

test('without a title the file’s name stands for it, and without words there is the source alone', () => {
  expect(quoteOf({ quote: ' ', result: { title: '', path: '/a/b.md' }, anchor: null }, speech)).toBe('— b.md\n/a/b.md\n');
});
