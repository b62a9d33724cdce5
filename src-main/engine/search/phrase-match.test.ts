import { expect, it } from 'vitest';
import { analyse } from '#engine/analysis/analyse.ts';
import { holdsPhrase } from './phrase-match.ts';

const CLOSED = { isOpenAtStart: false, isOpenAtEnd: false };

it.each([
  ['The Cold, rent is due', 'cold rent', true],
  ['rent cold', 'cold rent', false],
  ['cold and rent', 'cold rent', false],
  ['rental', 'rent', false],
  ['کتاب‌های سالانه', 'كتاب‌هاي سالانه', true],
  ['关于人工智能的教程', '人工智能', true],
  ['人工与智能', '人工智能', false],
  ['文学 abc', '学 abc', true],
  ['', 'a', false],
  ['a', '???', false],
])('tells of %j whether %j stands there: %j', (text, phrase, expected) => {
  expect(holdsPhrase(text, { ...CLOSED, terms: analyse(phrase) })).toBe(expected);
});

it('lets the outer words go on where they are open', () => {
  const terms = ['cold', 'ren'];
  expect(holdsPhrase('a cold rental', { ...CLOSED, terms, isOpenAtEnd: true })).toBe(true);
  expect(holdsPhrase('a cold rental', { ...CLOSED, terms })).toBe(false);
  expect(holdsPhrase('icecold ren', { ...CLOSED, terms, isOpenAtStart: true })).toBe(true);
  expect(holdsPhrase('invoices', { terms: ['voic'], isOpenAtStart: true, isOpenAtEnd: true })).toBe(true);
});
