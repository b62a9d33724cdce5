/** Scripts that put no blanks between words. */
const UNSPACED_END = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}，、；：。！？…]$/u;
const UNSPACED_START = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u;

/** Two pieces of a text as one line, with a blank between them where their script has blanks. */
export function joinWords(left: string, right: string): string {
  const glue = UNSPACED_END.test(left) && UNSPACED_START.test(right) ? '' : ' ';
  return left === '' || right === '' ? left + right : left + glue + right;
}
