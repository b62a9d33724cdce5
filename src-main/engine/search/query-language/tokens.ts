import type { Clock } from './dates.ts';
import { parseFilterAt } from './parse-filter.ts';
import type { Filter, LeafNode, QuerySpan } from './query-tree.ts';
import { isBar, isBlank, isClosing, isOpening, isQuotationMark, type Source } from './source.ts';

/** `node` is null for what says nothing (`""`, `**`) but takes the operator before it along. */
export type Token = { readonly span: QuerySpan } & (
  | { readonly kind: 'open' | 'close' | 'or' | 'and' | 'not' | 'require' }
  | { readonly kind: 'leaf'; readonly node: LeafNode | null }
  | { readonly kind: 'filter'; readonly filter: Filter }
);

type OperatorKind = 'open' | 'close' | 'or' | 'and' | 'not' | 'require';

/** Deeper parentheses are passed over, so that whoever walks a tree may recurse. */
export const MAX_DEPTH = 32;

const KEYWORDS: ReadonlyMap<string, 'or' | 'and' | 'not'> = new Map([
  ['OR', 'or'],
  ['AND', 'and'],
  ['NOT', 'not'],
]);
const PREFIXES: ReadonlyMap<string, 'require' | 'not'> = new Map([
  ['+', 'require'],
  ['＋', 'require'],
  ['-', 'not'],
  ['－', 'not'],
  ['−', 'not'],
  ['!', 'not'],
  ['！', 'not'],
]);
/** Before one of these a sign is text, as in `--help`, `->`, `!=`, `+=`, `-:`. */
const NO_OPERAND = /^[-+!＋－−！=<>,;:?]/;
const NOTHING = /^[-+!＋－−！*＊|]*$/;
const WORD_END = /[\p{L}\p{N}\p{M}]$/u;

/**
 * The query in the order of its text. `close` comes only after an `open`; a keyword of operators that an operator governs
 * (`-OR`) is a phrase, so that no word ever reads like an operator.
 */
export function tokenise(source: Source, clock: Clock): Token[] {
  const { text } = source;
  const tokens: Token[] = [];
  let position = 0;
  let depth = 0;
  let isAfterPrefix = false;
  let quotationEnd = -1;

  function push(kind: OperatorKind, length: number): void {
    tokens.push({ kind, span: source.span(position, position + length) });
    position += length;
  }

  function pass(kind: 'open' | 'close'): void {
    const isWithin = kind === 'open' ? ++depth <= MAX_DEPTH : depth > 0 && depth-- <= MAX_DEPTH;
    if (isWithin) push(kind, 1);
    else position++;
  }

  while (position < text.length) {
    const character = text.charAt(position);
    const prefix = isAfterPrefix ? undefined : PREFIXES.get(character);
    const wasAfterPrefix = isAfterPrefix;
    isAfterPrefix = false;
    // The hyphen of „Model C“-Schulen joins words.
    if (isBlank(character) || (prefix !== undefined && position === quotationEnd)) position++;
    else if (isOpening(character)) pass('open');
    else if (isClosing(character)) pass('close');
    else if (isBar(character)) push('or', 1);
    else if (prefix !== undefined && hasOperand(source, position + 1)) {
      push(prefix, 1);
      isAfterPrefix = true;
    } else {
      const isQuotation = isQuotationMark(character);
      const { token, end } = readOperand(source, position, { clock, isGoverned: wasAfterPrefix });
      if (token !== null) tokens.push(token);
      position = end;
      if (isQuotation) quotationEnd = end;
    }
  }
  return tokens;
}

/** Whether a word may follow a sign that governs it. */
export function canFollowSign(text: string): boolean {
  return !NO_OPERAND.test(text);
}

function hasOperand(source: Source, position: number): boolean {
  const character = source.text.charAt(position);
  if (character === '' || isBlank(character) || isBar(character) || isClosing(character)) return false;
  return isQuotationMark(character) ? source.quotationAt(position) !== null : canFollowSign(character);
}

type OperandContext = { readonly clock: Clock; readonly isGoverned: boolean };

function readOperand(
  source: Source,
  start: number,
  { clock, isGoverned }: OperandContext,
): { readonly token: Token | null; readonly end: number } {
  const phrase = readPhrase(source, start);
  if (phrase !== null) return phrase;
  if (isQuotationMark(source.text.charAt(start))) return { token: null, end: start + 1 };
  const found = parseFilterAt(source, start, clock);
  if (found !== null) return { token: { kind: 'filter', filter: found.filter, span: found.filter.span }, end: found.end };

  const end = source.runEnd(start, { isValue: false });
  const span = source.span(start, end);
  const text = source.text.slice(start, end);
  const keyword = KEYWORDS.get(text);
  if (keyword !== undefined && !isGoverned) return { token: { kind: keyword, span }, end };
  const isLast = end === source.text.length;
  return { token: { kind: 'leaf', node: readLeaf(text, { span, isLast, isKeyword: keyword !== undefined }), span }, end };
}

function readPhrase(source: Source, start: number): { readonly token: Token; readonly end: number } | null {
  const quotation = source.quotationAt(start);
  if (quotation === null) return null;
  const span = source.span(start, quotation.end);
  const isUnfinished = !quotation.isClosed && WORD_END.test(source.text);
  const node: LeafNode | null =
    quotation.text === '' ? null : { kind: 'phrase', text: quotation.text, span, isRequired: false, isExact: true, isUnfinished };
  return { token: { kind: 'leaf', node, span }, end: quotation.end };
}

function readLeaf(
  run: string,
  { span, isLast, isKeyword }: { readonly span: QuerySpan; readonly isLast: boolean; readonly isKeyword: boolean },
): LeafNode | null {
  if (NOTHING.test(run)) return null;
  const [start, end] = withoutStars(run);
  const text = run.slice(start, end);
  const isUnfinished = isLast && WORD_END.test(text);
  if (isKeyword) return { kind: 'phrase', text, span, isRequired: false, isExact: true, isUnfinished };
  if (text === run) {
    return { kind: 'word', text, span, isRequired: false, isExact: false, isUnfinished };
  }
  const kind = end === run.length ? 'suffix' : start === 0 ? 'prefix' : 'infix';
  return { kind, text, span, isRequired: false, isExact: true };
}

function withoutStars(run: string): readonly [start: number, end: number] {
  let [start, end] = [0, run.length];
  while (isStar(run.charAt(start))) start++;
  while (end > start && isStar(run.charAt(end - 1))) end--;
  return [start, end];
}

function isStar(character: string): boolean {
  return character === '*' || character === '＊';
}
