import type { OfficeContentNode } from 'officeparser';
import { rowText } from './sheet-rows.ts';
import { textOf } from './tree-text.ts';

const LONGEST_HEADER = 80;
/** Longer cells are text in columns rather than values. */
const LONGEST_VALUE = 2000;

type Cell = { readonly column: number; readonly text: string; readonly isMarked: boolean };

/**
 * Writes a table row by row, each with the names of its columns. A table of one cell or one column is there for its
 * frame, and one whose cells hold pages of text for its columns: their contents are blocks of their own.
 */
export function addTable(
  table: OfficeContentNode,
  { add, addNodes }: { add(row: string): void; addNodes(nodes: readonly OfficeContentNode[]): void },
): void {
  const rowNodes = (table.children ?? []).filter(({ type }) => type === 'row');
  const rows = rowNodes.map((row) => (row.children ?? []).map(cellOf)).filter((row) => row.some(({ text }) => text !== ''));
  const isLayout = rows.every((row) => row.length < 2) || rows.some((row) => row.some(({ text }) => text.length > LONGEST_VALUE));
  if (isLayout) {
    for (const row of rowNodes) for (const cell of row.children ?? []) addNodes(cell.children ?? []);
    return;
  }
  const [first = [], ...others] = rows;
  const header = others.length > 0 && isHeader(first) ? new Map(first.map(({ column, text }) => [column, text])) : null;
  for (const row of header === null ? rows : others) add(rowText(row, header ?? new Map()));
}

function cellOf(cell: OfficeContentNode, index: number): Cell {
  const { metadata } = cell;
  const isMarked =
    metadata !== undefined &&
    (('isHeader' in metadata && metadata.isHeader === true) || ('style' in metadata && metadata.style === 'header'));
  const column = metadata !== undefined && 'col' in metadata && typeof metadata.col === 'number' ? metadata.col : index;
  const children = cell.children ?? [];
  const text = children.length > 0 ? children.map(textOf).join('\n') : textOf(cell);
  return { column, text: text.replace(/\s+/g, ' ').trim(), isMarked };
}

/** Marked as one, or short and different words without numbers above every column but the first. */
function isHeader(row: readonly Cell[]): boolean {
  const names = row.filter(({ text }) => text !== '');
  if (names.length < 2 || names.some(({ text }) => text.length > LONGEST_HEADER)) return false;
  if (names.every(({ isMarked }) => isMarked)) return true;
  const hasAll = row.every(({ text, column }) => text !== '' || column === 0);
  const areWords = names.every(({ text }) => /\p{L}/u.test(text) && !/^[\d\s.,:%$€£¥+-]+\p{L}{0,3}$/u.test(text));
  return hasAll && areWords && new Set(names.map(({ text }) => text)).size === names.length;
}
