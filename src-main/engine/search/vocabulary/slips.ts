import { isUnspaced } from '#engine/analysis/characters.ts';

const LETTERS = /^[\p{L}\p{M}]+$/u;
/** Fewer letters are near to half of all short words; of long ones people miss two. */
const LEAST_LETTERS = 4;
const LETTERS_FOR_TWO_EDITS = 8;
/** Codes, names of products and the like are meant as they are written: `QX2`, `iPhone`, `NATO`, `foo_bar`. */
const IDENTIFIER = /[\p{N}_\p{Pc}@/\\.:+#]|\p{Ll}\p{Lu}|^\p{Lu}{2,}$/u;
const SHOUTED = /^[^\p{Ll}]*$/u;

/** How many edits a folded word of a query may be away from what was meant; 0 where a slip cannot be told. */
export function maxEditsOf(word: string): 0 | 1 | 2 {
  const length = Array.from(word).length;
  if (length < LEAST_LETTERS || !LETTERS.test(word) || isUnspaced(word)) return 0;
  return length < LETTERS_FOR_TWO_EDITS ? 1 : 2;
}

/** Which of a query's words look as if they were meant as they are written. Capitals say nothing where all of the query is in them. */
export function meantAsWritten(words: readonly string[]): boolean[] {
  const isShouted = words.length > 1 && words.every((word) => SHOUTED.test(word));
  return words.map((word) => IDENTIFIER.test(isShouted ? word.toLowerCase() : word.replace(/[.,:;!?…]+$/u, '')));
}
