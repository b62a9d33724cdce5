import { createFrequentWords } from './frequent-words.ts';
import { decodeAs } from './decode-as.ts';
import { LATIN_ALPHABETS } from './letter-frequencies.ts';

/** The most common first: of equals the first is taken. */
const CODE_PAGES = [
  'windows-1252',
  'windows-1250',
  'ISO-8859-2',
  'windows-1254',
  'windows-1257',
  'ISO-8859-15',
  'IBM850',
  'IBM852',
  'macintosh',
  'x-mac-ce',
];
/** Rarely met today; they must be better by more than a letter or two in a text. */
const OLD_CODE_PAGES: ReadonlySet<string> = new Set(['IBM850', 'IBM852', 'macintosh', 'x-mac-ce']);
const HANDICAP_OF_OLD = 0.04;
/** Text that is right has nearly only letters of its language; names and loan words are the rest. */
const PLAUSIBLE_SHARE = 0.85;
const CLEAR_LEAD = 0.1;
/** In a long text the few letters that tell two code pages apart are enough. */
const CLEAR_LEAD_CHARACTERS = 4;
/** What it counts that the language whose words are frequent in the text is the one whose letters fit. */
const LEAD_OF_OWN_LANGUAGE = 0.05;

/** Marks that stand at the edges of words or alone. */
const PUNCTUATION = new Set('‘’“”„‚«»‹›–—…•§©®™°€£¥¢¿¡†‡±×·½¼¾\u00a0');
/** What a code page makes of bytes that it has no character for. */
const CONTROL = /[\x80-\x9f]/;
/** Marks that follow a letter or a digit. */
const RAISED = new Set('ªº¹²³');
/** Letters that are words. */
const WORDS = new Set('àáâéèêíóòôöúåæ');
/** Marks that may stand between two letters. */
const INSIDE_WORDS = new Set('’·\u00ad–—');

const languageByWords = createFrequentWords();

export type LatinGuess = { readonly encoding: string; readonly isCertain: boolean };

/**
 * The code page that makes the best words of these bytes, whose text is in Latin script; `sample` with all its words tells the
 * language, where it is one that frequent words betray.
 */
export function latinEncoding(telling: Uint8Array, sample: Uint8Array): LatinGuess {
  const language = languageByWords(new TextDecoder('windows-1252').decode(sample));
  const ownAlphabet = language === null ? null : (LATIN_ALPHABETS[language] ?? null);
  const readings = CODE_PAGES.flatMap((encoding) => {
    const text = decodeAs(telling, encoding);
    if (text === null || CONTROL.test(text)) return [];
    const { share, total } = shareOfExpected(text, ownAlphabet);
    return [{ encoding, text, total, share: share - (OLD_CODE_PAGES.has(encoding) ? HANDICAP_OF_OLD : 0) }];
  });
  const [best, ...others] = readings.toSorted((a, b) => b.share - a.share);
  if (best === undefined) return { encoding: 'windows-1252', isCertain: false };
  // What reads as the same text is no rival.
  const rival = others.find(({ text }) => text !== best.text);
  const lead = best.share - (rival?.share ?? 0);
  const isClear = lead >= CLEAR_LEAD || lead * best.total >= CLEAR_LEAD_CHARACTERS || (language !== null && lead > 0);
  return { encoding: best.encoding, isCertain: best.share >= PLAUSIBLE_SHARE && isClear };
}

/** The share of characters beyond ASCII that stand where the best fitting alphabet lets them stand. */
function shareOfExpected(text: string, ownAlphabet: string | null): { share: number; total: number } {
  const letters = new Map<string, number>();
  let expected = 0;
  let total = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (character <= '\x7f') continue;
    total++;
    const [before, after] = [text.charAt(index - 1), text.charAt(index + 1)];
    if (isLetter(character)) {
      const lower = character.toLowerCase();
      // A capital inside a word comes of the wrong code page, and so does a letter that is alone.
      const isInPlace = (lower === character || !isLower(before)) && (isLetter(before) || isLetter(after) || WORDS.has(lower));
      if (isInPlace) letters.set(lower, (letters.get(lower) ?? 0) + 1);
    } else if (isMarkInPlace(character, before, after)) expected++;
  }
  if (total === 0) return { share: 1, total };
  const shareIn = (alphabet: string): number => {
    let count = expected;
    for (const letter of alphabet) count += letters.get(letter) ?? 0;
    return count / total;
  };
  const best = Math.max(...Object.values(LATIN_ALPHABETS).map(shareIn));
  const own = ownAlphabet === null ? 0 : shareIn(ownAlphabet) + LEAD_OF_OWN_LANGUAGE;
  return { share: Math.max(best, own), total };
}

function isMarkInPlace(mark: string, before: string, after: string): boolean {
  if (RAISED.has(mark)) return /[\p{L}\p{N}.]/u.test(before) && !isLetter(after);
  return isLetter(before) && isLetter(after) ? INSIDE_WORDS.has(mark) : PUNCTUATION.has(mark);
}

function isLetter(character: string): boolean {
  return character.toLowerCase() !== character.toUpperCase();
}

function isLower(character: string): boolean {
  return character !== '' && character === character.toLowerCase() && character !== character.toUpperCase();
}
