import type { Archive } from './archive.ts';
import { formatNumber, type NumberKind } from './number-formats.ts';
import { cellPlace, type SheetCell, type SheetRow } from './sheet-rows.ts';
import { readXmlPart } from './xml.ts';

export type CellContext = {
  readonly sharedStrings: readonly string[];
  /** By the style number of a cell. */
  readonly numberKinds: readonly NumberKind[];
  readonly since1904: boolean;
};

/** A cell while it is read. */
type OpenCell = { readonly column: number; readonly type: string; readonly style: number; value: string };

/** More is not text that a cell can show. */
const LONGEST_CELL = 32_767;

/**
 * Hands over the rows of a sheet that have something in them, as they come, until `take` answers false. Formulas count
 * by the value stored with them. Throws `Unreadable`; rows until then have been handed over.
 */
export function readSheet(archive: Archive, part: string, context: CellContext, take: (row: SheetRow) => boolean): void {
  let rowNumber = 0;
  let cells: SheetCell[] = [];
  let nextColumn = 0;
  let cell: OpenCell | null = null;
  let isValue = false;
  let isPronunciation = false;
  let isDone = false;
  readXmlPart(archive, part, {
    isDone: () => isDone,
    open(element, attributes) {
      if (element === 'row') {
        rowNumber = Number.parseInt(attributes['r'] ?? '', 10) || rowNumber + 1;
        cells = [];
        nextColumn = 0;
      } else if (element === 'c') {
        const column = cellPlace(attributes['r'] ?? '')?.column ?? nextColumn;
        nextColumn = column + 1;
        cell = { column, type: attributes['t'] ?? 'n', style: Number(attributes['s'] ?? 0), value: '' };
      } else if (element === 'v' || element === 't') isValue = true;
      else if (element === 'rPh') isPronunciation = true;
    },
    text(text) {
      if (cell === null || !isValue || isPronunciation || cell.value.length > LONGEST_CELL) return;
      cell.value += text;
    },
    close(element) {
      if (element === 'v' || element === 't') isValue = false;
      else if (element === 'rPh') isPronunciation = false;
      else if (element === 'c' && cell !== null) {
        const read = finishedCell(cell, context);
        if (read !== null) cells.push(read);
        cell = null;
      } else if (element === 'row' && cells.length > 0) {
        isDone ||= !take({ first: rowNumber, last: rowNumber, cells });
        cells = [];
      }
    },
  });
}

function finishedCell({ column, type, style, value }: OpenCell, context: CellContext): SheetCell | null {
  const raw = value.trim();
  if (raw === '') return null;
  switch (type) {
    case 's': {
      const text = context.sharedStrings[Number(raw)]?.trim() ?? '';
      return text === '' ? null : { column, text: text.slice(0, LONGEST_CELL), isWord: true };
    }
    case 'str':
    case 'inlineStr':
      return { column, text: raw, isWord: true };
    case 'b':
      return { column, text: raw === '1' || raw === 'true' ? 'TRUE' : 'FALSE', isWord: false };
    case 'e':
      // `#N/A` and its like: nobody searches for them, and half a sheet may be full of them.
      return null;
    case 'd':
      return { column, text: raw.replace('T', ' ').replace(/ 00:00(?::00(?:\.0+)?)?Z?$/, ''), isWord: false };
    default:
      return { column, text: formatNumber(raw, context.numberKinds[style] ?? 'number', context), isWord: false };
  }
}
