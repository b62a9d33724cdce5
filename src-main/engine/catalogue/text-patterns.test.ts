import fc from 'fast-check';
import { expect, it } from 'vitest';
import { foldText, matchesPattern } from './text-patterns.ts';

it.each([
  ['Résumé\\2025', 'resume/2025'],
  ['گزارش‌های كتاب ۱۴۰۵', 'گزارشهای کتاب 1405'],
  ['ＡＢＣ', 'abc'],
  ['Ёлка Й', 'елка и'],
])('folds %j', (text, folded) => {
  expect(foldText(text)).toBe(folded);
});

it('matches as a regular expression of the same parts does', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 });
  const pattern = fc.array(fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 2 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(text, pattern, (folded, parts) => {
      expect(matchesPattern(folded, parts)).toBe(new RegExp(`^${parts.join('.*')}$`).test(folded));
    }),
  );
});
