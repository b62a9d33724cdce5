import { expect, it } from 'vitest';
import { isReadableByModel } from './model-languages.ts';

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
