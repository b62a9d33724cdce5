import { expect, it } from 'vitest';
import { kindOfQuery, weighNames } from './name-weight.ts';

it.each([
  ['report.pdf', 'name'],
  ['qrep25', 'name'],
  ['getUserName', 'name'],
  ['snake_case', 'name'],
  ['~/Documents/taxes', 'name'],
  ['taxes\\2025', 'name'],
  ['my letter.docx', 'name'],
  ['گزارش۱۴۰۳', 'name'],
  ['rent', 'word'],
  ['2025', 'word'],
  ['3.5', 'word'],
  ['well-being', 'word'],
  ['季度报告', 'word'],
  ['how do I renew a passport?', 'text'],
  ['It costs 3.50', 'text'],
  ['and/or in contracts', 'text'],
])('%s looks like a %s', (query, kind) => {
  expect(kindOfQuery(query)).toBe(kind);
});

const hit = (score: number, strength: 'name' | 'path' | 'fuzzy') => ({ documentId: 1, score, strength, highlights: [] });
const weights = (kind: 'name' | 'word' | 'text', strong = 1) =>
  weighNames([hit(0.9, 'name'), hit(0.6, 'path'), hit(0.4, 'fuzzy')], { kind, strong }).map(({ weight }) => weight);

it('lets names lead where the query can be nothing else, and only sure ones otherwise', () => {
  expect(weights('name')).toEqual([2.9, 2.6, 2.4]);
  expect(weights('word').map((weight) => weight > 2)).toEqual([true, false, false]);
  expect(weights('text')).toHaveLength(2);
  expect(weights('text').map((weight) => weight > 2)).toEqual([true, false]);
});

it('lets no name lead that is one of many, unless it is the query', () => {
  expect(weights('word', 500).every((weight) => weight < 1)).toBe(true);
  expect(weighNames([hit(0.98, 'name')], { kind: 'word', strong: 500 })[0]?.weight).toBeGreaterThan(2);
});
