import type { Range } from './pieces.ts';

/** More would be no help to anybody, and slow to mark. */
export const MAX_FOUND = 2000;

// Letters that are written in two ways: Persian and Arabic keyboards differ in the first, people in the last.
const SPELLINGS = ['یيى', 'کك', 'هۀة', 'اأإآ', 'её'];

/**
 * Where a text holds the words sought, in order: letters of either case, any white space for white space, letters with two
 * spellings in both. At most `MAX_FOUND`.
 */
export function findInText(text: string, sought: string): Range[] {
  const pattern = patternOf(sought);
  if (pattern === null) return [];
  const ranges: Range[] = [];
  for (const match of text.matchAll(pattern)) {
    ranges.push([match.index, match.index + match[0].length]);
    if (ranges.length >= MAX_FOUND) break;
  }
  return ranges;
}

function patternOf(sought: string): RegExp | null {
  const words = sought.trim().split(/\s+/);
  if (words[0] === '') return null;
  return new RegExp(words.map((word) => Array.from(word, letterPattern).join('')).join('\\s+'), 'giu');
}

function letterPattern(letter: string): string {
  const spellings = SPELLINGS.find((group) => group.includes(letter.toLowerCase()));
  if (spellings !== undefined) return `[${spellings}]`;
  return letter.replace(/[\\^$.*+?()[\]{}|/-]/, (sign) => `\\u{${sign.charCodeAt(0).toString(16)}}`);
}
