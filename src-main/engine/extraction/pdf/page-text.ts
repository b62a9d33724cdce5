import type { TextContent, TextItem } from 'pdfjs-dist/types/src/display/api.js';
import { inReadingDirection, isMarksAlone, type Piece } from './direction.ts';

/**
 * A run of text on one line without a wide gap. Positions are in points in the segment's own frame: `along` grows in
 * the direction of writing on the page (to the right for upright text), `up` grows towards the line above.
 */
export type Segment = {
  /** In reading order. */
  readonly pieces: readonly Piece[];
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly up: number;
  /** Font size in points: that of most of its characters. */
  readonly size: number;
  /** Clockwise quarter turns or, for slanted text, fractions of one. */
  readonly turn: number;
  readonly isMonospace: boolean;
  readonly isRightToLeft: boolean;
};

/** Wider than this many font sizes, a gap parts table cells or columns rather than words. */
const WIDE_GAP = 2.2;
const SAME_LINE = 0.45;
/** Superscripts sit up to half the font size of their line above it. */
const SAME_LINE_RAISED = 0.55;
/** A piece smaller than this, relative to its neighbours, and set close against them may be raised or lowered. */
const RAISED_SIZE = 0.8;
const RAISED_GAP = 0.25;
/** Ordering the pieces of a segment takes time that grows with their square. */
const MAX_PIECES = 400;

/** What one drawn item becomes before its line is known. */
type Placed = Piece & {
  readonly start: number;
  readonly end: number;
  readonly up: number;
  readonly size: number;
  readonly turn: number;
  readonly isMonospace: boolean;
  readonly isRightToLeft: boolean;
};

/**
 * Groups the items of one page into segments, in the order in which the page draws them. A piece's text is its item's
 * string with control characters and lone surrogates replaced one for one (a space, U+FFFD) and without white space at
 * its ends; items that hold nothing else, and a second copy drawn onto the first to look bold, have no piece.
 */
export function segmentsOfPage(content: TextContent): Segment[] {
  const segments: Segment[] = [];
  let open: Placed[] = [];
  let isSpaceBefore = false;
  const close = (): void => {
    if (open.length > 0) segments.push(closeSegment(open));
    open = [];
    isSpaceBefore = false;
  };
  for (const [itemIndex, textItem] of content.items.entries()) {
    if (!('str' in textItem)) continue;
    const cleaned = withoutControls(textItem.str);
    const text = cleaned.trim();
    if (text !== '') {
      // A mark over a letter parts nothing: the space before it, if any, is that before the next letter.
      const isMark = isMarksAlone(text);
      const isParted = !isMark && (isSpaceBefore || cleaned.startsWith(' '));
      const placed = place(textItem, { text, itemIndex, isSpaceBefore: isParted }, content);
      if (!isSecondCopy(placed, open)) {
        if (open.length >= MAX_PIECES || (open.length > 0 && !continues(placed, open))) close();
        open.push(placed);
        isSpaceBefore = (isMark && isSpaceBefore) || cleaned.endsWith(' ');
      }
    } else if (textItem.str !== '') {
      isSpaceBefore = true;
    }
    if (textItem.hasEOL) close();
  }
  close();
  return segments;
}

const CONTROL_OR_SURROGATE = /[\u0000-\u001f\u007f-\u009f\ud800-\udfff\u2028\u2029]/;

function withoutControls(text: string): string {
  if (!CONTROL_OR_SURROGATE.test(text)) return text;
  return text.toWellFormed().replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, ' ');
}

const EAST_ASIAN = /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]/;

function place(textItem: TextItem, piece: Piece, content: TextContent): Placed {
  const [a, b, c, d, x, y] = textItem.transform as [number, number, number, number, number, number];
  const style = content.styles[textItem.fontName];
  const isVertical = style?.vertical === true;
  // Vertical writing runs down the page: its frame is that of text turned clockwise by a quarter.
  const turn = isVertical ? 1 : b === 0 && a >= 0 ? 0 : quarterTurns(a, b);
  const [cosine, sine] = turn === 0 ? [1, 0] : [Math.cos((turn * Math.PI) / 2), -Math.sin((turn * Math.PI) / 2)];
  const start = x * cosine + y * sine;
  const length = isVertical ? textItem.height : textItem.width;
  return {
    ...piece,
    start,
    end: start + length,
    up: y * cosine - x * sine,
    size: (isVertical ? textItem.width : Math.hypot(c, d)) || 1,
    turn,
    // Chinese, Japanese and Korean fonts are monospaced as a rule, so it tells nothing of their text.
    isMonospace: style?.fontFamily === 'monospace' && !EAST_ASIAN.test(piece.text),
    isRightToLeft: textItem.dir === 'rtl',
  };
}

/** Rounded to a degree, so that numerical noise does not tear a line apart. */
function quarterTurns(a: number, b: number): number {
  return Math.round((-Math.atan2(b, a) * 180) / Math.PI) / 90;
}

function isSecondCopy(placed: Placed, open: readonly Placed[]): boolean {
  const slack = 0.15 * placed.size;
  return open
    .slice(-2)
    .some(
      (earlier) =>
        earlier.text === placed.text &&
        Math.abs(earlier.start - placed.start) < slack &&
        Math.abs(earlier.up - placed.up) < slack &&
        earlier.turn === placed.turn,
    );
}

function continues(placed: Placed, open: readonly Placed[]): boolean {
  let [start, end, size] = [Infinity, -Infinity, 0];
  for (const member of open) {
    start = Math.min(start, member.start);
    end = Math.max(end, member.end);
    size = Math.max(size, member.size);
  }
  const first = open[0];
  if (first === undefined || first.turn !== placed.turn) return false;
  const largest = Math.max(size, placed.size);
  // Right-to-left text may be drawn word by word to the left.
  const gap = Math.max(placed.start - end, start - placed.end);
  const isRaised = Math.abs(gap) < RAISED_GAP * largest && Math.min(placed.size, size) < RAISED_SIZE * largest;
  const tolerance = (isRaised ? SAME_LINE_RAISED : SAME_LINE) * largest;
  return Math.abs(placed.up - first.up) <= tolerance && gap < WIDE_GAP * largest;
}

function closeSegment(members: readonly Placed[]): Segment {
  let [start, end, length, rightToLeft, monospace] = [Infinity, -Infinity, 0, 0, 0];
  let dominant = members[0] as Placed;
  for (const member of members) {
    start = Math.min(start, member.start);
    end = Math.max(end, member.end);
    length += member.text.length;
    if (member.isRightToLeft) rightToLeft += member.text.length;
    if (member.isMonospace) monospace += member.text.length;
    if (member.text.length > dominant.text.length) dominant = member;
  }
  const isRightToLeft = rightToLeft * 2 > length;
  const pieces = members.length === 1 ? members : inReadingDirection(members, isRightToLeft);
  return {
    pieces,
    text: pieces.map((piece, index) => (index > 0 && piece.isSpaceBefore ? ` ${piece.text}` : piece.text)).join(''),
    start,
    end,
    up: dominant.up,
    size: dominant.size,
    turn: dominant.turn,
    isMonospace: monospace === length,
    isRightToLeft,
  };
}
