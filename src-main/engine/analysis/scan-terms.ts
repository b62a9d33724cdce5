import { fold, joinsTheOneBefore, type Folding, type FoldingKind } from './characters.ts';

/** Longer runs (encoded data, mostly) are searched by their beginning; LanceDB's own limit counts bytes, not letters. */
export const MAX_TERM_CHARS = 40;

/** Receives one term and where it stands in the text, UTF-16 units, half-open. */
type TermReceiver = (term: string, start: number, end: number) => void;

/** `withSingles`: emit each Chinese character by itself too, before the pair that it begins. */
type ScanOptions = { readonly withSingles: boolean };

const NOT_WORD = 0;
const LOWER = 1;
const UPPER = 2;
const ASCII_KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[a-z0-9]/.test(character)) return LOWER;
  return /[A-Z]/.test(character) ? UPPER : NOT_WORD;
});
const LINE_FEED = 10;
const HAN = /^\p{sc=Han}/u;

type SingleFolding = Folding & { readonly joins: boolean };

/**
 * Memo of `fold` for single code points of the basic plane: folding is pure, so nobody can tell that it is filled as
 * texts need it. Computing all 65,536 at start would cost every process 60 ms.
 */
const singles: (SingleFolding | undefined)[] = [];

/**
 * Calls `receive` for each term in the order of the text. Words of ASCII letters, most of most texts, take a path of
 * their own that looks at each unit once; everything else goes through `fold`.
 */
export function scanTerms(text: string, options: ScanOptions, receive: TermReceiver): void {
  let position = 0;
  while (position < text.length) {
    const code = text.charCodeAt(position);
    if (code < 128 && ASCII_KINDS[code] === NOT_WORD) position++;
    else position = code < 128 ? scanAsciiWord(text, position, options, receive) : scanRun(text, position, options, receive);
  }
}

function scanAsciiWord(text: string, start: number, options: ScanOptions, receive: TermReceiver): number {
  let end = start;
  let kinds = 0;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (code >= 128) return scanRun(text, start, options, receive);
    const kind = ASCII_KINDS[code] ?? NOT_WORD;
    if (kind === NOT_WORD) break;
    kinds |= kind;
  }
  const term = text.slice(start, Math.min(end, start + MAX_TERM_CHARS));
  receive((kinds & UPPER) === 0 ? term : term.toLowerCase(), start, end);
  return end;
}

/** Reads neighbouring characters of one kind from `start` and emits their terms; returns where it stopped. */
function scanRun(text: string, start: number, options: ScanOptions, receive: TermReceiver): number {
  let position = start;
  while (position < text.length) {
    const end = clusterEnd(text, position);
    const folding = foldAt(text, position, end);
    if (folding.kind === 'word') return scanWord(text, position, receive);
    if (folding.kind === 'ideograph') return scanPairs(text, position, { kind: 'ideograph', ...options }, receive);
    if (folding.kind === 'unspaced') return scanPairs(text, position, { kind: 'unspaced', withSingles: false }, receive);
    position = end;
    if (folding.kind === 'separator') break;
  }
  return position;
}

function scanWord(text: string, start: number, receive: TermReceiver): number {
  let term = '';
  let position = start;
  let lastEnd = start;
  while (position < text.length) {
    const end = clusterEnd(text, position);
    const folding = foldAt(text, position, end);
    if (folding.kind === 'word') {
      if (term.length < MAX_TERM_CHARS) term += folding.text;
      lastEnd = end;
    } else if (folding.kind !== 'ignored') break;
    position = end;
  }
  receive(cutTerm(term), start, lastEnd);
  return position;
}

type PairOptions = ScanOptions & { readonly kind: 'ideograph' | 'unspaced' };

/** Emits each character with the one after it; a character that stands alone is a term by itself. */
function scanPairs(text: string, start: number, { kind, withSingles }: PairOptions, receive: TermReceiver): number {
  let previous = '';
  let previousStart = start;
  let previousEnd = start;
  let length = 0;
  let position = start;
  while (position < text.length) {
    const end = clusterEnd(text, position);
    const folding = foldAt(text, position, end);
    if (folding.kind === kind) {
      if (length > 0) {
        if (withSingles && HAN.test(previous)) receive(previous, previousStart, previousEnd);
        receive(previous + folding.text, previousStart, end);
      }
      previous = folding.text;
      previousStart = position;
      previousEnd = end;
      length++;
    } else if (folding.kind !== 'ignored' && !isWrap(text, position, kind)) break;
    position = end;
  }
  // The last one is in a pair already, but has not been emitted by itself; one that stands alone is its own term.
  if (length === 1 || (withSingles && HAN.test(previous))) receive(previous, previousStart, previousEnd);
  return position;
}

/** Lines of such scripts are wrapped inside words: a single line break between two of their characters is no border. */
function isWrap(text: string, position: number, kind: FoldingKind): boolean {
  if (text.charCodeAt(position) !== LINE_FEED || position + 1 >= text.length) return false;
  return foldAt(text, position + 1, clusterEnd(text, position + 1)).kind === kind;
}

export function cutTerm(term: string): string {
  if (term.length <= MAX_TERM_CHARS) return term;
  const isLowSurrogate = (term.charCodeAt(MAX_TERM_CHARS) & 0xfc00) === 0xdc00;
  return term.slice(0, isLowSurrogate ? MAX_TERM_CHARS - 1 : MAX_TERM_CHARS);
}

/** A cluster is a code point and the marks after it. */
function clusterEnd(text: string, start: number): number {
  let end = start + widthAt(text, start);
  // No joining character lies below U+0300.
  while (end < text.length && text.charCodeAt(end) >= 0x300) {
    if (!joinsAt(text, end)) break;
    end += widthAt(text, end);
  }
  return end;
}

/** Whether the code point there belongs to the one before it. */
export function joinsAt(text: string, position: number): boolean {
  const width = widthAt(text, position);
  return width === 1 ? singleAt(text, position).joins : joinsTheOneBefore(text.slice(position, position + width));
}

function widthAt(text: string, position: number): number {
  const isHigh = (text.charCodeAt(position) & 0xfc00) === 0xd800;
  return isHigh && (text.charCodeAt(position + 1) & 0xfc00) === 0xdc00 ? 2 : 1;
}

function foldAt(text: string, start: number, end: number): Folding {
  return end - start === 1 ? singleAt(text, start) : fold(text.slice(start, end));
}

function singleAt(text: string, position: number): SingleFolding {
  const code = text.charCodeAt(position);
  const known = singles[code];
  if (known !== undefined) return known;
  const character = text.charAt(position);
  const folding = { ...fold(character), joins: joinsTheOneBefore(character) };
  singles[code] = folding;
  return folding;
}
