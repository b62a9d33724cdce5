import { sep } from 'node:path';

/**
 * What a text may look like, folded: the parts between wildcards. `['a']` is the text `a`, `['', 'a', '']` one that holds
 * `a`, `['a', '']` one that begins with it.
 */
export type TextPattern = readonly string[];

const BEYOND_ASCII = /[\u0080-\uffff]/;
const MARKS_AND_INVISIBLES = /[\p{M}\u00ad\u0640\u200b-\u200f\u2060\u2066-\u2069\ufeff]/gu;
const DIGIT = /^\p{Nd}$/u;
const ARABIC_LETTERS = /[كيى]/g;

/** What people do not tell apart when they name a file or a tag: case, accents, widths, keyboards, kinds of slashes. */
export function foldText(text: string): string {
  const slashed = text.replaceAll('\\', '/').toLowerCase();
  if (!BEYOND_ASCII.test(slashed)) return slashed;
  return slashed
    .normalize('NFKD')
    .replace(MARKS_AND_INVISIBLES, '')
    .toLowerCase()
    .replace(ARABIC_LETTERS, (letter) => (letter === 'ك' ? 'ک' : 'ی'))
    .replace(/\p{Nd}/gu, toAsciiDigit);
}

/** Decimal digits of every script lie in runs of ten that begin with zero, some runs side by side. */
function toAsciiDigit(digit: string): string {
  const codePoint = digit.codePointAt(0) ?? 0;
  let start = codePoint;
  while (DIGIT.test(String.fromCodePoint(start - 1))) start--;
  return String((codePoint - start) % 10);
}

/** The last part of a path that ends with no separator. */
export function fileName(path: string): string {
  return path.slice(path.lastIndexOf(sep) + 1);
}

/** Takes linear time: each part is looked for once, from where the one before it ended. */
export function matchesPattern(folded: string, pattern: TextPattern): boolean {
  const [first = '', ...rest] = pattern;
  const last = rest.pop();
  if (last === undefined) return folded === first;
  if (!folded.startsWith(first) || folded.length < first.length + last.length || !folded.endsWith(last)) return false;
  let position = first.length;
  for (const part of rest) {
    const at = folded.indexOf(part, position);
    if (at === -1) return false;
    position = at + part.length;
  }
  return position <= folded.length - last.length;
}
