import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Range } from './pieces.ts';
import { snippetOf } from './snippet.ts';

test('a short passage is its own snippet', () => {
  expect(snippetOf('A short one.', [[2, 7]])).toEqual({ text: 'A short one.', highlights: [[2, 7]] });
});

test('a long passage is shown where most of its highlights are', () => {
  const text = `${'filler '.repeat(100)}rent and heating are shared. ${'filler '.repeat(100)}`;
  const at = (word: string): Range => [text.indexOf(word), text.indexOf(word) + word.length];
  const snippet = snippetOf(text, [[0, 6], at('rent'), at('heating')]);
  expect(snippet.text.startsWith('… ')).toBe(true);
  expect(snippet.text.endsWith(' …')).toBe(true);
  expect(snippet.highlights.map(([from, to]) => snippet.text.slice(from, to))).toEqual(['rent', 'heating']);
});

test('highlights of a snippet cover the same words as in the passage', () => {
  const word = fc.stringMatching(/^[a-z]{1,9}$/);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 200 }), fc.nat(), (words, pick) => {
      const index = pick % words.length;
      const from = words.slice(0, index).reduce((sum, before) => sum + before.length + 1, 0);
      const chosen = words[index] ?? '';
      const snippet = snippetOf(words.join(' '), [[from, from + chosen.length]]);
      expect(snippet.highlights.map(([a, b]) => snippet.text.slice(a, b))).toEqual([chosen]);
    }),
  );
});

test('a text without spaces is cut between characters', () => {
  const snippet = snippetOf('𠮷'.repeat(300), [[301, 303]]);
  expect(snippet.text).toMatch(/^(… )?𠮷+( …)?$/u);
});
