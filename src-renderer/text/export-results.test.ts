import fc from 'fast-check';
import Papa from 'papaparse';
import { expect, test } from 'vitest';
import { toCsv, toJson, type ExportedResult } from './export-results.ts';

const resultOf = (change: Partial<ExportedResult>): ExportedResult => ({
  path: '/files/a.md',
  title: 'A',
  type: 'markdown',
  modifiedAt: 0,
  passages: [],
  ...change,
});

test('cells with quotes, commas and line ends are quoted, and cells like formulas are made text', () => {
  const passages = [{ place: 'page 2', heading: '-2+3', text: 'so "it",\nis' }];
  expect(toCsv([resultOf({ title: '=HYPERLINK("x")', passages })])).toBe(
    '\ufeffpath,title,type,modified,place,heading,passage\r\n' +
      '/files/a.md,"\'=HYPERLINK(""x"")",markdown,1970-01-01T00:00:00.000Z,page 2,\'-2+3,"so ""it"",\nis"\r\n',
  );
});

test('what parts cells in some spreadsheets is quoted, too', () => {
  const passages = [{ place: 'a;b', heading: 'c\td', text: 'e' }];
  expect(toCsv([resultOf({ passages })])).toContain(',"a;b","c\td",e\r\n');
});

test('whatever the texts are, a reader of CSV gets them back, and no cell begins like a formula', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (title, text) => {
      const csv = toCsv([resultOf({ title, passages: [{ place: '', heading: '', text }] })]);
      const [, row = []] = Papa.parse<string[]>(csv.slice(1), { delimiter: ',', newline: '\r\n' }).data;
      expect(row).toHaveLength(7);
      expect([row[1]?.replace(/^'(?=[\s\0]*[=+\-@＝＋－＠])/, ''), row[6]?.replace(/^'(?=[\s\0]*[=+\-@＝＋－＠])/, '')]).toEqual([
        title.replace(/^'(?=[\s\0]*[=+\-@＝＋－＠])/, ''),
        text.replace(/^'(?=[\s\0]*[=+\-@＝＋－＠])/, ''),
      ]);
      expect(row.some((cell) => /^[=+\-@]/.test(cell))).toBe(false);
    }),
  );
});

test('JSON holds the query and all passages', () => {
  const passages = [{ place: '', heading: 'H', text: 'x' }];
  expect(JSON.parse(toJson('q', [resultOf({ passages })]))).toEqual({
    query: 'q',
    results: [{ path: '/files/a.md', title: 'A', type: 'markdown', modified: '1970-01-01T00:00:00.000Z', passages }],
  });
});
