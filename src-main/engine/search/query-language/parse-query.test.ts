import { expect, it } from 'vitest';
import { GOLDEN_QUERIES } from './testing/golden-queries.table.ts';
import { notateFilter, notateNode } from './testing/notation.ts';
import { parseQuery } from './parse-query.ts';
import { printQuery } from './print-query.ts';

const NOW = new Date(2026, 4, 15, 12).getTime();

it.each(GOLDEN_QUERIES.map((golden) => [golden[0], golden] as const))('reads %j', (text, [, words, filters = [], freeText]) => {
  const query = parseQuery(text, { now: NOW });
  expect({
    words: query.words.children.map(notateNode).join(' '),
    filters: query.filters.map(notateFilter),
    freeText: query.freeText,
  }).toEqual({ words, filters, freeText: freeText ?? words.replace(/~$/, '') });
});

it('says where each part stands, with its signs, quotes and parentheses', () => {
  const text = ' rent -"a b" (x OR \u200fy*) -in:"My notes",work';
  const query = parseQuery(text, { now: NOW });
  const [rent, not, any] = query.words.children;
  const [filter] = query.filters;
  if (not?.kind !== 'not' || any?.kind !== 'any') throw new Error('other kinds were expected');
  const parts = [rent, not, not.child, any, ...any.children, filter, ...(filter?.values ?? [])];
  expect(parts.map((part) => text.slice(part?.span.start, part?.span.end))).toEqual([
    'rent',
    '-"a b"',
    '"a b"',
    '(x OR \u200fy*)',
    'x',
    'y*',
    '-in:"My notes",work',
    '"My notes"',
    'work',
  ]);
});

it('points at the value that it cannot read', () => {
  const text = 'rent size:1mb,huge,?';
  const [filter] = parseQuery(text, { now: NOW }).filters;
  expect(filter?.problem).toEqual({ kind: 'invalidSize', text: 'huge', span: { start: 14, end: 18 } });
});

it.each([
  ['rent  kind:pdf -in:“My notes” date:"last month"', 'type:pdf -folder:"My notes" date:"last month" rent '],
  ['a AND (b ｜ c) NOT (d e)', '+a +(b | c) -(d e)'],
  ['(a OR (b c', 'a | (b c'],
  ['rent ', 'rent '],
  ['NOT «two words» type:', 'type:"" -"two words"'],
])('writes %j as %j', (text, expected) => {
  expect(printQuery(parseQuery(text, { now: NOW }))).toBe(expected);
});

it('bears parentheses without end', () => {
  const query = parseQuery('(a | '.repeat(100_000), { now: NOW });
  expect(query.freeText.length).toBe(199_999);
  expect(query.words.children.length).toBeGreaterThan(0);
});

it('takes the week to begin where the reader does', () => {
  const rangeOf = (firstDayOfWeek: number): string[] =>
    parseQuery('date:this-week', { now: NOW, firstDayOfWeek }).filters.map(notateFilter);
  expect([0, 1, 6].flatMap(rangeOf)).toEqual([
    'date 2026-05-10..2026-05-17',
    'date 2026-05-11..2026-05-18',
    'date 2026-05-09..2026-05-16',
  ]);
});
