import type { Anchor } from '#contract';
import type { DocumentBuilder } from '../document-builder.ts';

/** A cell with something in it. `column` counts from 0; `isWord` false for numbers, dates and truth values. */
export type SheetCell = { readonly column: number; readonly text: string; readonly isWord: boolean };

/** Row numbers count from 1; one row may stand for several equal ones. */
export type SheetRow = { readonly first: number; readonly last: number; readonly cells: readonly SheetCell[] };

export type SheetWriter = {
  /** Rows in ascending order; those without cells may be left out. */
  addRow(row: SheetRow): void;
  /** Writes what is held back. Must be called at the end of the sheet. */
  finish(): void;
};

/** Cells of one file that are read; a sheet beyond it is a database, and its rows say little more. */
export const MAX_CELLS = 200_000;

/** Above a table stand titles and remarks: as many rows are looked at for its header. */
const ROWS_BEFORE_HEADER = 10;
const LONGEST_HEADER = 80;
/** Names that programs give to sheets: `Sheet1`, `Лист 2`, `工作表3`. */
const GIVEN_NAME =
  /^(?:sheet|tabelle|feuil|munka|hoja|foglio|planilha|blad|arkusz|лист|аркуш|工作表|シート|시트|ورقة|برگه) ?[\d۰-۹]*$/iu;

/**
 * Writes the rows of one sheet as blocks of their own, `Header: value | Header: value`: a row found by search says what
 * its numbers are. The header is the first row of two words or more without numbers, if it lies near the top.
 */
export function createSheetWriter(builder: DocumentBuilder, sheet: string): SheetWriter {
  let heldBack: SheetRow[] | null = [];
  let header: ReadonlyMap<number, string> = new Map();
  let isNamed = false;

  function write(row: SheetRow): void {
    const anchor: Anchor = { kind: 'sheet', sheet, range: rangeOf(row) };
    // A name that says nothing becomes no heading, but ends that of the sheet before.
    if (!isNamed) builder.addHeading(1, GIVEN_NAME.test(sheet) ? '' : sheet, anchor);
    isNamed = true;
    builder.add('table', rowText(row.cells, header), anchor);
  }

  function decideOnHeader(): void {
    const rows = heldBack ?? [];
    heldBack = null;
    const index = rows.findIndex((row, at) => at < rows.length - 1 && isHeader(row, rows[at + 1]));
    const found = rows[index];
    // The header itself is no row: each row below repeats it.
    for (const row of rows.slice(0, Math.max(0, index))) write(row);
    if (found !== undefined) header = new Map(found.cells.map(({ column, text }) => [column, text]));
    for (const row of rows.slice(index + 1)) write(row);
  }

  return {
    addRow(row) {
      if (row.cells.length === 0) return;
      if (heldBack === null) return write(row);
      heldBack.push(row);
      if (heldBack.length > ROWS_BEFORE_HEADER) decideOnHeader();
    },
    finish() {
      if (heldBack !== null) decideOnHeader();
    },
  };
}

/** `name: value | name: value`; a value without a name stands alone. */
export function rowText(cells: readonly Pick<SheetCell, 'column' | 'text'>[], header: ReadonlyMap<number, string>): string {
  return cells
    .map(({ column, text }) => {
      const name = header.get(column)?.replace(/\s*[:：]$/, '') ?? '';
      const value = text.replace(/\s+/g, ' ').trim();
      return name === '' || value === '' || name === value ? value : `${name}: ${value}`;
    })
    .filter((cell) => cell !== '')
    .join(' | ');
}

/** Words only, each its own, as many as the row below has cells or nearly. */
function isHeader({ cells }: SheetRow, below: SheetRow | undefined): boolean {
  if (cells.length < 2 || below === undefined || cells.length * 2 < below.cells.length) return false;
  if (!cells.every(({ isWord, text }) => isWord && text.length <= LONGEST_HEADER)) return false;
  const columns = new Set(cells.map(({ column }) => column));
  return new Set(cells.map(({ text }) => text)).size === cells.length && below.cells.some(({ column }) => columns.has(column));
}

function rangeOf({ first, last, cells }: SheetRow): string {
  const columns = [cells[0]?.column ?? 0, cells.at(-1)?.column ?? 0] as const;
  const start = cellName(columns[0], first);
  const end = cellName(columns[1], last);
  return start === end ? start : `${start}:${end}`;
}

/** `AB12` of a column that counts from 0 and a row that counts from 1. */
export function cellName(column: number, row: number): string {
  let letters = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return `${letters}${row}`;
}

/** The opposite, or null; only as much of the sheet as programs can address. */
export function cellPlace(name: string): { readonly column: number; readonly row: number } | null {
  const match = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/i.exec(name);
  if (match === null) return null;
  const [, letters = '', digits = ''] = match;
  let column = 0;
  for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  return { column: column - 1, row: Number(digits) };
}
