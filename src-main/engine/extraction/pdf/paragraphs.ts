import type { BlockKind } from '#engine/documents/documents.ts';
import type { Segment } from './page-text.ts';
import type { Row } from './reading-order.ts';

/** How the text of a row goes on in the next: a line break that was meant, a space, nothing, or nothing and without the hyphen at its end. */
export type Join = 'break' | 'space' | 'none' | 'dropHyphen';

export type Paragraph = {
  readonly kind: Exclude<BlockKind, 'heading' | 'metadata' | 'quote'>;
  readonly rows: readonly Row[];
  /** One fewer than `rows`. */
  readonly joins: readonly Join[];
  /** Font size in points of its first row. */
  readonly size: number;
};

/** What a row looks like as a whole. */
type Line = {
  readonly row: Row;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly up: number;
  readonly size: number;
  readonly turn: number;
  readonly isMonospace: boolean;
  readonly isRightToLeft: boolean;
  readonly isListEntry: boolean;
};

const LIST_MARK = /^(?:[•‣◦▪▫●○■□–—*·-]|\(?(?:\d{1,3}|[a-z])[.)])(?:\s+\S|$)/u;
const SENTENCE_END = /[.!?:;…。！？؟۔][)"'”’»\]]*$/u;
const CJK_EDGE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u;

/** A part of a word set in capitals throughout. */
const CAPITALS = /^\p{Lu}{2,}$/u;

/** Relative to the page's usual distance between lines, a larger one parts paragraphs. */
const PARAGRAPH_GAP = 1.28;
const SIZE_CHANGE = 0.12;

/**
 * Groups the rows of a page into paragraphs by distance, font size, indentation and list marks. `isCompound` tells
 * whether the document writes a word with the hyphen elsewhere ("well-known"), so that it stays.
 */
export function paragraphsOfPage(rows: readonly Row[], isCompound: (word: string) => boolean): Paragraph[] {
  const lines = rows.map(lineOf);
  const pitch = usualPitch(lines);
  const paragraphs: Paragraph[] = [];
  let open: Line[] = [];
  for (const line of lines) {
    if (open.length > 0 && startsParagraph(open, line, pitch)) {
      paragraphs.push(closeParagraph(open, isCompound));
      open = [];
    }
    open.push(line);
  }
  if (open.length > 0) paragraphs.push(closeParagraph(open, isCompound));
  return paragraphs;
}

function lineOf(row: Row): Line {
  let longest = row[0] as Segment;
  let [start, end] = [Infinity, -Infinity];
  for (const segment of row) {
    if (segment.text.length > longest.text.length) longest = segment;
    start = Math.min(start, segment.start);
    end = Math.max(end, segment.end);
  }
  const text = row.length === 1 ? longest.text : row.map((segment) => segment.text).join(' ');
  const { up, size, turn, isRightToLeft } = longest;
  const isMonospace = row.every((segment) => segment.isMonospace);
  return { row, text, start, end, up, size, turn, isMonospace, isRightToLeft, isListEntry: LIST_MARK.test(text) };
}

/** The distance between lines in font sizes that a third of the page's lines does not exceed: that inside paragraphs. */
function usualPitch(lines: readonly Line[]): number {
  const pitches: number[] = [];
  for (const [index, line] of lines.entries()) {
    const last = lines[index - 1];
    const pitch = last === undefined ? 0 : (last.up - line.up) / line.size;
    if (pitch > 0.7 && pitch < 4) pitches.push(pitch);
  }
  pitches.sort((a, b) => a - b);
  return Math.min(2.6, Math.max(1, pitches[Math.floor(pitches.length / 3)] ?? 1.2));
}

function startsParagraph(open: readonly Line[], line: Line, usual: number): boolean {
  const first = open[0] as Line;
  const last = open.at(-1) as Line;
  if (line.turn !== last.turn || line.isMonospace !== last.isMonospace || line.isListEntry) return true;
  if (Math.abs(line.size - last.size) > SIZE_CHANGE * Math.max(line.size, last.size)) return true;
  const pitch = (last.up - line.up) / Math.max(line.size, last.size);
  // At the top of the next column, only a sentence that is under way goes on.
  if (pitch < 0.3) return SENTENCE_END.test(last.text) || !/^\p{Ll}/u.test(line.text);
  if (pitch > PARAGRAPH_GAP * usual) return true;
  if (!SENTENCE_END.test(last.text) || first.isListEntry) return false;
  const indent = (candidate: Line): number => (line.isRightToLeft ? -candidate.end : candidate.start);
  const margin = Math.min(...open.slice(-2).map(indent));
  const isIndented = indent(line) > margin + 0.8 * line.size && indent(line) < margin + 6 * line.size;
  return isIndented && indent(last) < margin + 0.3 * line.size;
}

function closeParagraph(lines: readonly Line[], isCompound: (word: string) => boolean): Paragraph {
  const first = lines[0] as Line;
  const isTable = lines.length > 1 && lines.filter((line) => line.row.length > 1).length * 2 > lines.length;
  const isCode = lines.every((line) => line.isMonospace);
  const kind = isTable ? 'table' : isCode ? 'code' : first.isListEntry ? 'listEntry' : 'paragraph';
  let [start, end] = [Infinity, -Infinity];
  for (const line of lines) [start, end] = [Math.min(start, line.start), Math.max(end, line.end)];
  const joins = lines.slice(1).map((line, index): Join => {
    const last = lines[index] as Line;
    if (isTable || isCode || isContentsLine(last.text)) return 'break';
    const join = joinWords(last.text, line.text, isCompound);
    const isWhole = join === 'space' || (join === 'none' && CJK_EDGE.test(line.text.at(0) ?? ''));
    return isWhole && leavesRoom(last, line, { start, end }) ? 'break' : join;
  });
  return { kind, rows: lines.map((line) => line.row), joins, size: first.size };
}

/** A line of a table of contents, filled with dots up to the page number. */
function isContentsLine(text: string): boolean {
  return text.includes('. . .') || text.includes('....');
}

/** Whether the next line's first word would have fitted behind this line, so that the break was meant. */
function leavesRoom(last: Line, next: Line, column: { start: number; end: number }): boolean {
  if (last.up - next.up < 0.3 * next.size) return false;
  const room = next.isRightToLeft ? last.start - column.start : column.end - last.end;
  // Chinese and Japanese lines break between any two characters, though not before a mark.
  const firstWordLength = (CJK_EDGE.test(next.text.at(0) ?? '') ? /^.{2}/u : /^\S+/u).exec(next.text)?.[0].length ?? 1;
  const wordWidth = ((next.end - next.start) / next.text.length) * firstWordLength;
  return room > wordWidth + next.size;
}

function joinWords(last: string, next: string, isCompound: (word: string) => boolean): Join {
  const hyphenated = /([\p{L}\p{M}\p{N}]+)([-\u00ad\u2010])$/u.exec(last);
  if (hyphenated === null) return CJK_EDGE.test(last.at(-1) ?? '') && CJK_EDGE.test(next.at(0) ?? '') ? 'none' : 'space';
  const [, start = '', hyphen] = hyphenated;
  const rest = /^[\p{L}\p{M}\p{N}]+/u.exec(next)?.[0] ?? '';
  if (rest === '') return 'space';
  if (hyphen === '\u00ad') return 'dropHyphen';
  const goesOn = (/\p{L}$/u.test(start) && /^\p{Ll}/u.test(rest)) || (CAPITALS.test(start) && CAPITALS.test(rest));
  return goesOn && !isCompound(`${start}-${rest}`.toLowerCase()) ? 'dropHyphen' : 'none';
}
