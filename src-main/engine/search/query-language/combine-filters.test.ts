import { expect, it } from 'vitest';
import { combineFilters, type Condition } from './combine-filters.ts';
import { parseQuery } from './parse-query.ts';

const MB = 1024 ** 2;
const day = (year: number, month: number): number => new Date(year, month - 1, 1).getTime();

function combine(query: string): Condition[] {
  return combineFilters(parseQuery(query, { now: 0 }).filters);
}

it('takes values of one field as alternatives and requires each field', () => {
  const conditions = combine('type:pdf kind:word,slides -type:book tag:work').map((condition) =>
    condition.kind === 'text'
      ? [condition.field, condition.included.map(({ text }) => text), condition.excluded.map(({ text }) => text)]
      : condition,
  );
  expect(conditions).toEqual([
    ['type', ['pdf', 'word', 'slides'], ['book']],
    ['tag', ['work'], []],
  ]);
});

it('requires before and after side by side', () => {
  expect(combine('after:2025 before:2026 -date:2025-05')).toEqual([
    { kind: 'range', of: 'date', included: [{ from: day(2025, 1), before: null }], excluded: [] },
    { kind: 'range', of: 'date', included: [{ from: null, before: day(2026, 1) }], excluded: [] },
    { kind: 'range', of: 'date', included: [], excluded: [{ from: day(2025, 5), before: day(2025, 6) }] },
  ]);
});

it('takes bounds that overlap as one range, others as alternatives', () => {
  const sizes = (query: string): unknown => combine(query).map((condition) => condition.included);
  expect(sizes('size:>=1mb size:<2mb size:5mb')).toEqual([
    [
      { from: 5 * MB, before: 6 * MB },
      { from: MB, before: 2 * MB },
    ],
  ]);
  expect(sizes('size:<1mb,>=2mb')).toEqual([
    [
      { from: null, before: MB },
      { from: 2 * MB, before: null },
    ],
  ]);
});

it('leaves out what cannot be read', () => {
  expect(combine('size:huge date:soon type: rent')).toEqual([]);
  expect(combine('size:huge,<1k before:')).toEqual([
    { kind: 'range', of: 'size', included: [{ from: null, before: 1024 }], excluded: [] },
  ]);
});
