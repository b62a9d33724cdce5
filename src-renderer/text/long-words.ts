/** Longer than the words of most languages, and short enough that a few columns of a table stand side by side. */
const LONG_WORD = /[^\s\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}-]{25}/u;

/** Whether a text holds what may be broken anywhere: an address, a key, a path. No other word of a narrow column is. */
export function hasLongWord(text: string): boolean {
  return LONG_WORD.test(text);
}
