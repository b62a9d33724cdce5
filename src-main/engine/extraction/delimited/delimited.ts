import Papa from 'papaparse';
import type { ExtractionOutcome } from '#engine/documents/documents.ts';
import type { DocumentBuilder } from '../document-builder.ts';
import { extractAsText } from '../extract-as-text.ts';
import type { ExtractionOptions } from '../extractor.ts';
import { sniffDelimiter, type DelimitedSource } from './delimiter.ts';
import { hasHeader } from './header.ts';

/** A million columns are no table that a person reads; the first ones say what a row is about. */
const MOST_COLUMNS = 256;
const LONGEST_ROW = 20_000;
/** Names repeated in every row must not drown what it says. */
const LONGEST_NAME = 60;
/** So many rows decide whether the first one is a header. */
const HEAD_ROWS = 21;
const CELL_SEPARATOR = ' | ';

/** Reads comma- or otherwise separated values: a block a row, each cell below the name of its column. */
export function extractDelimited(bytes: Uint8Array, options: ExtractionOptions): Promise<ExtractionOutcome> {
  return extractAsText(bytes, options, (source, builder) => {
    readRows(sniffDelimiter(source), builder);
    return {};
  });
}

/** Reads tab-separated values, in which commas part nothing. */
export function extractTabSeparated(bytes: Uint8Array, options: ExtractionOptions): Promise<ExtractionOutcome> {
  return extractAsText(bytes, options, (source, builder) => {
    readRows({ delimiter: '\t', text: source, firstLine: 1 }, builder);
    return {};
  });
}

function readRows(source: DelimitedSource, builder: DocumentBuilder): void {
  const hasQuotes = source.text.includes('"') && !isQuoteOpen(source);
  const head: string[][] = [];
  let names: readonly string[] | null = null;
  let row = source.firstLine - 1;

  const addRow = (cells: readonly string[], number: number): void => {
    builder.add('table', rowText(cells, names ?? []), { kind: 'rows', first: number, last: number });
  };
  const startBody = (): void => {
    const first = head[0];
    const isHeader = hasHeader(head);
    names = isHeader && first !== undefined ? first.map(toName) : [];
    // A header without rows would be lost; above rows its names stand in each of them.
    for (const [index, cells] of head.entries()) if (index > 0 || !isHeader) addRow(cells, source.firstLine + index);
  };

  Papa.parse<string[]>(source.text, {
    delimiter: source.delimiter,
    newline: '\n',
    ...(hasQuotes ? {} : { fastMode: true }),
    step({ data }, parser) {
      row += 1;
      const cells = data.length > MOST_COLUMNS ? data.slice(0, MOST_COLUMNS) : data;
      if (names !== null) addRow(cells, row);
      else if (head.push(cells) === HEAD_ROWS) startBody();
      if (builder.isFull) parser.abort();
    },
  });
  if (names === null) startBody();
}

/** One quote that is never closed would make one cell of all that follows it. */
function isQuoteOpen({ text, delimiter }: DelimitedSource): boolean {
  let isOpen = false;
  Papa.parse<string[]>(text, {
    delimiter,
    newline: '\n',
    step({ errors }, parser) {
      isOpen = errors.some(({ code }) => code === 'MissingQuotes');
      if (isOpen) parser.abort();
    },
  });
  return isOpen;
}

function rowText(cells: readonly string[], names: readonly string[]): string {
  const texts: string[] = [];
  for (const [column, cell] of cells.entries()) {
    const value = oneLine(cell);
    if (value === '') continue;
    const name = names[column] ?? '';
    texts.push(name === '' ? value : `${name}: ${value}`);
  }
  return texts.join(CELL_SEPARATOR).slice(0, LONGEST_ROW);
}

function toName(cell: string): string {
  return oneLine(cell).replace(/:$/, '').slice(0, LONGEST_NAME);
}

function oneLine(cell: string): string {
  return cell.replace(/\s+/g, ' ').trim();
}
