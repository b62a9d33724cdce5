import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeSnippet } from './snippet.ts';

const flat = (parts: ReturnType<typeof makeSnippet>): string =>
  parts.map(({ text, isMarked }) => (isMarked ? `[${text}]` : text)).join('');

test('a short passage is shown whole, on one line, with its highlights marked', () => {
  const text = 'To renew a\npassport,  bring photographs.';
  expect(
    flat(
      makeSnippet(
        text,
        [
          [3, 8],
          [11, 19],
        ],
        100,
      ),
    ),
  ).toBe('To [renew] a [passport], bring photographs.');
});

test('a long passage is shown around its first highlight, cut between words', () => {
  const text = `${'before '.repeat(100)}found${' after'.repeat(100)}`;
  const shown = flat(makeSnippet(text, [[700, 705]], 200));
  expect(shown).toMatch(/^… (before ){5,}\[found\]( after)+ …$/);
  expect(shown.length).toBeLessThan(220);
});

test('what is shown is never much longer than asked for, and never marks anything but highlights', () => {
  const passage = fc.tuple(
    fc.string({ unit: 'grapheme', maxLength: 600 }),
    fc.array(fc.nat(600)),
    fc.integer({ min: 50, max: 300 }),
  );
  fc.assert(
    fc.property(passage, ([text, bounds, maxChars]) => {
      const sorted = [...new Set(bounds.filter((bound) => bound <= text.length))].sort((a, b) => a - b);
      const highlights = sorted.flatMap((from, index): [number, number][] => {
        const to = sorted[index + 1];
        return index % 2 === 0 && to !== undefined ? [[from, to]] : [];
      });
      const parts = makeSnippet(text, highlights, maxChars);
      expect(parts.map((part) => part.text).join('').length).toBeLessThanOrEqual(maxChars + 4);
      const marked = highlights.map(([from, to]) => text.slice(from, to).replace(/\s+/gu, ' '));
      for (const part of parts) if (part.isMarked) expect(marked).toContain(part.text);
    }),
  );
});
