import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isNearlyIdentical, printOf } from './near-identical.ts';

const LETTER =
  'Dear Ms Hopper, we thank you for your order and confirm that the rent of the cottage by the lake is due in advance. ' +
  'Please pay into the account named below and bring the receipt with you on the day when you arrive. The key waits for you ' +
  'at the office of the harbour master, who also has the plan of the house and the telephone number of the doctor nearby.';

const isSame = (left: string, right: string): boolean => {
  const [first, second] = [left, right].map((text) => printOf(text));
  return first !== undefined && second !== undefined && isNearlyIdentical(first, second) && isNearlyIdentical(second, first);
};

it('takes copies and near copies for the same, whatever was done to their spaces and signs', () => {
  expect(isSame(LETTER, LETTER)).toBe(true);
  expect(isSame(LETTER, LETTER.replaceAll(' ', '\n  ').replaceAll(',', ';'))).toBe(true);
  expect(isSame(LETTER, LETTER.replace('cottage', 'bungalow'))).toBe(true);
  expect(isSame('Rent due.', 'Rent, due!')).toBe(true);
  const article =
    '中华人民共和国是工人阶级领导的以工农联盟为基础的人民民主专政的社会主义国家社会主义制度是根本制度禁止任何组织或者个人破坏国家的一切权力属于人民';
  expect(isSame(article, article.replace('根本', '基本'))).toBe(true);
});

it('tells apart what differs in a number, or in more than a word or two', () => {
  const dated = (year: number): string => `${LETTER} Amsterdam, ${year}`;
  expect(isSame(dated(2024), dated(2024))).toBe(true);
  expect(isSame(dated(2024), dated(2025))).toBe(false);
  expect(isSame(`${LETTER} ۱۴۰۳`, `${LETTER} ۱۴۰۴`)).toBe(false);
  expect(isSame(LETTER, LETTER.replace('Hopper', 'Lovelace').replace('lake', 'sea').replace('harbour', 'station'))).toBe(false);
  expect(isSame(LETTER, LETTER.slice(0, 200))).toBe(false);
  expect(isSame('Rent due.', 'Rent paid.')).toBe(false);
  expect(isSame('', '')).toBe(false);
});

it('agrees with the definition of Jaccard similarity for any two passages that are not equal', () => {
  const terms = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 40 });
  const shingles = (words: readonly string[]): Set<string> =>
    new Set(words.slice(2).map((word, i) => `${words[i]} ${words[i + 1]} ${word}`));
  fc.assert(
    fc.property(terms, terms, fc.nat({ max: 40 }), (left, other, kept) => {
      const right = [...left.slice(0, kept), ...other.slice(kept)];
      const [a, b] = [shingles(left), shingles(right)];
      const common = a.intersection(b).size;
      const isEqual = left.length > 0 && left.join(' ') === right.join(' ');
      const expected = isEqual || (a.size > 0 && b.size > 0 && common / (a.size + b.size - common) >= 0.9);
      const [first, second] = [left, right].map((words) => printOf(words.join(' ')));
      expect(first !== undefined && second !== undefined && isNearlyIdentical(first, second)).toBe(expected);
    }),
  );
});
