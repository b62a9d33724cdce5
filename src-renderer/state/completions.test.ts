import { expect, test } from 'vitest';
import { valueFieldOf, valuesFor } from './completions.ts';

const years = [{ value: '2025', count: 3 }];
const found = [
  { value: 'taxes', count: 2 },
  { value: 'tax', count: 1 },
];

test('what the library has is offered as it comes, but for what is complete', () => {
  expect(valuesFor('tag', 'ta', { found, years })).toEqual(found);
  expect(valuesFor('tag', 'Tax', { found, years })).toEqual([{ value: 'taxes', count: 2 }]);
});

test('dates begin with the years that there are, and sizes are a list', () => {
  const values = (field: 'date' | 'size', partial: string): string[] =>
    valuesFor(field, partial, { found, years }).map(({ value }) => value);
  expect(values('date', '')).toEqual(['2025', 'today', 'yesterday', '7d', '30d', '3m', '1y', 'this week']);
  expect(values('date', 'last')).toEqual(['last month', 'last year']);
  expect(values('size', '>1')).toEqual(['>1mb', '>10mb', '>100mb']);
});

test('fields without values of their own are not asked for', () => {
  expect([valueFieldOf('author'), valueFieldOf('path'), valueFieldOf('date')]).toEqual(['author', 'folder', null]);
});
