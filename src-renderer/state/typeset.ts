import type { Anchor, StructuredText, TextBlock } from '#contract';
import { flowing, markPieces, paragraphsOf, type MarkedPiece, type PlacedText } from '../text/layout.ts';
import type { Range } from '../text/pieces.ts';
import { hiddenRanges, tablesOf, type RowText, type Table, type TableRow } from '../text/table-rows.ts';

/** A stretch of text as it is drawn. `start` is its place in the whole extracted text. */
export type Line = { readonly start: number; readonly pieces: readonly MarkedPiece[] };

export type TypesetRow = {
  readonly start: number;
  /** Its number in the file; null where the format has none. */
  readonly number: number | null;
  /** By column, null for empty cells; of a whole row the one cell that reaches over all columns. */
  readonly cells: readonly (Line | null)[];
  readonly isWhole: boolean;
};

/** What the reader draws, from top to bottom. */
export type TypesetBlock =
  | { readonly kind: 'place'; readonly start: number; readonly anchor: Anchor }
  | ({ readonly kind: 'heading'; readonly level: number } & Line)
  | ({ readonly kind: 'paragraph' | 'quote' | 'code' | 'remark' } & Line)
  /** What is said at a time of a film. */
  | ({ readonly kind: 'cue'; readonly startMs: number } & Line)
  | { readonly kind: 'list'; readonly start: number; readonly entries: readonly Line[] }
  | { readonly kind: 'facts'; readonly start: number; readonly facts: readonly { readonly name: Line; readonly value: Line }[] }
  | {
      readonly kind: 'table';
      readonly start: number;
      readonly columnCount: number;
      /** Names of the columns; null where none has one. */
      readonly header: readonly (Line | null)[] | null;
      readonly hasNumbers: boolean;
      readonly rows: readonly TypesetRow[];
    };

export type MarkedPassage = {
  /** The passage and its highlights, in the whole text; null where none is shown. */
  readonly passage: Range | null;
  readonly highlights: readonly Range[];
};

type Part = Pick<StructuredText, 'text' | 'start' | 'pages' | 'blocks'>;

/** Lays a part of a document's text out as its structure says, with the passage marked wherever it is drawn. */
export function typeset(part: Part, marked: MarkedPassage): TypesetBlock[] {
  const drawn: TypesetBlock[] = [];
  const blocks = part.blocks.length > 0 ? part.blocks : unstructured(part);
  const lineOf = (placed: PlacedText): Line => ({
    start: placed.start,
    pieces: markPieces(placed, marked.passage, marked.highlights),
  });
  let place = '';
  for (const group of groupsOf(blocks)) {
    const [first] = group;
    if (first === undefined) continue;
    const key = placeKey(first.anchor);
    const text = textOf(part, first);
    // A heading that says where it stands needs no other to say it again.
    const saysItself = first.kind === 'heading' && nameOf(first.anchor) === text.trim();
    if (key !== '' && key !== place && first.anchor !== null && !saysItself)
      drawn.push({ kind: 'place', start: first.start, anchor: first.anchor });
    if (key !== '') place = key;
    drawn.push(...drawGroup(group, part, { lineOf, marked }));
  }
  return drawn;
}

/** The whole text with what is not drawn where it stands blotted out, at its length: what is found in it can be shown. */
export function findableText({ text, start, blocks }: Part): string {
  let position = 0;
  const parts: string[] = [];
  for (const [from, to] of hiddenIn({ text, start, blocks })) {
    parts.push(text.slice(position, from - start), '\0'.repeat(Math.max(0, to - from)));
    position = to - start;
  }
  return parts.join('') + text.slice(position);
}

function hiddenIn(part: Pick<Part, 'text' | 'start' | 'blocks'>): Range[] {
  const groups = groupsOf(part.blocks).filter(([first]) => first?.kind === 'table');
  return groups.flatMap((group) => tablesOf(rowsOf(group, part)).flatMap(hiddenRanges)).toSorted((a, b) => a[0] - b[0]);
}

type Drawing = { readonly lineOf: (placed: PlacedText) => Line; readonly marked: MarkedPassage };

function drawGroup(group: readonly TextBlock[], part: Part, { lineOf, marked }: Drawing): TypesetBlock[] {
  const [first] = group;
  if (first === undefined) return [];
  const { start, kind, level } = first;
  const own = (): Line => lineOf({ start, text: flowing(textOf(part, first)) });
  switch (kind) {
    case 'heading':
      return [{ kind, level, ...own() }];
    case 'listEntry':
      return [{ kind: 'list', start, entries: group.map((block) => lineOf({ start: block.start, text: textOf(part, block) })) }];
    case 'table':
      return tablesOf(rowsOf(group, part)).map((table) => drawTable(table, group, { lineOf, marked }));
    case 'metadata': {
      const facts = factsOf({ start, text: textOf(part, first) });
      if (facts === null) return [{ kind: 'remark', ...own() }];
      return [{ kind: 'facts', start, facts: facts.map(({ name, value }) => ({ name: lineOf(name), value: lineOf(value) })) }];
    }
    case 'code':
      return [{ kind, ...lineOf({ start, text: textOf(part, first) }) }];
    case 'paragraph':
      if (first.anchor?.kind === 'time') return [{ kind: 'cue', startMs: first.anchor.startMs, ...own() }];
      return [{ kind, ...own() }];
    case 'quote':
      return [{ kind, ...own() }];
  }
}

function drawTable({ columns, rows }: Table, blocks: readonly TextBlock[], { lineOf, marked }: Drawing): TypesetBlock {
  const numbers = new Map(blocks.map(({ start, anchor }) => [start, rowNumber(anchor)]));
  const header = columns.map((name, column) => (name === null ? null : drawName(name, { column, rows, marked })));
  return {
    kind: 'table',
    start: rows[0]?.start ?? 0,
    columnCount: columns.length,
    header: header.every((name) => name === null) ? null : header,
    hasNumbers: rows.some(({ start }) => (numbers.get(start) ?? null) !== null),
    rows: rows.map((row) => ({ ...drawRow(row, columns.length, lineOf), number: numbers.get(row.start) ?? null })),
  };
}

function drawRow({ start, cells, isWhole }: TableRow, width: number, lineOf: Drawing['lineOf']): Omit<TypesetRow, 'number'> {
  const drawn: (Line | null)[] = isWhole ? [] : Array.from({ length: width }, () => null);
  for (const cell of cells) drawn[cell.column] = lineOf(cell);
  return { start, cells: drawn, isWhole };
}

type NameOptions = { readonly column: number; readonly rows: readonly TableRow[]; readonly marked: MarkedPassage };

/** The name of a column stands once: what is marked in any row's repetition of it is marked there. */
function drawName(name: RowText, { column, rows, marked: { passage, highlights } }: NameOptions): Line {
  if (passage === null) return { start: name.start, pieces: markPieces(name, null, []) };
  const inside = rows.flatMap(({ cells }) =>
    cells.flatMap((cell) => (cell.column === column && cell.name !== null ? [cell.name] : [])),
  );
  const carried = inside.flatMap(([from, to]) =>
    highlights
      .filter(([start, end]) => start < to && end > from && from >= passage[0] && to <= passage[1])
      .map(([start, end]): Range => [start - from + name.start, end - from + name.start]),
  );
  const whole: Range = [name.start, name.start + name.text.length];
  return { start: name.start, pieces: markPieces(name, carried.length > 0 ? whole : null, carried) };
}

/** Entries of one list and rows of one table or sheet come together, all else alone. */
function groupsOf(blocks: readonly TextBlock[]): TextBlock[][] {
  const groups: TextBlock[][] = [];
  for (const block of blocks) {
    const last = groups.at(-1)?.at(-1);
    const isJoined = last?.kind === block.kind && (block.kind === 'listEntry' || block.kind === 'table');
    if (isJoined && placeKey(last.anchor) === placeKey(block.anchor)) groups.at(-1)?.push(block);
    else groups.push([block]);
  }
  return groups;
}

function rowsOf(group: readonly TextBlock[], part: Pick<Part, 'text' | 'start'>): RowText[] {
  return group.flatMap((block) => {
    let start = block.start;
    return textOf(part, block)
      .split('\n')
      .map((text): RowText => {
        const row = { text, start };
        start += text.length + 1;
        return row;
      });
  });
}

function textOf({ text, start }: Pick<Part, 'text' | 'start'>, block: TextBlock): string {
  return text.slice(Math.max(0, block.start - start), Math.max(0, block.end - start));
}

const FACT = /^([^\s:][^:\n]{0,40}): +(\S.*)$/;

/** Lines that all are `name: value`; null where they are not. */
function factsOf({ text, start }: PlacedText): { readonly name: PlacedText; readonly value: PlacedText }[] | null {
  const facts: { readonly name: PlacedText; readonly value: PlacedText }[] = [];
  let position = start;
  for (const line of text.split('\n')) {
    const [, name, value] = FACT.exec(line) ?? [];
    if (name === undefined || value === undefined) return null;
    facts.push({
      name: { text: name, start: position },
      value: { text: value, start: position + line.length - value.length },
    });
    position += line.length + 1;
  }
  return facts;
}

/** The same for all that lies at one place of the file; empty where the format knows no such places. */
function placeKey(anchor: Anchor | null): string {
  switch (anchor?.kind) {
    case 'page':
      return `page ${anchor.page}`;
    case 'slide':
      return `slide ${anchor.slide}`;
    case 'sheet':
      return `sheet ${anchor.sheet}`;
    case 'part':
      return `part ${anchor.part}`;
    case 'cells':
      return `cells ${anchor.first}`;
    case 'rows':
    case 'lines':
    case 'time':
    case undefined:
      return '';
  }
}

function nameOf(anchor: Anchor | null): string | null {
  if (anchor?.kind === 'sheet') return anchor.sheet.trim();
  return anchor?.kind === 'part' ? anchor.part.trim() : null;
}

function rowNumber(anchor: Anchor | null): number | null {
  if (anchor?.kind === 'rows') return anchor.first;
  if (anchor?.kind !== 'sheet') return null;
  const row = /\d+/.exec(anchor.range)?.[0];
  return row === undefined ? null : Number(row);
}

/** A text without blocks: paragraphs at blank lines, and the pages that it lies on. */
function unstructured({ text, start, pages }: Part): TextBlock[] {
  const end = start + text.length;
  const pageStarts = pages.filter((page) => page.start >= start && page.start < end).toSorted((a, b) => a.start - b.start);
  const bounds = [start, ...pageStarts.map((page) => page.start), end];
  return bounds.slice(0, -1).flatMap((from, index) => {
    const page = pageStarts[index - 1]?.page;
    const anchor: Anchor | null = page === undefined ? null : { kind: 'page', page };
    const paragraphs = paragraphsOf({ text: text.slice(from - start, (bounds[index + 1] ?? end) - start), start: from });
    return paragraphs.map((paragraph): TextBlock => {
      const { start: begin } = paragraph;
      return { kind: 'paragraph', level: 0, start: begin, end: begin + paragraph.text.length, anchor };
    });
  });
}
