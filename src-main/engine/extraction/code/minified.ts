/** Nobody writes lines of this length; programs that pack code do. */
const LONG_LINE = 2_000;
const LEAST_SHARE = 0.5;
const LONGEST_LITERAL = 4_000;
const ESCAPE = /\\(?:u\{([\da-f]{1,6})\}|u([\da-f]{4})|x([\da-f]{2})|(.))/gi;
/** Three words in a row, or two characters of a script that programs are not written in. */
const PROSE = /\p{L}{2,}[,;:]? \p{L}+[,;:]? \p{L}{2,}|[^\P{L}\p{sc=Latin}]{2}/u;

/** Whether most of a source text lies in lines that are too long to have been written by hand. */
export function isMinified(source: string): boolean {
  let longChars = 0;
  let start = 0;
  while (start < source.length) {
    const end = source.indexOf('\n', start);
    const length = (end < 0 ? source.length : end) - start;
    if (length >= LONG_LINE) longChars += length;
    start += length + 1;
  }
  return longChars > source.length * LEAST_SHARE;
}

/** What people can read in packed code: its comments and the sentences in its strings, each once, in order. */
export function readableParts(source: string): string[] {
  const parts = new Set<string>();
  for (const { text: raw, isComment } of literalsOf(source)) {
    const inner = isComment ? raw.replace(/^\s*[*!]+ ?/gm, '') : raw.replace(ESCAPE, unescape);
    const text = inner.replace(/\s+/g, ' ').trim();
    if (PROSE.test(text) && !/[{};=]{2}|=>|\(\)/.test(text)) parts.add(text);
  }
  return [...parts];
}

type Literal = { readonly text: string; readonly isComment: boolean };

/** Strings and comments, by one look at each character: what is never closed is gone through once, too. */
function* literalsOf(source: string): Generator<Literal> {
  for (let index = 0; index < source.length; index++) {
    const character = source[index];
    if (character === '/' && source[index + 1] === '*') {
      const end = source.indexOf('*/', index + 2);
      if (end < 0) return;
      yield { text: source.slice(index + 2, Math.min(end, index + LONGEST_LITERAL)), isComment: true };
      index = end + 1;
    } else if (character === '"' || character === "'" || character === '`') {
      const end = endOfString(source, index, character);
      if (source[end] === character) yield { text: source.slice(index + 1, end), isComment: false };
      index = end;
    }
  }
}

/** Where the string that begins at `start` is closed, or where it can be none. */
function endOfString(source: string, start: number, quote: string): number {
  const limit = Math.min(source.length, start + LONGEST_LITERAL);
  for (let index = start + 1; index < limit; index++) {
    const character = source[index];
    if (character === quote || (character === '\n' && quote !== '`')) return index;
    if (character === '\\') index += 1;
  }
  return limit;
}

function unescape(_: string, long?: string, short?: string, byte?: string, other = ''): string {
  const hex = long ?? short ?? byte;
  if (hex === undefined) return /[nrt]/.test(other) ? ' ' : other;
  const codePoint = Number.parseInt(hex, 16);
  return codePoint > 0x10ffff ? '' : String.fromCodePoint(codePoint);
}
