import type { Segment } from './page-text.ts';

/** One line of a column: segments in reading order that wide gaps part. */
export type Row = readonly Segment[];

/** How often a page may go back up before its drawing order counts as no reading order: a header drawn last, a footer drawn first. */
const TOLERATED_STEPS_UP = 2;
const SAME_ROW = 0.45;

/**
 * The rows of a page in reading order. The order of drawing is kept where it runs down the page, column after column,
 * as most programs write it; otherwise the page is cut into columns and sorted. Text turned another way than most of
 * the page follows at the end.
 */
export function readingOrder(segments: readonly Segment[]): Row[] {
  const turn = mainTurn(segments);
  const upright = segments.filter((segment) => segment.turn === turn);
  const turned = upright.length === segments.length ? [] : segments.filter((segment) => segment.turn !== turn);
  const gutter = findGutter(upright);
  const isInOrder =
    countStepsUp(upright) <= TOLERATED_STEPS_UP && (gutter === null || countCrossings(upright, gutter) < MIN_COLUMN_ROWS);
  const ordered = isInOrder ? upright : sortByPlace(upright, 0);
  return [...toRows(ordered), ...toRows(turned)];
}

function mainTurn(segments: readonly Segment[]): number {
  const lengths = new Map<number, number>();
  for (const { turn, text } of segments) lengths.set(turn, (lengths.get(turn) ?? 0) + text.length);
  let [best, longest] = [0, -1];
  for (const [turn, length] of lengths) if (length > longest) [best, longest] = [turn, length];
  return best;
}

function toRows(segments: readonly Segment[]): Row[] {
  const rows: Segment[][] = [];
  for (const segment of segments) {
    const row = rows.at(-1);
    const last = row?.at(-1);
    if (row !== undefined && last !== undefined && isSameRow(last, segment)) row.push(segment);
    else rows.push([segment]);
  }
  return rows.map(inRowDirection);
}

function isSameRow(a: Segment, b: Segment): boolean {
  return a.turn === b.turn && Math.abs(a.up - b.up) < SAME_ROW * Math.max(a.size, b.size);
}

/** Right-to-left rows are read from the right whatever the order of drawing; others keep it unless it goes backwards. */
function inRowDirection(row: readonly Segment[]): Row {
  if (row.length === 1) return row;
  let balance = 0;
  for (const segment of row) balance += segment.isRightToLeft ? segment.text.length : -segment.text.length;
  return row.toSorted(balance > 0 ? (a, b) => b.end - a.end : (a, b) => a.start - b.start);
}

function countStepsUp(segments: readonly Segment[]): number {
  let count = 0;
  for (const [index, segment] of segments.entries()) {
    const last = segments[index - 1];
    if (last === undefined || segment.up <= last.up + Math.max(last.size, segment.size)) continue;
    const isNextColumn = segment.isRightToLeft ? segment.end <= last.start + last.size : segment.start >= last.end - last.size;
    if (!isNextColumn) count += 1;
  }
  return count;
}

/** The band without text between two columns. */
type Gutter = { readonly start: number; readonly end: number };

const MIN_COLUMN_ROWS = 4;
/** Share of a column's width that its middle line must fill; cells of tables fill less. */
const COLUMN_FILL = 0.55;
const MIN_GUTTER = 0.7;
/** Positions are counted in strips of this share of the page's width. */
const STRIPS = 240;
const MIN_GUTTER_STRIPS = 3;

/** How many rows were drawn straight across the gutter. */
function countCrossings(segments: readonly Segment[], gutter: Gutter): number {
  let count = 0;
  for (const [index, segment] of segments.entries()) {
    const last = segments[index - 1];
    if (last !== undefined && isSameRow(last, segment) && last.end <= gutter.start && segment.start >= gutter.end) count += 1;
  }
  return count;
}

/** The widest band that nearly no segment crosses and that has lines of running text on both sides; null for one column. */
function findGutter(segments: readonly Segment[]): Gutter | null {
  if (segments.length < 2 * MIN_COLUMN_ROWS) return null;
  const { left, right } = extent(segments);
  const width = right - left;
  if (!(width > 0)) return null;
  const covered = new Uint32Array(STRIPS);
  for (const { start, end } of segments) {
    const first = Math.max(0, Math.floor(((start - left) / width) * STRIPS));
    const last = Math.min(STRIPS, Math.ceil(((end - left) / width) * STRIPS));
    for (let strip = first; strip < last; strip += 1) covered[strip] = (covered[strip] ?? 0) + 1;
  }
  const tolerated = Math.floor(segments.length * 0.15);
  let best: Gutter | null = null;
  for (let strip = 0; strip < STRIPS; strip += 1) {
    if ((covered[strip] ?? 0) > tolerated) continue;
    const from = strip;
    while (strip < STRIPS && (covered[strip] ?? 0) <= tolerated) strip += 1;
    if (strip - from < MIN_GUTTER_STRIPS) continue;
    const gutter = { start: left + (from / STRIPS) * width, end: left + (strip / STRIPS) * width };
    if ((best === null || gutter.end - gutter.start > best.end - best.start) && partsColumns(segments, gutter)) best = gutter;
  }
  return best;
}

function extent(segments: readonly Segment[]): { left: number; right: number } {
  let [left, right] = [Infinity, -Infinity];
  for (const { start, end } of segments) [left, right] = [Math.min(left, start), Math.max(right, end)];
  return { left, right };
}

function partsColumns(segments: readonly Segment[], gutter: Gutter): boolean {
  const slack = (gutter.end - gutter.start) / 2;
  const middle = gutter.start + slack;
  const columns = [segments.filter(({ end }) => end <= middle), segments.filter(({ start }) => start >= middle)];
  return columns.every((column) => {
    if (column.length < MIN_COLUMN_ROWS) return false;
    const sizes = column.map(({ size }) => size).toSorted((a, b) => a - b);
    if (gutter.end - gutter.start < MIN_GUTTER * (sizes[sizes.length >> 1] ?? 0)) return false;
    const widths = column.map(({ start, end }) => end - start).toSorted((a, b) => a - b);
    const { left, right } = extent(column);
    return (widths[widths.length >> 1] ?? 0) >= COLUMN_FILL * (right - left);
  });
}

const MAX_DEPTH = 3;

/** Bands between the lines that span the columns from top to bottom; within a band, column after column. */
function sortByPlace(segments: readonly Segment[], depth: number): Segment[] {
  const gutter = depth < MAX_DEPTH ? findGutter(segments) : null;
  if (gutter === null) return downThePage(segments);
  const middle = (gutter.start + gutter.end) / 2;
  const spanning = downThePage(segments.filter(({ start, end }) => start < middle && end > middle));
  const left = segments.filter(({ end }) => end <= middle);
  const right = segments.filter(({ start }) => start >= middle);
  let isRightFirst = 0;
  for (const segment of segments) isRightFirst += segment.isRightToLeft ? segment.text.length : -segment.text.length;
  const columns = (isRightFirst > 0 ? [right, left] : [left, right]).map((column) => sortByPlace(column, depth + 1));
  const ordered: Segment[] = [];
  let top = Infinity;
  for (const bottom of [...spanning.map(({ up }) => up), -Infinity]) {
    for (const column of columns) ordered.push(...column.filter(({ up }) => up <= top && up > bottom));
    const line = spanning.find(({ up }) => up === bottom);
    if (line !== undefined && bottom !== top) ordered.push(...spanning.filter(({ up }) => up === bottom));
    top = bottom;
  }
  return ordered;
}

/** By line from top to bottom. Lines are found first, because comparing with a tolerance would be no order at all. */
function downThePage(segments: readonly Segment[]): Segment[] {
  const lines: Segment[][] = [];
  for (const segment of segments.toSorted((a, b) => b.up - a.up)) {
    const line = lines.at(-1);
    if (line?.[0] !== undefined && isSameRow(line[0], segment)) line.push(segment);
    else lines.push([segment]);
  }
  return lines.flatMap(inRowDirection);
}
