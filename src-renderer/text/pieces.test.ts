import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitByRanges, type Range } from './pieces.ts';

const ranges = fc.array(
  fc
    .tuple(fc.integer({ min: -5, max: 40 }), fc.integer({ min: -5, max: 40 }))
    .map(([a, b]): Range => [Math.min(a, b), Math.max(a, b)]),
);

test('pieces together are the text, alternate, and mark every unit of every range', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), ranges, (text, given) => {
      const pieces = splitByRanges(text, given);
      expect(pieces.map((piece) => piece.text).join('')).toBe(text);
      expect(pieces.every((piece, index) => piece.text !== '' && piece.isMarked !== pieces[index - 1]?.isMarked)).toBe(true);
      const marked = pieces.flatMap((piece) => Array.from({ length: piece.text.length }, () => piece.isMarked));
      for (const [start, end] of given) {
        for (let unit = Math.max(0, start); unit < Math.min(end, text.length); unit += 1) expect(marked[unit]).toBe(true);
      }
    }),
  );
});

test('overlapping and touching ranges become one mark', () => {
  expect(
    splitByRanges('one two three', [
      [4, 7],
      [0, 3],
      [3, 5],
    ]),
  ).toEqual([
    { text: 'one two', isMarked: true },
    { text: ' three', isMarked: false },
  ]);
});

test('a mark widens to whole graphemes', () => {
  const family = '👩‍👧';
  expect(splitByRanges(`a${family}b`, [[1, 2]])).toEqual([
    { text: 'a', isMarked: false },
    { text: family, isMarked: true },
    { text: 'b', isMarked: false },
  ]);
  expect(splitByRanges('cafe\u0301s', [[0, 4]])[0]).toEqual({ text: 'cafe\u0301', isMarked: true });
});
