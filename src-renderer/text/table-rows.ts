import type { Range } from './pieces.ts';

/** A row as extractions write it, `Name: value | Name: value`, and where it begins in the document's text. */
export type RowText = { readonly text: string; readonly start: number };

/** What stands in one cell. `name`: where the row repeats the name of the column, if it does. */
export type TableCell = { readonly column: number; readonly text: string; readonly start: number; readonly name: Range | null };

export type TableRow = RowText & {
  /** Ascending by column. Of a row that fits no column one cell, which reaches over all of them. */
  readonly cells: readonly TableCell[];
  readonly isWhole: boolean;
};

export type Table = {
  /** Of each column its name, and where the first row that has it repeats it; null where it has no name. */
  readonly columns: readonly (RowText | null)[];
  readonly rows: readonly TableRow[];
};

const SEPARATOR = ' | ';
const NAME = /^([^:]{1,80}): (?=\S)/;
/** Of the cells of a table with names nearly all have one. */
const NAMED_SHARE = 0.5;
const MOSTLY_NAMED_SHARE = 0.9;

/** A cell while its table is put together: names are cut off once it is known which are names of columns. */
type RawCell = { readonly text: string; readonly start: number; readonly name: string | null };
type RawRow = RowText & { readonly cells: readonly RawCell[] };

/**
 * Puts rows that follow each other back into tables: a column for each name that rows repeat, in the order of the rows. All
 * text but the separators and repeated names stands in exactly one cell. Rows without any name in common are two tables.
 */
export function tablesOf(rows: readonly RowText[]): Table[] {
  const raw = rows.map((row): RawRow => ({ ...row, cells: cellsOf(row) }));
  const names = namesOfColumns(raw);
  const groups: RawRow[][] = [];
  let known = new Set<string>();
  for (const row of raw) {
    const own = row.cells.flatMap(({ name }) => (name !== null && names.has(name) ? [name] : []));
    const isOther = own.length > 1 && known.size > 0 && !own.some((name) => known.has(name));
    if (groups.length === 0 || isOther) {
      groups.push([]);
      known = new Set();
    }
    groups.at(-1)?.push(row);
    for (const name of own) known.add(name);
  }
  return groups.map((group) => (names.size === 0 ? unnamedTable(group) : namedTable(group, names)));
}

/** What is not drawn where it stands in the text: separators, and names of columns but for their first time. */
export function hiddenRanges({ columns, rows }: Table): Range[] {
  const hidden: Range[] = [];
  for (const { cells, isWhole } of rows) {
    if (isWhole) continue;
    let end: number | null = null;
    for (const { start, name, column, text } of cells.toSorted((a, b) => a.start - b.start)) {
      const begin = name?.[0] ?? start;
      const isDrawn = name !== null && columns[column]?.start === begin;
      if (end !== null) hidden.push([end, begin]);
      if (name !== null) hidden.push([isDrawn ? name[1] : begin, start]);
      end = start + text.length;
    }
  }
  return hidden;
}

function cellsOf({ text, start }: RowText): RawCell[] {
  let position = start;
  return text.split(SEPARATOR).map((cell): RawCell => {
    const at = position;
    position += cell.length + SEPARATOR.length;
    return { text: cell, start: at, name: NAME.exec(cell)?.[1] ?? null };
  });
}

/** A name stands in more rows than one, unless nearly all cells have names. */
function namesOfColumns(rows: readonly RawRow[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  let cells = 0;
  let named = 0;
  for (const row of rows) {
    cells += row.cells.length;
    for (const { name } of row.cells) {
      if (name === null) continue;
      named += 1;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  const share = named / Math.max(1, cells);
  if (share < NAMED_SHARE) return new Set();
  const isSure = share >= MOSTLY_NAMED_SHARE || rows.length === 1;
  return new Set([...counts].filter(([, count]) => isSure || count > 1).map(([name]) => name));
}

/** Without names, cells stand below each other only where all rows have as many: empty ones are left out of the text. */
function unnamedTable(rows: readonly RawRow[]): Table {
  const width = rows[0]?.cells.length ?? 0;
  const isEven = rows.every(({ cells }) => cells.length === width);
  return {
    columns: Array.from({ length: isEven ? width : 1 }, () => null),
    rows: rows.map((row) => (isEven ? { ...row, cells: row.cells.map(unnamedCell), isWhole: false } : wholeRow(row))),
  };
}

function unnamedCell({ text, start }: RawCell, column: number): TableCell {
  return { column, text, start, name: null };
}

function wholeRow(row: RawRow): TableRow {
  return { ...row, cells: [{ column: 0, text: row.text, start: row.start, name: null }], isWhole: true };
}

function namedTable(rows: readonly RawRow[], names: ReadonlySet<string>): Table {
  const order: string[] = [];
  const keysOfRows = rows.map((row) => {
    const keys = keysOf(row, names);
    let before = -1;
    for (const key of keys ?? []) {
      let at = order.indexOf(key);
      if (at === -1) order.splice((at = before + 1), 0, key);
      before = at;
    }
    return keys;
  });
  const numbers = new Map(order.map((key, column) => [key, column]));
  const columns: (RowText | null)[] = order.map(() => null);
  const placed = rows.map((row, index): TableRow => {
    const keys = keysOfRows[index];
    if (keys === undefined || keys === null) return wholeRow(row);
    const cells = row.cells.map((cell, at) => placedCell(cell, numbers.get(keys[at] ?? '') ?? 0, names));
    for (const { column, name } of cells)
      if (name !== null) columns[column] ??= { text: row.text.slice(name[0] - row.start, name[1] - row.start), start: name[0] };
    return { ...row, cells: cells.toSorted((a, b) => a.column - b.column), isWhole: false };
  });
  return { columns, rows: placed };
}

/** The column of each cell by name; one without a name stands behind the one before it. Null: a row without any name. */
function keysOf({ cells }: RawRow, names: ReadonlySet<string>): string[] | null {
  if (!cells.some(({ name }) => name !== null && names.has(name))) return null;
  const keys: string[] = [];
  for (const { name } of cells) {
    let key = name !== null && names.has(name) ? `=${name}` : `${keys.at(-1) ?? ''}+`;
    while (keys.includes(key)) key += '+';
    keys.push(key);
  }
  return keys;
}

function placedCell({ text, start, name }: RawCell, column: number, names: ReadonlySet<string>): TableCell {
  if (name === null || !names.has(name)) return { column, text, start, name: null };
  const cut = name.length + 2;
  return { column, text: text.slice(cut), start: start + cut, name: [start, start + name.length] };
}
