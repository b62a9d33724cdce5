/**
 * What one character (a code point with the marks that follow it) contributes to a term. `kind`:
 * - `word`: a letter or digit; neighbouring ones make one term
 * - `ideograph`, `unspaced`: a character of a script without spaces (Han and Kana; Thai, Lao, Khmer, Burmese), whose
 *   terms are overlapping pairs
 * - `ignored`: as though it were not there
 * - `separator`: ends a term
 */
export type Folding = { readonly kind: FoldingKind; readonly text: string };
export type FoldingKind = 'word' | 'ideograph' | 'unspaced' | 'ignored' | 'separator';

const IGNORED: Folding = { kind: 'ignored', text: '' };
const SEPARATOR: Folding = { kind: 'separator', text: '' };

/** Soft hyphen, bidi marks and isolates, zero-width joiners and spaces, BOM, tatweel, variation selectors. */
const INVISIBLE =
  /[\u00ad\u034f\u061c\u0640\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\u{e0100}-\u{e01ef}]/gu;
const MARKS = /\p{M}+/gu;
const IDEOGRAPH = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Bopomofo}ー]/u;
const UNSPACED = /^[\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
/** Scripts whose marks are accents, vowel points or stress: a reader types the word without them. */
const MARKS_ARE_OPTIONAL = /^[\p{sc=Latin}\p{sc=Greek}\p{sc=Arabic}\p{sc=Hebrew}\p{sc=Syriac}\p{N}]/u;
const CYRILLIC = /^\p{sc=Cyrillic}/u;
/** Grave and acute: in Cyrillic they show stress. Breve and diaeresis make letters of their own (й, ї) and stay. */
const STRESS = /[\u0300\u0301]/gu;
const WORD = /^[\p{L}\p{N}\p{M}]+$/u;
const NOT_WORD_AT_ENDS = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}\p{M}]+$/gu;
const DIGIT = /\p{Nd}/u;
const DIGITS = /\p{Nd}/gu;
const TRADEMARK = /^[\u2120\u2122]/u;

/**
 * Letters that are other letters' variants but do not decompose. Latin ones as people without the key type them;
 * Arabic ones to the Persian letter, so that both keyboards find the same word (alef, yeh and heh with hamza likewise).
 */
const VARIANTS: ReadonlyMap<string, string> = new Map([
  ...Object.entries({
    ß: 'ss',
    æ: 'ae',
    œ: 'oe',
    ø: 'o',
    đ: 'd',
    ð: 'd',
    ħ: 'h',
    ı: 'i',
    ł: 'l',
    ŧ: 't',
    þ: 'th',
    ς: 'σ',
    ё: 'е',
  }),
  ...Object.entries({ ك: 'ک', ڪ: 'ک', ي: 'ی', ى: 'ی', ئ: 'ی', ې: 'ی', ؤ: 'و', أ: 'ا', إ: 'ا', آ: 'ا', ٱ: 'ا' }),
  ...Object.entries({ ة: 'ه', ۀ: 'ه', ە: 'ه', ہ: 'ه', ھ: 'ه', ۃ: 'ه' }),
]);

/** Halfwidth Kana takes its voicing mark, conjoining Jamo its vowel and final, as a character of its own. */
const JOINS_THE_ONE_BEFORE = /^[\p{M}\uff9e\uff9f\u1160-\u11ff\ud7b0-\ud7ff]$/u;

export function joinsTheOneBefore(character: string): boolean {
  return JOINS_THE_ONE_BEFORE.test(character);
}

/** Whether a folded term begins in a script without spaces. */
export function isUnspaced(term: string): boolean {
  return IDEOGRAPH.test(term) || UNSPACED.test(term);
}

/** The text without characters that only steer how its neighbours are shown. */
export function withoutInvisible(text: string): string {
  return text.replace(INVISIBLE, '');
}

/** Folds one cluster: a code point and those after it that join it. */
export function fold(cluster: string): Folding {
  const composed = withoutInvisible(cluster).normalize('NFKC').toLowerCase().normalize('NFKC');
  if (composed.replace(MARKS, '') === '') return IGNORED;
  const text = foldLetters(composed).replace(NOT_WORD_AT_ENDS, '').replace(DIGITS, toAsciiDigit);
  // A fraction or a ligature that stands for several words would leave its parts in one term.
  if (text === '' || !WORD.test(text) || TRADEMARK.test(cluster)) return SEPARATOR;
  const [, second] = text.replace(MARKS, '');
  if (second === undefined && IDEOGRAPH.test(text)) return { kind: 'ideograph', text };
  if (second === undefined && UNSPACED.test(text)) return { kind: 'unspaced', text };
  return { kind: 'word', text };
}

function foldLetters(composed: string): string {
  let folded = composed;
  if (MARKS_ARE_OPTIONAL.test(composed)) {
    // Arabic letters whose hamza or madda decomposes are variants first, or أ would lose its hamza before the table sees it.
    folded = replaceVariants(composed).normalize('NFD').replace(MARKS, '').normalize('NFC');
  } else if (CYRILLIC.test(composed)) {
    folded = composed.replace(STRESS, '');
  }
  return replaceVariants(folded);
}

function replaceVariants(text: string): string {
  let replaced = '';
  for (const character of text) replaced += VARIANTS.get(character) ?? character;
  return replaced;
}

/** Decimal digits of every script lie in runs of ten that begin with zero, some runs side by side. */
function toAsciiDigit(digit: string): string {
  const codePoint = digit.codePointAt(0) ?? 0;
  let start = codePoint;
  while (DIGIT.test(String.fromCodePoint(start - 1))) start--;
  return String((codePoint - start) % 10);
}
