import type { BlockKind } from '#engine/documents/documents.ts';
import { rowText } from './sheet-rows.ts';

/** A block on its way to the document. `level` counts for headings only. */
export type FlowBlock = { readonly kind: BlockKind; readonly text: string; readonly level?: number };

/** Takes blocks and tables as they come in a document; tables may lie in cells of others. */
export type Flow = {
  add(block: FlowBlock): void;
  openTable(): void;
  openRow(options: { readonly isHeader: boolean }): void;
  /** `columns`: how many the cell reaches over. */
  openCell(options: { readonly columns: number; readonly isHeader?: boolean }): void;
  /** The row opened last is a header. */
  markRow(): void;
  /** The cell opened last reaches over so many columns. */
  widenCell(columns: number): void;
  closeTable(): void;
};

type Cell = { readonly column: number; readonly isMarked: boolean; readonly blocks: FlowBlock[] };
type FilledCell = { readonly column: number; readonly isMarked: boolean; readonly text: string };
type Row = { isMarked: boolean; nextColumn: number; readonly cells: Cell[] };

const LONGEST_HEADER = 80;
/** Longer cells are text in columns rather than values. */
const LONGEST_VALUE = 2000;
/** Tables in tables in tables: deeper ones are there for the layout or to do harm, and add their text to the one around. */
const DEEPEST_TABLE = 20;
const WIDEST_CELL = 1000;
/** Rows and cells of one document; what lies in more of them is read as if it lay in the last. */
const MAX_CELLS = 400_000;

/**
 * Tables come out row by row, `Header: value | Header: value`, each row a block that says what it is about. A table of
 * one column is there for its frame, and one whose cells hold pages of text for its columns: what they hold are blocks
 * of their own.
 */
export function createFlow(write: (block: FlowBlock) => void): Flow {
  const tables: Row[][] = [];
  let ignoredDepth = 0;
  let cellsLeft = MAX_CELLS;

  function add(block: FlowBlock): void {
    if (block.text.trim() === '') return;
    const table = tables.at(-1);
    if (table === undefined) write(block);
    else currentCell(table).blocks.push(block);
  }

  function currentCell(table: Row[]): Cell {
    let row = table.at(-1);
    if (row === undefined) table.push((row = { isMarked: false, nextColumn: 0, cells: [] }));
    let cell = row.cells.at(-1);
    if (cell === undefined) row.cells.push((cell = { column: row.nextColumn++, isMarked: row.isMarked, blocks: [] }));
    return cell;
  }

  return {
    add,
    openTable() {
      if (tables.length >= DEEPEST_TABLE) ignoredDepth += 1;
      else tables.push([]);
    },
    openRow({ isHeader }) {
      cellsLeft -= 1;
      if (ignoredDepth === 0 && cellsLeft > 0) tables.at(-1)?.push({ isMarked: isHeader, nextColumn: 0, cells: [] });
    },
    openCell({ columns, isHeader = false }) {
      const row = tables.at(-1)?.at(-1);
      cellsLeft -= 1;
      if (row === undefined || ignoredDepth > 0 || cellsLeft <= 0) return;
      row.cells.push({ column: row.nextColumn, isMarked: row.isMarked || isHeader, blocks: [] });
      row.nextColumn += Math.max(1, Math.min(columns, WIDEST_CELL));
    },
    markRow() {
      const row = tables.at(-1)?.at(-1);
      if (row !== undefined && ignoredDepth === 0) row.isMarked = true;
    },
    widenCell(columns) {
      const row = tables.at(-1)?.at(-1);
      if (row !== undefined && ignoredDepth === 0 && columns > 1) row.nextColumn += Math.min(columns, WIDEST_CELL) - 1;
    },
    closeTable() {
      if (ignoredDepth > 0) {
        ignoredDepth -= 1;
        return;
      }
      for (const block of blocksOf(tables.pop() ?? [])) add(block);
    },
  };
}

function blocksOf(table: readonly Row[]): FlowBlock[] {
  const rows = table.map(({ cells }) => cells.map(filledCell)).filter((row) => row.some(({ text }) => text !== ''));
  const isLayout = rows.every((row) => row.length < 2) || rows.some((row) => row.some(({ text }) => text.length > LONGEST_VALUE));
  if (isLayout) return table.flatMap(({ cells }) => cells.flatMap(({ blocks }) => blocks));
  const [first = [], ...others] = rows;
  const hasHeader = others.length > 0 && isHeader(first);
  const header = new Map(hasHeader ? first.map(({ column, text }) => [column, text]) : []);
  return (hasHeader ? others : rows).map((row) => ({ kind: 'table', text: rowText(row, header) }));
}

function filledCell({ column, isMarked, blocks }: Cell): FilledCell {
  const text = blocks.map((block) => block.text).join('\n');
  return { column, isMarked, text: text.replace(/\s+/g, ' ').trim() };
}

/** Marked as one, or short and different words without numbers above every column but the first. */
function isHeader(row: readonly FilledCell[]): boolean {
  const names = row.filter(({ text }) => text !== '');
  if (names.length < 2 || names.some(({ text }) => text.length > LONGEST_HEADER)) return false;
  if (names.every(({ isMarked }) => isMarked)) return true;
  const hasAll = row.every(({ text, column }) => text !== '' || column === 0);
  const areWords = names.every(({ text }) => /\p{L}/u.test(text) && !/^[\d\s.,:%$€£¥+-]+\p{L}{0,3}$/u.test(text));
  return hasAll && areWords && new Set(names.map(({ text }) => text)).size === names.length;
}
