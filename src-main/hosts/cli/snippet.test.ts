import fc from 'fast-check';
import { expect, test } from 'vitest';
import { snippetParts } from './snippet.ts';

const flat = (parts: ReturnType<typeof snippetParts>): string =>
  parts.map(({ text, isMarked }) => (isMarked ? `[${text}]` : text)).join('');

test('a snippet is shown on one line, with its highlights marked and an ellipsis where something was left out', () => {
  const text = 'To renew a\npassport,  bring photographs. Then wait.\n';
  const highlights: [number, number][] = [
    [3, 8],
    [11, 19],
  ];
  expect(flat(snippetParts({ text, highlights, snippet: { start: 0, end: text.length - 1 } }))).toBe(
    'To [renew] a [passport], bring photographs. Then wait.',
  );
  expect(flat(snippetParts({ text, highlights, snippet: { start: 11, end: 40 } }))).toBe('… [passport], bring photographs. …');
});

test('exactly the chosen range is shown, and nothing but highlights is marked', () => {
  const passage = fc.tuple(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.array(fc.nat(200)), fc.nat(200), fc.nat(200));
  fc.assert(
    fc.property(passage, ([text, bounds, left, right]) => {
      const sorted = [...new Set(bounds.filter((bound) => bound <= text.length))].sort((a, b) => a - b);
      const highlights = sorted.flatMap((from, index): [number, number][] => {
        const to = sorted[index + 1];
        return index % 2 === 0 && to !== undefined ? [[from, to]] : [];
      });
      const start = Math.min(left, right, text.length);
      const end = Math.min(Math.max(left, right), text.length);
      const parts = snippetParts({ text, highlights, snippet: { start, end } });
      const marked = parts.filter(({ isMarked }) => isMarked).map((part) => part.text);
      const expected = highlights
        .map(([from, to]) => text.slice(Math.max(from, start), Math.max(start, Math.min(to, end))).replace(/\s+/gu, ' '))
        .filter((part) => part !== '');
      expect(marked).toEqual(expected);
      const shown = parts.map((part) => part.text).join('');
      expect(shown.replaceAll(/[\s…]/g, '')).toBe(text.slice(start, end).replaceAll(/[\s…]/g, ''));
    }),
  );
});
