import { expect, it } from 'vitest';
import { isReadableByModel, parseQuery } from './query.ts';

it('keeps the text for the model and each term once', () => {
  expect(parseQuery('  Rent, rent and heating ')).toEqual({ text: 'Rent, rent and heating', terms: ['rent', 'and', 'heating'] });
  expect(parseQuery(' ?! ')).toEqual({ text: '?!', terms: [] });
});

it.each([
  ['renew a passport', true],
  ['Zürich 2026', true],
  ['42', true],
  ['کتاب‌های کتابخانه', false],
  ['как продлить паспорт', false],
  ['如何用 LaTeX 排版', true],
  ['人工智能', false],
])('tells whether an English model can read %j', (text, expected) => {
  expect(isReadableByModel(text, ['en'])).toBe(expected);
  expect(isReadableByModel(text, 'multilingual')).toBe(true);
});
