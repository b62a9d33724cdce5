import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findInText, MAX_FOUND } from './find-in-text.ts';

const found = (text: string, sought: string): string[] => findInText(text, sought).map((range) => text.slice(...range));

test('words are found in either case, over line breaks, and in both spellings', () => {
  expect(found('The Red\n  house, a red house', 'red house')).toEqual(['Red\n  house', 'red house']);
  expect(found('كتابي و کتابی', 'کتابی')).toEqual(['كتابي', 'کتابی']);
  expect(found('Ёлка, елка', 'елка')).toEqual(['Ёлка', 'елка']);
});

test('nothing sought, nothing found; and never too much', () => {
  expect(findInText('abc', '  ')).toEqual([]);
  expect(findInText('a'.repeat(5000), 'a')).toHaveLength(MAX_FOUND);
});

test('any word is found where it stands, whatever signs it holds', () => {
  const word = fc.string({ minLength: 1 }).filter((text) => /^\S+$/.test(text));
  fc.assert(
    fc.property(word, (text) => {
      expect(found(`x ${text} y`, text)).toContain(text);
    }),
  );
});
