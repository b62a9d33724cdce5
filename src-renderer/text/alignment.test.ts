import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alignPassage } from './alignment.ts';

function found(passage: string, drawn: string, marked: string, position = 0): string | null {
  const carry = alignPassage(passage, drawn, position);
  const from = passage.indexOf(marked);
  return carry === null ? null : drawn.slice(...carry([from, from + marked.length]));
}

test('a passage is found through markup, line breaks and other punctuation', () => {
  expect(
    found(
      'the share of rent, heating\nand insurance',
      'The **share of rent**: the share of _rent_, heating and insurance.',
      'rent',
    ),
  ).toBe('rent');
  expect(found('سهم اجاره، گرمایش', '- سهم اجاره،\n  گرمایش و', 'گرمایش')).toBe('گرمایش');
});

test('of several places the one nearest to the position is chosen', () => {
  const drawn = 'one two. '.repeat(10);
  expect(alignPassage('one two', drawn, 0)?.([0, 3])).toEqual([0, 3]);
  expect(alignPassage('one two', drawn, 0.5)?.([0, 3])).toEqual([45, 48]);
});

test('where the end is drawn otherwise, the beginning leads there', () => {
  const beginning = 'a long beginning that stands in both of them word for word';
  expect(found(`${beginning} and an end`, `# ${beginning} | other`, 'beginning')).toBe('beginning');
});

test('what is not there is not found', () => {
  expect(alignPassage('nowhere', 'something else', 0)).toBeNull();
  expect(alignPassage('...', '...', 0)).toBeNull();
});

test('every range keeps its letters when white space is drawn otherwise', () => {
  const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }).filter((text) => /^[\p{L}\p{N}]+$/u.test(text));
  fc.assert(
    fc.property(fc.array(word, { minLength: 2, maxLength: 20 }), fc.nat(), (words, chosen) => {
      const passage = words.join(' ');
      const drawn = `¶ ${words.join('\n  ')} ¶`;
      const index = chosen % words.length;
      const from = words.slice(0, index).join(' ').length + (index === 0 ? 0 : 1);
      const word = words[index] ?? '';
      const range = alignPassage(passage, drawn, 0)?.([from, from + word.length]);
      expect(range === undefined ? null : drawn.slice(...range)).toBe(word);
    }),
  );
});
