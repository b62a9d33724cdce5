/** A filter of the query as it is written, `-type:pdf`, and what it says. */
export type Operator = {
  readonly text: string;
  /** By its first name: `in:` and `dir:` are `folder`. */
  readonly field: OperatorField;
  /** Without its quotes. */
  readonly value: string;
  readonly isExcluded: boolean;
};

export type QueryParts = {
  readonly operators: readonly Operator[];
  /** All that is no operator on its own, as it was typed. */
  readonly text: string;
  /** Where operators were taken out: half-open ranges of UTF-16 units of the query, ascending. */
  readonly taken: readonly (readonly [start: number, end: number])[];
};

export const OPERATOR_FIELDS = [
  'type',
  'ext',
  'folder',
  'path',
  'name',
  'title',
  'author',
  'lang',
  'tag',
  'date',
  'before',
  'after',
  'size',
] as const;
export type OperatorField = (typeof OPERATOR_FIELDS)[number];

const ALIASES: Readonly<Record<string, OperatorField>> = {
  kind: 'type',
  in: 'folder',
  dir: 'folder',
  filename: 'name',
  file: 'name',
  language: 'lang',
};

const FIELD = `${[...OPERATOR_FIELDS, ...Object.keys(ALIASES)].join('|')}`;
const OPERATOR = new RegExp(`([-!]?)(${FIELD}):((?:"[^"]*"|(?!//)[^\\s"()|:,])(?:"[^"]*"|[^\\s"()|])*)(?=\\s|$)`, 'iy');
const UNFINISHED = new RegExp(`(?:^|\\s)([-!]?)(${FIELD}):("?)([^"\\s]*|(?<=")[^"]*)$`, 'i');
/** `date:last month`: the value goes on after the blank. */
const BEGINS_PERIOD = /^(?:last|past|previous|this|current)$/i;
const KEYWORD = /^(?:OR|AND|NOT)$/;
const QUOTE_PAIRS: Readonly<Record<string, string>> = { '"': '"', '“': '”', '„': '“', '«': '»', '「': '」', '『': '』' };

/**
 * Takes the operators out of a query that stand on their own between blanks: not those in quotes and parentheses, or
 * beside a keyword, where they are part of something. `isFinished`: one at the very end, too, where more may be typed.
 */
export function splitQuery(query: string, { isFinished }: { readonly isFinished: boolean }): QueryParts {
  const operators: Operator[] = [];
  const taken: [number, number][] = [];
  for (const token of tokensOf(query)) {
    const end = token.start + token.text.length;
    if (!token.isFree || (end === query.length && !isFinished)) continue;
    const operator = parseOperator(token.text);
    if (operator === null) continue;
    operators.push(operator);
    taken.push([token.start, end + (/^\s*/.exec(query.slice(end))?.[0].length ?? 0)]);
  }
  let text = query;
  for (const [start, end] of taken.toReversed()) text = text.slice(0, start) + text.slice(end);
  return { operators, text, taken };
}

/** The query that these parts say; `splitQuery` reads them again. */
export function joinQuery(operators: readonly Operator[], text: string): string {
  if (operators.length === 0) return text;
  return [...operators.map((operator) => operator.text), text].join(' ');
}

/** The query with quotes around these parts of it, which ascend. */
export function quoteRanges(query: string, ranges: readonly { readonly start: number; readonly end: number }[]): string {
  let quoted = query;
  for (const { start, end } of ranges.toReversed()) {
    quoted = `${quoted.slice(0, start)}"${quoted.slice(start, end)}"${quoted.slice(end)}`;
  }
  return quoted;
}

const EXCLUDED = /(^|\s)(?:[-!]|NOT\s+)(?:"[^"]*"|\([^)]*\)|[^\s"()]+)/gu;

/** The words of a text as mere wishes: without quotes, stars, parentheses and keywords, and without what was excluded. */
export function withoutSigns(text: string): string {
  return text
    .replace(EXCLUDED, '$1')
    .replace(/["“”„«»「」『』()*|＊]/gu, ' ')
    .split(/\s+/)
    .filter((word) => !KEYWORD.test(word))
    .map((word) => word.replace(/^\+/, ''))
    .join(' ')
    .trim();
}

/** The operator that a text is, or null. */
export function parseOperator(text: string): Operator | null {
  OPERATOR.lastIndex = 0;
  const match = OPERATOR.exec(text);
  if (match === null || match[0].length !== text.length) return null;
  const [, sign = '', name = '', written = ''] = match;
  const field = fieldNamed(name);
  if (field === null || (isDate(field) && BEGINS_PERIOD.test(written))) return null;
  return { text, field, value: written.replaceAll('"', ''), isExcluded: sign !== '' };
}

/** Writes an operator so that it is read again with this value. */
export function operatorFor(field: OperatorField, value: string): Operator {
  const bare = value.replaceAll('"', '');
  const written = /[\s,()|:/]/.test(bare) ? `"${bare}"` : bare;
  return { text: `${field}:${written}`, field, value: bare, isExcluded: false };
}

/** Filters given beside a query, as operators of it. */
export function operatorsOf({ folders, types, tags, after, before }: GivenFilters): Operator[] {
  const anyOf = (field: OperatorField, values: readonly string[]): Operator[] => values.map((value) => operatorFor(field, value));
  const bound = (field: 'after' | 'before', at: number | null): Operator[] =>
    at === null ? [] : [operatorFor(field, localDay(new Date(at)))];
  return [
    ...anyOf('folder', folders),
    ...anyOf('type', types),
    ...anyOf('tag', tags),
    ...bound('after', after),
    ...bound('before', before),
  ];
}

export type GivenFilters = {
  readonly folders: readonly string[];
  readonly types: readonly string[];
  readonly tags: readonly string[];
  /** Milliseconds since 1970. */
  readonly after: number | null;
  readonly before: number | null;
};

function localDay(date: Date): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

export type UnfinishedOperator = {
  readonly field: OperatorField;
  readonly sign: string;
  /** What of the value has been typed. */
  readonly partial: string;
  /** Where the operator begins in the text; it ends at the caret. */
  readonly start: number;
};

/** The operator that is being typed right before the caret, or null. */
export function operatorBefore(text: string, caret: number): UnfinishedOperator | null {
  const match = UNFINISHED.exec(text.slice(0, caret));
  if (match === null || /^\S/.test(text.slice(caret))) return null;
  const [all, sign = '', name = '', , partial = ''] = match;
  const field = fieldNamed(name);
  return field === null ? null : { field, sign, partial, start: match.index + (/^\s/.test(all) ? 1 : 0) };
}

type Token = { readonly text: string; readonly start: number; readonly isFree: boolean };

function tokensOf(query: string): Token[] {
  const tokens: Token[] = [];
  let depth = 0;
  let position = 0;
  while (position < query.length) {
    const character = query.charAt(position);
    const closer = QUOTE_PAIRS[character];
    if (/\s/.test(character)) position += 1;
    else if (character === '(' || character === ')') {
      depth = Math.max(0, depth + (character === '(' ? 1 : -1));
      position += 1;
    } else if (closer !== undefined) {
      const end = query.indexOf(closer, position + 1);
      position = end === -1 ? query.length : end + 1;
    } else {
      const text = tokenAt(query, position);
      tokens.push({ text, start: position, isFree: depth === 0 });
      position += text.length;
    }
  }
  return tokens.map((token, index) => ({
    ...token,
    isFree:
      token.isFree && ![tokens[index - 1], tokens[index + 1]].some((beside) => beside !== undefined && isJoining(beside.text)),
  }));
}

function tokenAt(query: string, position: number): string {
  OPERATOR.lastIndex = position;
  const operator = OPERATOR.exec(query);
  if (operator !== null) return operator[0];
  // A sign before a parenthesis stands alone: what it governs is in the group.
  return /^[^\s()"“„«「『]+/.exec(query.slice(position))?.[0] ?? query.charAt(position);
}

function isJoining(token: string): boolean {
  return KEYWORD.test(token) || token.includes('|');
}

function fieldNamed(name: string): OperatorField | null {
  const key = name.toLowerCase();
  return OPERATOR_FIELDS.find((field) => field === key) ?? ALIASES[key] ?? null;
}

function isDate(field: OperatorField): boolean {
  return field === 'date' || field === 'before' || field === 'after';
}
