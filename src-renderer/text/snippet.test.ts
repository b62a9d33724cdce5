import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Range } from './pieces.ts';
import { snippetOf } from './snippet.ts';

test('a passage that is shown whole has no ellipsis', () => {
  const text = 'A short one.\n';
  expect(snippetOf({ text, highlights: [[2, 7]], snippet: { start: 0, end: 12 } })).toEqual({
    text: 'A short one.',
    highlights: [[2, 7]],
  });
});

test('a part of a passage shows that something was left out, and marks what lies in it', () => {
  const text = 'Before. Rent and heating are shared. After.';
  const at = (word: string): Range => [text.indexOf(word), text.indexOf(word) + word.length];
  const snippet = snippetOf({ text, highlights: [at('Before'), at('Rent'), at('heating')], snippet: { start: 8, end: 36 } });
  expect(snippet.text).toBe('… Rent and heating are shared. …');
  expect(snippet.highlights.map(([from, to]) => snippet.text.slice(from, to))).toEqual(['Rent', 'heating']);
});

test('highlights of a snippet cover the same words as in the passage', () => {
  const word = fc.stringMatching(/^[a-z]{1,9}$/);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 100 }), fc.nat(), fc.nat(20), (words, pick, lead) => {
      const index = pick % words.length;
      const from = words.slice(0, index).reduce((sum, before) => sum + before.length + 1, 0);
      const chosen = words[index] ?? '';
      const to = from + chosen.length;
      const snippet = snippetOf({
        text: words.join(' '),
        highlights: [[from, to]],
        snippet: { start: Math.max(0, from - lead), end: to },
      });
      expect(snippet.highlights.map(([a, b]) => snippet.text.slice(a, b))).toEqual([chosen]);
    }),
  );
});
