/** Letters and digits of a text, and where each stands in it. */
export type Letters = { readonly text: string; readonly positions: readonly number[]; readonly source: string };

const LETTER = /[\p{L}\p{N}]/gu;
/** What words are made of: joiners and vowel signs stand inside them. */
const OF_WORD = /[\p{L}\p{N}\p{M}\u00ad\u200c\u200d]/u;
/** Scripts without a space between words: each letter counts as one. */
const WITHOUT_SPACES = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

export function lettersOf(source: string): Letters {
  const plain = new Map<string, string>();
  const letters: string[] = [];
  const positions: number[] = [];
  for (const { 0: letter, index } of source.matchAll(LETTER)) {
    let own = plain.get(letter);
    if (own === undefined) plain.set(letter, (own = plainLetters(letter)));
    letters.push(own);
    for (let unit = 0; unit < own.length; unit += 1) positions.push(letter.length === 1 ? index : index + unit);
  }
  return { text: letters.join(''), positions, source };
}

/** The same for a letter with its accent and for both written apart, for `ﬁ` and for `fi`. */
function plainLetters(letter: string): string {
  if (letter.length > 1) return letter;
  return letter.normalize('NFKD').match(LETTER)?.join('') ?? letter;
}

/** Whether a place of a text lies between two letters of one word. */
export function isInsideWord(source: string, position: number): boolean {
  const [before = '', after = ''] = [source[position - 1], source[position]];
  return OF_WORD.test(before) && OF_WORD.test(after) && !WITHOUT_SPACES.test(before) && !WITHOUT_SPACES.test(after);
}

/** Whether a word begins with the letter of this number, or the text is at its end. */
export function beginsWord({ positions, source }: Letters, letter: number): boolean {
  const position = positions[letter];
  if (position === undefined) return true;
  return position !== positions[letter - 1] && !isInsideWord(source, position);
}
