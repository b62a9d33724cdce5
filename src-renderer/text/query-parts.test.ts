import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  joinQuery,
  operatorBefore,
  operatorFor,
  OPERATOR_FIELDS,
  operatorsOf,
  parseOperator,
  quoteRanges,
  splitQuery,
  withoutSigns,
} from './query-parts.ts';

const split = (query: string, isFinished = true): { operators: string[]; text: string } => {
  const { operators, text } = splitQuery(query, { isFinished });
  return { operators: operators.map((operator) => operator.text), text };
};

test('operators that stand on their own are taken out, the text stays as it was typed', () => {
  expect(split('boiler type:pdf  folder:"My Taxes" -lang:fa frost ')).toEqual({
    operators: ['type:pdf', 'folder:"My Taxes"', '-lang:fa'],
    text: 'boiler frost ',
  });
});

test('what is being typed at the end stays text until a blank follows', () => {
  expect(split('boiler type:pd', false)).toEqual({ operators: [], text: 'boiler type:pd' });
  expect(split('boiler type:pd ', false)).toEqual({ operators: ['type:pd'], text: 'boiler ' });
});

test('quotes, groups, keywords, addresses and source code keep what looks like an operator', () => {
  for (const query of [
    '"type:pdf tax"',
    '(boiler type:pdf x)',
    '-(type:pdf frost)',
    'boiler OR type:pdf frost',
    'type:pdf OR boiler',
    'file://host/x',
    'path::join',
    'title: a pasted line',
    'date:last month',
    'http://x/?type:pdf',
  ]) {
    expect(split(query)).toEqual({ operators: [], text: query });
  }
});

test('names of one field are one field, and values lose their quotes', () => {
  expect(parseOperator('in:"a b"')).toEqual({ text: 'in:"a b"', field: 'folder', value: 'a b', isExcluded: false });
  expect(parseOperator('!Kind:pdf')).toEqual({ text: '!Kind:pdf', field: 'type', value: 'pdf', isExcluded: true });
});

test('a query is what its parts say, whatever it is', () => {
  const word = fc.oneof(
    fc.string(),
    fc.constantFrom('type:pdf', '-folder:"a b"', 'OR', '(', ')', '"', 'lang:fa', ' ', 'date:last', 'type:', '«x»'),
  );
  fc.assert(
    fc.property(fc.array(word), (words) => {
      const query = words.join(' ');
      const { operators, text } = splitQuery(query, { isFinished: true });
      const letters = (from: string): string => Array.from(from.replace(/\s/g, '')).toSorted().join('');
      expect(letters(joinQuery(operators, text))).toBe(letters(query));
      expect(splitQuery(joinQuery(operators, ''), { isFinished: true }).operators).toEqual(operators);
    }),
  );
});

test('an operator is written so that it is read again', () => {
  fc.assert(
    fc.property(fc.constantFrom(...OPERATOR_FIELDS), fc.string({ minLength: 1 }), (field, value) => {
      const bare = value.replaceAll('"', '');
      fc.pre(bare.trim() !== '' && !/^(?:last|past|previous|this|current)$/i.test(bare));
      expect(parseOperator(operatorFor(field, value).text)).toEqual(operatorFor(field, value));
    }),
  );
});

test('the operator before the caret is completed, other text is not', () => {
  expect(operatorBefore('boiler type:p', 13)).toEqual({ field: 'type', sign: '', partial: 'p', start: 7 });
  expect(operatorBefore('-in:"My T', 9)).toEqual({ field: 'folder', sign: '-', partial: 'My T', start: 0 });
  expect(operatorBefore('type:', 5)?.partial).toBe('');
  expect(operatorBefore('type:pdf boiler', 15)).toBeNull();
  expect(operatorBefore('type:pdf', 6)).toBeNull();
});

test('filters given beside a query become operators', () => {
  const filters = {
    folders: ['/home/me/My Taxes'],
    types: ['pdf'],
    tags: ['night'],
    after: new Date(2026, 0, 31).getTime(),
    before: new Date(2026, 4, 1).getTime(),
  };
  const written = operatorsOf(filters).map(({ text }) => text);
  expect(written).toEqual(['folder:"/home/me/My Taxes"', 'type:pdf', 'tag:night', 'after:2026-01-31', 'before:2026-05-01']);
  expect(operatorsOf({ folders: [], types: [], tags: [], after: null, before: null })).toEqual([]);
});

test('parts of a query are put in quotes where they stand', () => {
  const ranges = [
    { start: 0, end: 7 },
    { start: 10, end: 17 },
  ];
  expect(quoteRanges('recieve a pakcage', ranges)).toBe('"recieve" a "pakcage"');
  expect(quoteRanges('frost', [])).toBe('frost');
});

test('without its signs a text is the words that it wished for', () => {
  expect(withoutSigns('+rent -draft "cold rent" invo* (a OR b) -(x OR y) NOT z e-mail')).toBe('rent cold rent invo a b e-mail');
  expect(withoutSigns('«گزارش سالانه» قرارداد')).toBe('گزارش سالانه قرارداد');
  expect(withoutSigns(' plain words ')).toBe('plain words');
});
