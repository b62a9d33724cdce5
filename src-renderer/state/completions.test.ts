import { expect, test } from 'vitest';
import { valuesFor } from './completions.ts';

const facets = {
  total: 3,
  types: [{ value: 'pdf', count: 2 }],
  languages: [
    { value: 'fa', count: 1 },
    { value: null, count: 2 },
  ],
  years: [{ value: 2025, count: 3 }],
  folders: [{ path: '/home/me/Papers/Taxes', count: 2 }],
  tookMs: 1,
};
const values = (...[field, partial]: [Parameters<typeof valuesFor>[0], string]): string[] =>
  valuesFor(field, partial, { facets, folders: ['/home/me/Papers'] }).map(({ value }) => value);

test('values that documents have come first, with how many have them', () => {
  expect(valuesFor('type', 'p', { facets, folders: [] })).toEqual([{ value: 'pdf', count: 2 }]);
  expect(values('lang', '')).toEqual(['fa', 'en', 'ru', 'zh', 'de', 'fr', 'es', 'it']);
  expect(values('date', '20')).toEqual(['2025']);
});

test('a folder is found by any part of its path, and what is complete is offered no more', () => {
  expect(values('folder', 'tax')).toEqual(['/home/me/Papers/Taxes']);
  expect(values('type', 'pdf')).toEqual([]);
  expect(values('author', 'x')).toEqual([]);
});
