import type { BlockKind } from '#engine/documents/documents.ts';
import type { DocumentBuilder } from '../document-builder.ts';

/** Between the cells of a table row. */
const CELL_SEPARATOR = ' | ';

/** Turns the flat stream of elements and text into blocks. */
export type BlockWriter = {
  addText(text: string): void;
  addLineBreak(): void;
  openHeading(level: number): void;
  closeHeading(): void;
  openBlock(name: string): void;
  closeBlock(name: string): void;
  /** Ends the block that is open, if any. */
  endBlock(): void;
};

/** A table that is open. One with other blocks in its cells is there for the layout: its cells are blocks of their own. */
type OpenTable = { rows: string[]; cells: string[]; isLayout: boolean };

export function createBlockWriter(builder: DocumentBuilder): BlockWriter {
  let parts: string[] = [];
  let headingLevel = 0;
  let preDepth = 0;
  let listDepth = 0;
  let quoteDepth = 0;
  const tables: OpenTable[] = [];

  function takeText(): string {
    const raw = parts.join('');
    parts = [];
    return raw;
  }

  function currentKind(): Exclude<BlockKind, 'heading'> {
    if (preDepth > 0) return 'code';
    if (listDepth > 0) return 'listEntry';
    return quoteDepth > 0 ? 'quote' : 'paragraph';
  }

  function endBlock(): void {
    if (parts.length === 0) return;
    const raw = takeText();
    if (headingLevel > 0) builder.addHeading(headingLevel, raw);
    else builder.add(currentKind(), preDepth > 0 ? raw.replace(/^\n+/, '') : collapse(raw));
  }

  /** A block inside a cell: the table was no table. What it held so far becomes blocks, in order. */
  function breakUp(table: OpenTable): void {
    if (table.isLayout) return;
    table.isLayout = true;
    const openText = takeText();
    for (const line of [...table.rows, ...table.cells]) builder.add('paragraph', line);
    table.rows = [];
    table.cells = [];
    parts = [openText];
  }

  function endCell(table: OpenTable): void {
    if (table.isLayout) return endBlock();
    const cell = collapse(takeText()).replaceAll('\n', ' ');
    if (cell !== '') table.cells.push(cell);
  }

  function endRow(table: OpenTable): void {
    if (table.isLayout || table.cells.length === 0) return;
    table.rows.push(table.cells.join(CELL_SEPARATOR));
    table.cells = [];
  }

  function openTable(): void {
    const outer = tables.at(-1);
    if (outer !== undefined) breakUp(outer);
    endBlock();
    tables.push({ rows: [], cells: [], isLayout: false });
  }

  function closeTable(): void {
    const table = tables.pop();
    if (table === undefined) return;
    endCell(table);
    endRow(table);
    builder.add('table', table.rows.join('\n'));
  }

  /** What a block element begins or ends inside a table that is still one; false: nothing special. */
  function crossTable(name: string): boolean {
    const table = tables.at(-1);
    if (table === undefined) return false;
    switch (name) {
      case 'td':
      case 'th':
      case 'tr':
        endCell(table);
        if (name === 'tr') endRow(table);
        return true;
      case 'tbody':
      case 'thead':
      case 'tfoot':
        return true;
      case 'p':
      case 'div':
        if (table.isLayout) return false;
        parts.push('\n');
        return true;
      case 'caption':
        return false;
      default:
        breakUp(table);
        return false;
    }
  }

  function changeDepth(name: string, by: 1 | -1): void {
    if (name === 'pre') preDepth = Math.max(0, preDepth + by);
    else if (name === 'li' || name === 'dd' || name === 'dt') listDepth = Math.max(0, listDepth + by);
    else if (name === 'blockquote') quoteDepth = Math.max(0, quoteDepth + by);
  }

  return {
    addText: (text) => void (text !== '' && parts.push(preDepth > 0 ? text : text.replace(/[ \t\n\r\f]+/g, ' '))),
    addLineBreak: () => void parts.push('\n'),
    openHeading(level) {
      const table = tables.at(-1);
      if (table !== undefined) breakUp(table);
      endBlock();
      headingLevel = level;
    },
    closeHeading() {
      endBlock();
      headingLevel = 0;
    },
    openBlock(name) {
      if (name === 'table') return openTable();
      if (!crossTable(name)) endBlock();
      changeDepth(name, 1);
    },
    closeBlock(name) {
      if (name === 'table') return closeTable();
      if (!crossTable(name)) endBlock();
      changeDepth(name, -1);
    },
    endBlock,
  };
}

/** One blank between words; line breaks that the page asked for stay, without blanks around them. */
function collapse(text: string): string {
  return text
    .replace(/[ \t\r\f]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{2,}/g, '\n')
    .trim();
}
