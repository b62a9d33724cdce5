import { homedir } from 'node:os';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isEmptyPlan, planQuery, type QueryPlan } from './query-plan.ts';

const plan = (query: string): QueryPlan => planQuery(query, { now: Date.UTC(2026, 4, 3) });

it('leaves a query of free words as it is', () => {
  expect(plan('  Rent, rent and  heating ')).toEqual({
    text: 'Rent, rent and  heating',
    namesText: 'Rent, rent and  heating',
    terms: ['rent', 'and', 'heating'],
    unfinished: null,
    parts: [],
    conditions: [],
    withoutQuotes: null,
    problems: [],
  });
  expect(plan('e-mail - a (b)')).toMatchObject({ text: 'e-mail - a (b)', parts: [] });
  expect(plan(' ?! ')).toMatchObject({ text: '?!', terms: [] });
});

it.each([
  ['rent "cold flat" -draft ', 'rent cold flat', 'rent cold flat', ['rent', 'cold', 'flat'], 2],
  ['invo* paid ', 'paid', 'invo paid', ['paid'], 1],
  ['(rent | loan) tax ', 'rent loan tax', 'rent loan tax', ['rent', 'loan', 'tax'], 1],
  ['rent AND tax ', 'rent tax', 'rent tax', ['rent', 'tax'], 2],
  ['-draft ', '', '', [], 1],
  ['type:pdf rent', 'rent', 'rent', ['rent'], 0],
] as const)('parts %j into what is meant, what is looked up and what must hold', (query, text, namesText, terms, parts) => {
  const planned = plan(query);
  expect(planned).toMatchObject({ text, namesText, terms });
  expect(planned.parts).toHaveLength(parts);
});

it.each([
  ['rent heat', 'heat'],
  ['rent heat ', null],
  ['rent heat?', null],
  ['Аренда ква', 'ква'],
  ['type:pdf heat', 'heat'],
  ['heat type:pdf', null],
  ['rent +heat', null],
  ['rent "heat', null],
  ['rent heat*', null],
  ['', null],
] as const)('sees which word of %j may go on', (query, unfinished) => {
  expect(plan(query).unfinished).toBe(unfinished);
});

it('turns filters into conditions, from the home folder where one begins with a tilde', () => {
  const { conditions } = plan('folder:~/work,Notes -type:log type:pdf size:>1k');
  expect(conditions).toMatchObject([
    { field: 'folder', included: [{ text: `${homedir()}/work` }, { text: 'Notes' }], excluded: [] },
    { field: 'type', included: [{ text: 'pdf' }], excluded: [{ text: 'log' }] },
    { of: 'size', included: [{ from: 1025, before: null }] },
  ]);
});

it('reports what it passes over, in the order of the query', () => {
  expect(plan('size:huge rent author:Ada').problems).toEqual([{ kind: 'invalidSize', text: 'huge', start: 5, end: 9 }]);
  expect(plan('author:Ada').conditions).toMatchObject([{ field: 'author', included: [{ text: 'Ada' }] }]);
});

it('has a plan for any text, with a bounded number of parts', () => {
  const piece = fc.constantFrom(
    '"',
    '-',
    '+',
    '*',
    '(',
    ')',
    ' OR ',
    ' ',
    'type:',
    'size:',
    'ab',
    '工',
    'договор',
    ':',
    ',',
    '..',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.array(piece).map((pieces) => pieces.join('')),
      ),
      (query) => {
        const { problems, parts, ...planned } = plan(query);
        for (const { text, start, end } of problems) expect(query.slice(start, end)).toBe(text);
        expect(parts.length).toBeLessThanOrEqual(64);
        if (query.trim() === '') expect(isEmptyPlan({ ...planned, problems, parts })).toBe(true);
      },
    ),
  );
});

it('has a way without quotes, for where nothing is as they say; what is required or excluded stays', () => {
  const { parts, withoutQuotes } = plan('flat "not there" +"must be" -"never so" ');
  expect(parts).toHaveLength(3);
  expect(withoutQuotes).toMatchObject({ text: 'flat not there must be', parts: [{ isRequired: true }, { kind: 'not' }] });
  expect(withoutQuotes?.problems).toEqual([{ kind: 'quotesIgnored', text: '"not there"', start: 5, end: 16 }]);
  expect(plan('+"must be" -flat').withoutQuotes).toBeNull();
});
