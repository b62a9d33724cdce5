import { patternLines } from './ignore-rules.ts';

/** Every file is tested against every pattern: more of them would make scanning slow, and no list by hand is so long. */
const MOST_PATTERNS = 1_000;
const LONGEST_PATTERN = 1_000;

/** Lines, from 1, that are no pattern or can match nothing: the user meant something else. Empty lines and comments are sound. */
export function invalidPatternLines(patterns: string): number[] {
  const invalid: number[] = [];
  let count = 0;
  for (const [index, line] of patternLines(patterns).entries()) {
    const text = withoutTrailingSpaces(line);
    if (text === '' || text.startsWith('#')) continue;
    count += 1;
    if (count > MOST_PATTERNS || !isPattern(text.startsWith('!') ? text.slice(1) : text)) invalid.push(index + 1);
  }
  return invalid;
}

/** As git reads a line: trailing spaces do not count unless a backslash stands before them. */
function withoutTrailingSpaces(line: string): string {
  let end = line.length;
  while (line[end - 1] === ' ' && line[end - 2] !== '\\') end -= 1;
  return line.slice(0, end);
}

function isPattern(text: string): boolean {
  if (text === '' || text.length > LONGEST_PATTERN || text.includes('\0')) return false;
  const inner = text.replace(/^\//, '').replace(/\/$/, '');
  return inner.split('/').every((name) => name !== '' && name !== '.' && name !== '..') && isClosed(text);
}

/** False where a backslash escapes nothing, or a bracket is left open, which git takes for a pattern that never matches. */
function isClosed(text: string): boolean {
  let index = 0;
  while (index < text.length) {
    const character = text[index];
    if (character === '\\') {
      if (index + 1 >= text.length) return false;
      index += 2;
    } else if (character === '[') {
      const end = endOfBracket(text, index);
      if (end === null) return false;
      index = end;
    } else {
      index += 1;
    }
  }
  return true;
}

/** Where `[...]` that starts at `start` ends, or null. Directly after `[` or `[!`, a `]` stands for itself. */
function endOfBracket(text: string, start: number): number | null {
  let index = start + 1;
  if (text[index] === '!' || text[index] === '^') index += 1;
  const first = index;
  while (index < text.length) {
    if (text[index] === ']' && index > first) return index + 1;
    if (text[index] === '\\') {
      index += 2;
    } else if (text.startsWith('[:', index)) {
      const end = text.indexOf(':]', index);
      if (end === -1) return null;
      index = end + 2;
    } else {
      index += 1;
    }
  }
  return null;
}
