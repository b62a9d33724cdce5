/** Nobody writes lines of this length; programs that pack code do. */
const LONG_LINE = 2_000;
const LEAST_SHARE = 0.5;
const STRING =
  /"(?:[^"\\\n]|\\.){1,4000}"|'(?:[^'\\\n]|\\.){1,4000}'|`(?:[^`\\]|\\.){1,4000}`|\/\*(?:[^*]|\*(?!\/)){1,4000}\*\//g;
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
  for (const [literal] of source.matchAll(STRING)) {
    const isComment = literal.startsWith('/*');
    const inner = isComment ? literal.slice(2, -2).replace(/^\s*\*+ ?/gm, '') : literal.slice(1, -1).replace(ESCAPE, unescape);
    const text = inner.replace(/\s+/g, ' ').trim();
    if (PROSE.test(text) && !/[{};=]{2}|=>|\(\)/.test(text)) parts.add(text);
  }
  return [...parts];
}

function unescape(_: string, long?: string, short?: string, byte?: string, other = ''): string {
  const hex = long ?? short ?? byte;
  if (hex === undefined) return /[nrt]/.test(other) ? ' ' : other;
  const codePoint = Number.parseInt(hex, 16);
  return codePoint > 0x10ffff ? '' : String.fromCodePoint(codePoint);
}
