import fc from 'fast-check';
import { expect, test } from 'vitest';
import { oneLine } from './one-line.ts';

const LONG = 'A room used only for work may be claimed, says the guide, even when the flat is rented and shared.';

function marked(text: string, word: string): { text: string; highlights: [number, number][] } {
  const from = text.indexOf(word);
  return { text, highlights: [[from, from + word.length]] };
}

test('what is marked near the beginning stays where it is', () => {
  expect(oneLine(marked(LONG, 'room'))).toEqual(marked(LONG, 'room'));
  expect(oneLine({ text: LONG, highlights: [] })).toEqual({ text: LONG, highlights: [] });
});

test('what is marked far behind is brought to the front, from the beginning of a word', () => {
  const { text, highlights } = oneLine(marked(LONG, 'rented'));
  expect(text).toBe('… even when the flat is rented and shared.');
  expect(highlights.map(([from, to]) => text.slice(from, to))).toEqual(['rented']);
});

test('marked words are the same before and after, in any script', () => {
  const snippets = fc
    .tuple(fc.string({ unit: 'grapheme', maxLength: 120 }), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 10 }))
    .map(([before, word]) => ({
      text: before + word,
      highlights: [[before.length, before.length + word.length]] as [number, number][],
    }));
  fc.assert(
    fc.property(snippets, (snippet) => {
      const cut = oneLine(snippet);
      const words = (part: typeof cut): string[] => part.highlights.map(([from, to]) => part.text.slice(from, to));
      expect(words(cut)).toEqual(words(snippet));
      expect(cut.text.isWellFormed()).toBe(true);
      expect(snippet.text.endsWith(cut.text.replace(/^… /, ''))).toBe(true);
    }),
  );
});
