/**
 * Languages that share a script are told apart by letters that only one of them has. A name quoted from a neighbour, or a
 * letter that an encoding has garbled, must not decide: of a language's own texts these letters are some percent.
 */
type OwnLetters = {
  readonly language: string;
  readonly letters: RegExp;
  /** Of all letters of the script: about a third of what a text in the language has. */
  readonly leastShare: number;
};

/** The first that fits counts: Belarusian shares і with Ukrainian, and Macedonian ј with Serbian. */
const CYRILLIC: readonly OwnLetters[] = [
  { language: 'be', letters: /[ўЎ]/gu, leastShare: 0.01 },
  { language: 'uk', letters: /[іїєґІЇЄҐ]/gu, leastShare: 0.03 },
  { language: 'mk', letters: /[ѓќѕЃЌЅ]/gu, leastShare: 0.003 },
  { language: 'sr', letters: /[ђћјљњџЂЋЈЉЊЏ]/gu, leastShare: 0.03 },
  { language: 'kk', letters: /[әғқңұһӘҒҚҢҰҺ]/gu, leastShare: 0.03 },
  { language: 'mn', letters: /[өүӨҮ]/gu, leastShare: 0.03 },
  // In Russian only vowels that begin with a glide follow it.
  { language: 'bg', letters: /[ъЪ](?![еёюяЕЁЮЯ])/gu, leastShare: 0.005 },
];

const ARABIC: readonly OwnLetters[] = [
  { language: 'ur', letters: /[ٹڈڑںے]/gu, leastShare: 0.04 },
  { language: 'ps', letters: /[ښډړټۍځڅ]/gu, leastShare: 0.015 },
  { language: 'ckb', letters: /[ەێۆڵڕ]/gu, leastShare: 0.04 },
];

/**
 * What only one of the two has, letters and common words, each counts one. ي and ك say nothing: keyboards without ی and ک
 * write Persian with them.
 */
const PERSIAN = /[پچژگکی]|(?<!\p{L})(?:است|از|به|[کك]ه|را|ا[یي]ن|برا[یي]|شد|بود|هم|م[یي]|نم[یي]|ها|ها[یي])(?!\p{L})/gu;
const ARABIC_ALONE = /[ةأإ]|(?<!\p{L})(?:ال(?=\p{L}{2})|(?:في|على|إلى|هذا|هذه|التي|الذي|عن|ذلك|كان|قد)(?!\p{L}))/gu;

/** Of a text that is mostly in Cyrillic letters. */
export function cyrillicLanguage(text: string): string {
  return neighbour(text, /\p{sc=Cyrillic}/gu, CYRILLIC) ?? 'ru';
}

/** Of a text that is mostly in Arabic letters, which PDFs bring as presentation forms. */
export function arabicScriptLanguage(text: string): string {
  const letters = text.normalize('NFKC');
  return (
    neighbour(letters, /\p{sc=Arabic}/gu, ARABIC) ?? (countOf(letters, PERSIAN) > countOf(letters, ARABIC_ALONE) ? 'fa' : 'ar')
  );
}

function neighbour(text: string, script: RegExp, among: readonly OwnLetters[]): string | null {
  const all = countOf(text, script);
  // One letter is a slip.
  const isOwn = ({ letters, leastShare }: OwnLetters): boolean => countOf(text, letters) >= Math.max(2, leastShare * all);
  return among.find(isOwn)?.language ?? null;
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
