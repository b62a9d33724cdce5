import { beginsNamedPeriod, resolveDate, type Clock } from './dates.ts';
import { fieldNamed, isDateField, isTextField, MAX_FIELD_CHARS, type FilterField } from './fields.ts';
import type { Filter, FilterProblem, FilterValue, QuerySpan, Range, RangeFilter } from './query-tree.ts';
import { resolveSize } from './sizes.ts';
import { isBar, isBlank, isClosing, isColon, isComma, isOpening, isQuotationMark, type Source } from './source.ts';

/** A filter and where its text ends. */
type FilterAt = { readonly filter: Filter; readonly end: number };
type Values = { readonly values: readonly FilterValue[]; readonly end: number };

const FIELD_NAME = new RegExp(`([a-z]{1,${MAX_FIELD_CHARS}})[:：﹕]`, 'iy');
const DIGIT = /\p{Nd}/u;
const REST_OF_PERIOD = /\s{1,9}(?:\d{1,4}\s{1,9})?(?:day|week|month|year)s?(?![\p{L}\p{N}])/iuy;

/**
 * The filter that begins at `start`, or null where the text there is none: an unknown field, a blank after the colon
 * (`Title: a pasted line`), an address (`file://`) or a name in source code (`path::join`). A field that ends the query
 * is a filter whose value is missing: it is about to be typed.
 */
export function parseFilterAt(source: Source, start: number, clock: Clock): FilterAt | null {
  FIELD_NAME.lastIndex = start;
  const name = FIELD_NAME.exec(source.text)?.[1];
  const field = name === undefined ? null : fieldNamed(name);
  if (name === undefined || field === null) return null;
  const valueStart = start + name.length + 1;
  if (!beginsValue(source, valueStart)) return null;
  const { values, end } = isOpening(source.text.charAt(valueStart))
    ? readGroupedValues(source, valueStart + 1)
    : readValues(source, valueStart, field);
  return { filter: buildFilter(field, { values, span: source.span(start, end), clock }), end };
}

function beginsValue({ text }: Source, position: number): boolean {
  const character = text.charAt(position);
  if (isBlank(character) || isBar(character) || isClosing(character) || isComma(character) || isColon(character)) return false;
  return !text.startsWith('//', position);
}

/** `a,"b c",d`: up to a blank. */
function readValues(source: Source, start: number, field: FilterField): Values {
  const values: FilterValue[] = [];
  let position = start;
  for (;;) {
    const value = readValue(source, position, { hasDecimals: field === 'size' });
    position = value.end;
    if (value.value !== null) {
      const named = isDateField(field) ? readNamedPeriod(source, value.value, { start, end: position }) : null;
      position = named?.end ?? position;
      values.push(named?.value ?? value.value);
    }
    if (!isComma(source.text.charAt(position))) return { values, end: position };
    position++;
  }
}

/** `(a "b c" OR d, e)`: up to the parenthesis that closes, or the end. */
function readGroupedValues(source: Source, start: number): Values {
  const { text } = source;
  const values: FilterValue[] = [];
  let position = start;
  while (position < text.length && !isClosing(text.charAt(position))) {
    const { value, end } = readValue(source, position, { hasDecimals: false });
    // What separates values, and a stray quotation mark or parenthesis.
    position = Math.max(end, position + 1);
    if (value !== null && (value.isQuoted || value.text !== 'OR')) values.push(value);
  }
  return { values, end: Math.min(position + 1, text.length) };
}

/**
 * One value, or null where there is none: an empty quotation, nothing between two commas. `hasDecimals`: a comma between
 * two digits belongs to a number (`size:<1,5gb`).
 */
function readValue(
  source: Source,
  start: number,
  { hasDecimals }: { readonly hasDecimals: boolean },
): { readonly value: FilterValue | null; readonly end: number } {
  const quotation = source.quotationAt(start);
  const first = source.text.charAt(start);
  if (quotation === null && (isOpening(first) || isQuotationMark(first))) return { value: null, end: start };
  let end = quotation?.end ?? source.runEnd(start, { isValue: true });
  while (quotation === null && hasDecimals && isDecimalComma(source.text, end)) end = source.runEnd(end + 1, { isValue: true });
  const text = quotation?.text ?? source.text.slice(start, end);
  if (text === '') return { value: null, end };
  return { value: { text, isQuoted: quotation !== null, span: source.span(start, end) }, end };
}

function isDecimalComma(text: string, position: number): boolean {
  return isComma(text.charAt(position)) && DIGIT.test(text.charAt(position - 1)) && DIGIT.test(text.charAt(position + 1));
}

/** `date:last month` without quotes: the words that go on with it. */
function readNamedPeriod(
  source: Source,
  value: FilterValue,
  at: { readonly start: number; readonly end: number },
): { readonly value: FilterValue; readonly end: number } | null {
  if (value.isQuoted || !beginsNamedPeriod(value.text)) return null;
  REST_OF_PERIOD.lastIndex = at.end;
  const rest = REST_OF_PERIOD.exec(source.text)?.[0];
  if (rest === undefined) return null;
  const end = at.end + rest.length;
  const text = `${value.text}${rest}`.replace(/\s+/g, ' ');
  // What holds blanks is written in quotes.
  return { value: { text, isQuoted: true, span: { start: value.span.start, end: source.span(at.start, end).end } }, end };
}

function buildFilter(
  field: FilterField,
  { values, span, clock }: { readonly values: readonly FilterValue[]; readonly span: QuerySpan; readonly clock: Clock },
): Filter {
  const missing: FilterProblem | null = values.length === 0 ? { kind: 'missingValue', span } : null;
  if (isTextField(field)) return { kind: 'text', field, values, isExcluded: false, span, problem: missing };
  const resolved = values.map((value) => ({ ...value, range: resolveRange(field, value.text, clock) }));
  const invalid = resolved.find(({ range }) => range === null);
  const problem: FilterProblem | null =
    invalid === undefined
      ? missing
      : { kind: field === 'size' ? 'invalidSize' : 'invalidDate', text: invalid.text, span: invalid.span };
  return { kind: 'range', field, values: resolved, isExcluded: false, span, problem };
}

function resolveRange(field: RangeFilter['field'], text: string, clock: Clock): Range | null {
  return field === 'size' ? resolveSize(text) : resolveDate(field, text, clock);
}
