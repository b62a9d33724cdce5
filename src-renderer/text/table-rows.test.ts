import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hiddenRanges, tablesOf, type RowText, type Table } from './table-rows.ts';

function rowsOf(...texts: string[]): RowText[] {
  let start = 0;
  return texts.map((text) => {
    const row = { text, start };
    start += text.length + 1;
    return row;
  });
}

function told({ columns, rows }: Table): unknown {
  return {
    columns: columns.map((name) => name?.text ?? null),
    rows: rows.map(({ cells, isWhole }) => (isWhole ? cells[0]?.text : cells.map(({ column, text }) => `${column} ${text}`))),
  };
}

test('names that rows repeat become columns, cells that are empty stay so', () => {
  const tables = tablesOf(
    rowsOf('Month: April | Rent: 840', 'Month: May | Rent: 840 | Remark: train tickets', 'Month: June | Remark: see: May'),
  );
  expect(tables.map(told)).toEqual([
    {
      columns: ['Month', 'Rent', 'Remark'],
      rows: [
        ['0 April', '1 840'],
        ['0 May', '1 840', '2 train tickets'],
        ['0 June', '2 see: May'],
      ],
    },
  ]);
});

test('a column without a name stays where it was, a row without any reaches over all', () => {
  const tables = tablesOf(rowsOf('A title', 'north | 2023: 4 | 2024: 5', 'south | 2023: 6 | 2024: 7'));
  expect(tables.map(told)).toEqual([
    { columns: [null, '2023', '2024'], rows: ['A title', ['0 north', '1 4', '2 5'], ['0 south', '1 6', '2 7']] },
  ]);
});

test('rows without names stand in columns only where all have as many cells', () => {
  expect(tablesOf(rowsOf('a | b', 'c | d')).map(told)).toEqual([
    {
      columns: [null, null],
      rows: [
        ['0 a', '1 b'],
        ['0 c', '1 d'],
      ],
    },
  ]);
  expect(tablesOf(rowsOf('a | b', 'c')).map(told)).toEqual([{ columns: [null], rows: ['a | b', 'c'] }]);
});

test('rows without any name in common are two tables', () => {
  const tables = tablesOf(
    rowsOf('Name: Ada | Age: 36', 'Name: Alan | Age: 41', 'City: Paris | Land: France', 'City: Rome | Land: Italy'),
  );
  expect(tables.map(({ columns, rows }) => [columns.map((name) => name?.text), rows.length])).toEqual([
    [['Name', 'Age'], 2],
    [['City', 'Land'], 2],
  ]);
});

test('all text stands in a cell, in the name of a column, or is told to be hidden', () => {
  const cell = fc.constantFrom('a', 'x: 1', 'y: two', 'z: 3: 4', 'x: ', ': 5', 'b', 'y: 6');
  const row = fc.array(cell, { minLength: 1, maxLength: 5 }).map((cells) => cells.join(' | '));
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 6 }), (texts) => {
      const rows = rowsOf(...texts);
      const whole = texts.join('\n');
      const seen: number[] = Array.from(whole, (character) => (character === '\n' ? 1 : 0));
      const see = (from: number, to: number): void => {
        for (let at = from; at < to; at += 1) seen[at] = (seen[at] ?? 0) + 1;
      };
      for (const table of tablesOf(rows)) {
        for (const name of table.columns) if (name !== null) see(name.start, name.start + name.text.length);
        for (const { cells } of table.rows) {
          for (const { start, text } of cells) {
            expect(whole.slice(start, start + text.length)).toBe(text);
            see(start, start + text.length);
          }
        }
        for (const [from, to] of hiddenRanges(table)) see(from, to);
      }
      expect(seen.every((count) => count === 1)).toBe(true);
    }),
  );
});
