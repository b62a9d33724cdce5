import fc from 'fast-check';
import { expect, it } from 'vitest';
import { combineFilters } from './combine-filters.ts';
import { parseQuery } from './parse-query.ts';
import { printQuery } from './print-query.ts';
import type { Filter, Query, QueryNode, QuerySpan } from './query-tree.ts';

const NOW = new Date(2026, 4, 15, 12).getTime();

/** What people, and cats on keyboards, type: operators in all their forms, fields, values, words of several scripts. */
const PIECES = [
  ' ¦  ¦\t¦\u3000¦"¦“¦”¦„¦«¦»¦「¦」¦(¦)¦（¦）¦|¦｜¦+¦-¦－¦!¦*¦＊¦:¦：¦,¦،¦、¦.¦..¦/¦//¦\\¦<¦>¦=¦#¦7"',
  'OR¦AND¦NOT¦or¦ OR ¦ AND ¦ NOT ¦ | ¦ -¦ +¦""¦::¦\u200f¦\u202b¦\u200c¦\ud83d¦😀¦é¦e\u0301',
  'type:¦ext:¦folder:¦path:¦name:¦title:¦lang:¦size:¦date:¦before:¦after:¦tag:¦file:¦http:',
  'pdf¦last¦last month¦ month¦2026-05¦۱۴۰۵¦7d¦>10mb¦10k..2m¦1,5¦today¦this-week¦2026年5月',
  'rent¦a¦B2¦C++¦--help¦he*¦--he*¦f(x)¦договор¦کتاب‌ها¦قرارداد¦人工智能¦สวัสดี',
].flatMap((pieces) => pieces.split('¦'));
const typed = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: fc.constantFrom(...Array.from('ab:"“()|-+* ,OR')), maxLength: 60 }),
);
const longText = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { minLength: 1000, maxLength: 2500 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', minLength: 4000, maxLength: 4000 }),
  fc.constantFrom(...PIECES).map((piece) => piece.repeat(Math.ceil(4000 / piece.length))),
  fc.tuple(fc.constantFrom(...PIECES), fc.constantFrom(...PIECES)).map((pair) => pair.join('').repeat(700)),
);

it('reads any text, with spans inside it and in order', () => {
  fc.assert(
    fc.property(fc.oneof({ weight: 4, arbitrary: typed }, { weight: 1, arbitrary: longText }), (text) => {
      const query = parseQuery(text, { now: NOW });
      expect(query.words.span).toEqual({ start: 0, end: text.length });
      expectOrdered(query.words.children, query.words.span);
      for (const child of query.words.children) expectWithin(child);
      expectOrdered(query.filters, query.words.span);
      for (const filter of query.filters) expectOrdered(filter.values, filter.span);
    }),
    { numRuns: 400 },
  );
});

it('reads what it has written down as the same tree', () => {
  fc.assert(
    fc.property(typed, (text) => {
      const query = parseQuery(text, { now: NOW });
      const printed = printQuery(query);
      const again = parseQuery(printed, { now: NOW });
      expect(withoutSpans(again)).toEqual(withoutSpans(query));
      expect(printQuery(again)).toBe(printed);
    }),
    { numRuns: 4000 },
  );
});

it('keeps the shape of trees that it promises', () => {
  fc.assert(
    fc.property(typed, (text) => {
      for (const child of parseQuery(text, { now: NOW }).words.children) expectShape(child, { isGoverned: false, parent: 'all' });
    }),
    { numRuns: 1000 },
  );
});

it('loses no word of text without operators, and adds no filter', () => {
  const word = fc.constantFrom(
    'rent',
    'Übung',
    'и',
    'или',
    'قرارداد',
    'کتاب‌ها',
    '租房合同',
    'e-mail',
    "it's",
    'C:\\x',
    '10:30',
    'std::vector',
  );
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), fc.constantFrom(' ', '  ', '\n', '\u3000'), (words, blank) => {
      const query = parseQuery(words.join(blank), { now: NOW });
      expect(query.freeText).toBe(words.join(' '));
      expect(query.words.children.map((node) => node.kind === 'word' && !node.isExact && node.text)).toEqual(words);
      expect(query.filters).toEqual([]);
    }),
  );
});

it('takes no more notice of marks of direction than the eye does', () => {
  const mark = fc.constantFrom('', '', '\u200e', '\u200f', '\u202b', '\u202c', '\u2067', '\u2069', '\u061c');
  fc.assert(
    fc.property(typed, fc.array(mark, { minLength: 70, maxLength: 70 }), (text, marks) => {
      const plain = text.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '');
      const marked = Array.from(plain, (character, index) => (marks[index % marks.length] ?? '') + character).join('');
      const options = { now: NOW };
      expect(withoutSpans(parseQuery(marked, options))).toEqual(withoutSpans(parseQuery(plain, options)));
    }),
  );
});

it('resolves every valid range to one that something can lie in', () => {
  fc.assert(
    fc.property(typed, (text) => {
      for (const condition of combineFilters(parseQuery(text, { now: NOW }).filters)) {
        if (condition.kind === 'text') continue;
        for (const { from, before } of [...condition.included, ...condition.excluded]) {
          expect(from === null && before === null).toBe(false);
          if (from !== null && before !== null) expect(from).toBeLessThan(before);
        }
      }
    }),
  );
});

function expectOrdered(parts: readonly { readonly span: QuerySpan }[], within: QuerySpan): void {
  let position = within.start;
  for (const { span } of parts) {
    expect(span.start).toBeGreaterThanOrEqual(position);
    expect(span.end).toBeGreaterThan(span.start);
    position = span.end;
  }
  expect(position).toBeLessThanOrEqual(within.end);
}

function expectWithin(node: QueryNode): void {
  const children = node.kind === 'not' ? [node.child] : node.kind === 'any' || node.kind === 'all' ? node.children : [];
  expectOrdered(children, node.span);
  children.forEach(expectWithin);
}

type Place = { readonly isGoverned: boolean; readonly parent: 'all' | 'any' | 'not' };

function expectShape(node: QueryNode, { isGoverned, parent }: Place): void {
  expect(node.kind).not.toBe(parent);
  if (node.kind === 'not') return expectShape(node.child, { isGoverned: true, parent: 'not' });
  if (node.kind !== 'all' && isGoverned) expect(node).toMatchObject({ isRequired: false, isExact: true });
  if (node.kind === 'all' || node.kind === 'any') {
    expect(node.children.length).toBeGreaterThan(1);
    for (const child of node.children) expectShape(child, { isGoverned: isGoverned || node.kind === 'any', parent: node.kind });
  } else {
    expect(node.text).not.toBe('');
    expect(node.text).toBe(node.text.trim());
    if (node.isRequired) expect(node.isExact).toBe(true);
  }
}

type Bare = Omit<Query, 'words' | 'filters'> & { readonly words: unknown; readonly filters: unknown };

/** Everything that a query says, without where it says it. */
function withoutSpans(query: Query): Bare {
  const strip = (part: QueryNode | Filter): unknown =>
    JSON.parse(JSON.stringify(part, (key, value: unknown) => (key === 'span' ? undefined : value)));
  return { freeText: query.freeText, words: query.words.children.map(strip), filters: query.filters.map(strip) };
}
