import type { QuerySpan } from './query-tree.ts';

/**
 * A query's text ready to be read: marks of direction, which keyboards and pasted text bring along unseen, are taken out,
 * and what depends on characters further on is known beforehand, so that reading takes linear time. Positions count in
 * `text`; only `span` leads back to what was typed.
 */
export type Source = {
  readonly text: string;
  /** The span in the typed text; directional marks at its ends are left out. */
  span(start: number, end: number): QuerySpan;
  /** The end of the text between delimiters that begins here; `isValue`: a comma ends it, too. */
  runEnd(start: number, options: { readonly isValue: boolean }): number;
  /** The quotation that begins here, or null where the character is none or opens none. `end` lies after the closing mark. */
  quotationAt(position: number): Quotation | null;
};

export type Quotation = { readonly text: string; readonly end: number; readonly isClosed: boolean };

const DIRECTIONAL_MARKS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
const BLANK = /\s/;
const STRAIGHT = '"＂';
const CURLY = '“”„‟';
/** Which marks close what each opens. Straight ones pair among themselves first: curly ones within may be quoted. */
const CLOSERS: Readonly<Record<string, readonly string[]>> = {
  '"': [STRAIGHT, CURLY],
  '＂': [STRAIGHT, CURLY],
  '“': [CURLY + STRAIGHT],
  '”': [CURLY + STRAIGHT],
  '„': [CURLY + STRAIGHT],
  '‟': [CURLY + STRAIGHT],
  '«': ['»'],
  '»': ['«'],
  '「': ['」'],
  '『': ['』'],
  '｢': ['｣'],
};
/** These close as a rule: what they would open must be closed, or they say nothing. */
const CLOSE_AS_A_RULE = '”»';
const QUOTATION_MARKS = new Set([...Object.keys(CLOSERS), '」', '』', '｣']);
const DOUBLE_QUOTES = /["＂“”„‟]/g;

export function isBlank(character: string): boolean {
  return BLANK.test(character);
}

export function isOpening(character: string): boolean {
  return character === '(' || character === '（';
}

export function isClosing(character: string): boolean {
  return character === ')' || character === '）';
}

export function isBar(character: string): boolean {
  return character === '|' || character === '｜';
}

export function isComma(character: string): boolean {
  return ',，،、'.includes(character) && character !== '';
}

export function isColon(character: string): boolean {
  return character === ':' || character === '：' || character === '﹕';
}

export function isQuotationMark(character: string): boolean {
  return QUOTATION_MARKS.has(character);
}

export function openSource(typed: string): Source {
  const text = typed.replace(DIRECTIONAL_MARKS, '');
  const span = spanMapper(typed, text);
  const pairs = pairParentheses(text);

  function runEnd(start: number, { isValue }: { readonly isValue: boolean }): number {
    let position = start;
    while (position < text.length) {
      const character = text.charAt(position);
      if (isOpening(character)) {
        const closing = pairs.get(position);
        if (closing === undefined) break;
        position = closing + 1;
      } else if (isDelimiter(character) || (isValue && isComma(character))) break;
      else position++;
    }
    return position;
  }

  return { text, span, runEnd, quotationAt: quotationReader(text) };
}

function isDelimiter(character: string): boolean {
  return isBlank(character) || isBar(character) || isClosing(character) || isQuotationMark(character);
}

function spanMapper(typed: string, text: string): Source['span'] {
  if (typed.length === text.length) return (start, end) => ({ start, end });
  const offsets = new Uint32Array(text.length + 1);
  const marks = new Set([...typed.matchAll(DIRECTIONAL_MARKS)].map((match) => match.index));
  let position = 0;
  for (let offset = 0; offset < typed.length; offset++) if (!marks.has(offset)) offsets[position++] = offset;
  offsets[position] = typed.length;
  const at = (index: number): number => offsets[index] ?? typed.length;
  return (start, end) => ({ start: at(start), end: end > start ? at(end - 1) + 1 : at(start) });
}

/**
 * Where each parenthesis closes that opens and closes between the same two delimiters, as in `main(argc)` and `人工智能（AI）`.
 * Within a word such a pair is text; any other parenthesis groups.
 */
function pairParentheses(text: string): ReadonlyMap<number, number> {
  const pairs = new Map<number, number>();
  const open: number[] = [];
  for (let position = 0; position < text.length; position++) {
    const character = text.charAt(position);
    if (isOpening(character)) open.push(position);
    else if (isClosing(character)) {
      const opening = open.pop();
      if (opening !== undefined) pairs.set(opening, position);
    } else if (isDelimiter(character)) open.length = 0;
  }
  return pairs;
}

function quotationReader(text: string): Source['quotationAt'] {
  const closerSets = new Set(Object.values(CLOSERS).flat());
  const last = new Map([...closerSets].map((marks) => [marks, lastIndexOfAny(text, marks)]));

  return (position) => {
    const mark = text.charAt(position);
    const closers = CLOSERS[mark]?.find((marks) => (last.get(marks) ?? -1) > position);
    if (CLOSERS[mark] === undefined) return null;
    if (closers === undefined) {
      if (isAfterWord(text, position) || CLOSE_AS_A_RULE.includes(mark)) return null;
      return { text: tidy(text.slice(position + 1)), end: text.length, isClosed: false };
    }
    // A sign for inches: `24" screen`.
    if (isAfterWord(text, position) && isBlank(text.charAt(position + 1))) return null;
    let end = position + 1;
    while (!closers.includes(text.charAt(end))) end++;
    return { text: tidy(text.slice(position + 1, end)), end: end + 1, isClosed: true };
  };
}

function isAfterWord(text: string, position: number): boolean {
  return /[\p{L}\p{N}\p{M}]/u.test(text.charAt(position - 1)) || /[\udc00-\udfff]/.test(text.charAt(position - 1));
}

/** Marks that would end the quotation if it were written with `"` become blanks. */
function tidy(quoted: string): string {
  return quoted.replace(DOUBLE_QUOTES, ' ').replace(/\s+/g, ' ').trim();
}

function lastIndexOfAny(text: string, characters: string): number {
  return Math.max(...Array.from(characters, (character) => text.lastIndexOf(character)));
}
