import { expect, test } from 'vitest';
import type { Filters } from '#contract';
import type { DocumentCondition } from '#engine/catalogue/document-filter.ts';
import { liftConditions } from './lift-conditions.ts';

const NONE: Filters = { folders: [], types: [], tags: [], after: null, before: null };
const type = (...texts: string[]) => ({
  kind: 'text' as const,
  field: 'type' as const,
  included: texts.map((text) => ({ text, isQuoted: false })),
  excluded: [],
});
const SPAN = { from: 5, before: 9 };
const date: DocumentCondition = { kind: 'range', of: 'date', included: [SPAN], excluded: [] };
const types = () => ['pdf', 'docx'];

test('one span of dates and the types that are named become filters', () => {
  expect(liftConditions([type('pdf', 'docx'), date], NONE, types)).toEqual({
    conditions: [],
    filters: { ...NONE, types: ['pdf', 'docx'], after: 5, before: 9 },
  });
});

test('what a filter says already stays a condition, so that both must hold', () => {
  const given = { ...NONE, types: ['md'], before: 3 };
  expect(liftConditions([type('pdf'), date], given, types)).toEqual({ conditions: [type('pdf'), date], filters: given });
  const [first, second] = [type('pdf'), type('docx')];
  expect(liftConditions([first, second], NONE, () => ['pdf'])).toEqual({
    conditions: [second],
    filters: { ...NONE, types: ['pdf'] },
  });
});

test('a type that the library lacks, several spans, sizes, other fields and what is excluded stay conditions', () => {
  const stay: DocumentCondition[] = [
    { ...type('pdf'), excluded: [{ text: 'md', isQuoted: false }] },
    { kind: 'range', of: 'size', included: [{ from: 5, before: 9 }], excluded: [] },
    { kind: 'range', of: 'date', included: [SPAN, { from: 20, before: null }], excluded: [] },
    { kind: 'text', field: 'path', included: [{ text: 'notes', isQuoted: false }], excluded: [] },
  ];
  expect(liftConditions(stay, NONE, types)).toEqual({ conditions: stay, filters: NONE });
  expect(liftConditions([type('nothing')], NONE, () => [])).toEqual({ conditions: [type('nothing')], filters: NONE });
});

test('stays a condition where one of the types it names may be an extension', () => {
  const pdfAlone = (named: readonly { readonly text: string }[]) => (named.some(({ text }) => text === 'pdf') ? ['pdf'] : []);
  const mixed = type('pdf', 'xlsx');
  expect(liftConditions([mixed], NONE, pdfAlone)).toEqual({ conditions: [mixed], filters: NONE });
});
