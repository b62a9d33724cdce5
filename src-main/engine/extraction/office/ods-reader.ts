import type { DocumentBuilder } from '../document-builder.ts';
import { cellName, createSheetWriter, MAX_CELLS, type SheetCell, type SheetWriter } from './sheet-rows.ts';
import type { XmlAttributes, XmlEvents } from './xml.ts';

/** A cell with text that is said to stand in more columns stands in the first of them only: nobody reads it 16,384 times. */
const MAX_REPEATED_CELLS = 32;
const LONGEST_CELL = 32_767;
/** Inside them, paragraphs are no text of the cell. */
const WORD_TYPES = new Set(['', 'string']);

type OpenCell = {
  readonly column: number;
  readonly repeated: number;
  readonly type: string;
  readonly date: string | null;
  lines: string[];
};

export type OdsReader = {
  readonly events: XmlEvents;
  /** Must be called once the events have ended. */
  finish(): void;
  /** True where cells were left out. */
  readonly isCut: boolean;
};

/** Turns the content of an OpenDocument spreadsheet into rows. */
export function createOdsReader(builder: DocumentBuilder): OdsReader {
  let cellsLeft = MAX_CELLS;
  let sheet = '';
  let writer: SheetWriter | null = null;
  let row = { first: 1, last: 1 };
  let cells: SheetCell[] = [];
  let remarks: { readonly text: string; readonly range: string }[] = [];
  let column = 0;
  let cell: OpenCell | null = null;
  let line: string | null = null;
  let remark: string[] | null = null;
  let remarkSilence = false;

  function openCell(attributes: XmlAttributes): void {
    const repeated = count(attributes['table:number-columns-repeated']);
    const type = attributes['office:value-type'] ?? attributes['calcext:value-type'] ?? '';
    cell = { column, repeated, type, date: type === 'date' ? (attributes['office:date-value'] ?? null) : null, lines: [] };
    column += repeated;
  }

  function closeCell(): void {
    if (cell === null) return;
    const text = cell.date === null ? cell.lines.join('\n').trim().slice(0, LONGEST_CELL) : isoDate(cell.date);
    const copies = cell.repeated <= MAX_REPEATED_CELLS ? cell.repeated : 1;
    for (let copy = 0; copy < copies && text !== ''; copy += 1)
      cells.push({ column: cell.column + copy, text, isWord: WORD_TYPES.has(cell.type) });
    cell = null;
  }

  function closeRow(): void {
    writer?.addRow({ ...row, cells });
    cellsLeft -= cells.length;
    cells = [];
  }

  function closeTable(): void {
    writer?.finish();
    writer = null;
    for (const { text, range } of remarks) builder.add('paragraph', text, { kind: 'sheet', sheet, range });
    remarks = [];
  }

  function endLine(): void {
    const text =
      line
        ?.replace(/[ \t\n]+/g, ' ')
        .replaceAll('\u0000', '')
        .trim() ?? '';
    line = null;
    if (text === '') return;
    if (remark !== null) remark.push(text);
    else if (cell !== null) cell.lines.push(text);
    // Text boxes and shapes.
    else if (writer !== null) builder.add('paragraph', text);
  }

  const events: XmlEvents = {
    isDone: () => cellsLeft <= 0 || builder.isFull,
    open(element, attributes) {
      if (element === 'table') {
        sheet = attributes['table:name'] ?? sheet;
        writer = createSheetWriter(builder, sheet);
        row = { first: 1, last: 0 };
      } else if (element === 'table-row') {
        const first = row.last + 1;
        row = { first, last: row.last + count(attributes['table:number-rows-repeated']) };
        column = 0;
        cells = [];
      } else if (element === 'table-cell' || element === 'covered-table-cell') openCell(attributes);
      else if (element === 'annotation') remark = [];
      else if (element === 'date' || element === 'creator') remarkSilence = true;
      else if (element === 'p' || element === 'h') line = '';
      else if (element === 'tab' || element === 's' || element === 'line-break') line = line === null ? null : `${line} `;
    },
    text(text) {
      if (line !== null && !remarkSilence && line.length <= LONGEST_CELL) line += text;
    },
    close(element) {
      if (element === 'p' || element === 'h') endLine();
      else if (element === 'date' || element === 'creator') remarkSilence = false;
      else if (element === 'annotation') {
        if (remark !== null && remark.length > 0)
          remarks.push({ text: remark.join('\n'), range: cellName(cell?.column ?? 0, row.first) });
        remark = null;
      } else if (element === 'table-cell' || element === 'covered-table-cell') closeCell();
      else if (element === 'table-row') closeRow();
      else if (element === 'table') closeTable();
    },
  };
  return {
    events,
    finish: closeTable,
    get isCut() {
      return cellsLeft <= 0;
    },
  };
}

/** A repetition as declared, at least one. */
function count(text: string | undefined): number {
  return Math.max(1, Math.min(Number.parseInt(text ?? '1', 10) || 1, 2_000_000));
}

/** `2024-05-01T00:00:00` → `2024-05-01`, `2024-05-01T10:30:00` → `2024-05-01 10:30`. */
function isoDate(text: string): string {
  const [date = '', time = ''] = text.slice(0, 40).split('T');
  const minutes = time.replace(/\.\d+$/, '').replace(/:00$/, '');
  return minutes === '' || minutes === '00:00' ? date : `${date} ${minutes}`;
}
