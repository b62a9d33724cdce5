import { stemmer as stemArabic } from '@orama/stemmers/arabic';
import { stemmer as stemDanish } from '@orama/stemmers/danish';
import { stemmer as stemDutch } from '@orama/stemmers/dutch';
import { stemmer as stemFinnish } from '@orama/stemmers/finnish';
import { stemmer as stemFrench } from '@orama/stemmers/french';
import { stemmer as stemGerman } from '@orama/stemmers/german';
import { stemmer as stemHungarian } from '@orama/stemmers/hungarian';
import { stemmer as stemItalian } from '@orama/stemmers/italian';
import { stemmer as stemNorwegian } from '@orama/stemmers/norwegian';
import { stemmer as stemPortuguese } from '@orama/stemmers/portuguese';
import { stemmer as stemRomanian } from '@orama/stemmers/romanian';
import { stemmer as stemRussian } from '@orama/stemmers/russian';
import { stemmer as stemSpanish } from '@orama/stemmers/spanish';
import { stemmer as stemSwedish } from '@orama/stemmers/swedish';
import { stemmer as stemTurkish } from '@orama/stemmers/turkish';
import stemEnglish from 'wink-porter2-stemmer';
import { withoutInvisible } from './characters.ts';
import { barePersianStem, stemPersian } from './persian.ts';
import { scanTerms } from './scan-terms.ts';

/** The scripts that have stemmers. */
export type StemScript = 'latin' | 'cyrillic' | 'arabic';

/** Sets stems apart from words in the terms column: no term begins with it. */
export const STEM_MARK = '~';

/** `stem`: folded as terms are; empty where the word has none (digits in it, one letter left). `token`: marked, empty where the stem is the word. */
type Stem = { readonly stem: string; readonly token: string };
type Remembered = Stem & { readonly written: string };

/**
 * @param term the folded word
 * @param written the word as the text has it; in lower case where it is ASCII
 */
export type Stemmer = (term: string, written: string) => Stem;

const LATIN = {
  en: stemEnglish,
  de: stemGerman,
  fr: stemFrench,
  es: stemSpanish,
  it: stemItalian,
  pt: stemPortuguese,
  nl: stemDutch,
  sv: stemSwedish,
  no: stemNorwegian,
  nb: stemNorwegian,
  nn: stemNorwegian,
  da: stemDanish,
  fi: stemFinnish,
  hu: stemHungarian,
  ro: stemRomanian,
  tr: stemTurkish,
} as const;

/** Languages whose words no stemmer here knows: the rules of a neighbour would do them harm. */
const WITHOUT_STEMMER: Readonly<Record<StemScript, ReadonlySet<string>>> = {
  latin: new Set('pl cs sk hr sl lt lv et ga is ca eu gl la sq mt vi id ms tl sw af eo'.split(' ')),
  cyrillic: new Set('uk bg sr be mk kk mn'.split(' ')),
  arabic: new Set('ur ps ckb ug sd'.split(' ')),
};

/** A power of two. The words of a library are some ten thousand a language; what is beyond that is mostly seen once. */
const SLOTS = 32_768;
const HAS_DIGIT = /\p{N}/u;
const FEWEST_LETTERS = 2;
/** V8 keeps the whole text alive behind a longer slice of it. */
const LONGEST_COPIED_SLICE = 12;
const PERSIAN_ONLY = /[پچژگکی]/u;
/** Persian keyboards write ک and ی in Arabic words, too. */
const IN_PERSIAN_WORDS_ONLY = /[پچژگ]/u;
const JOINER = '\u200c';
const MARKS_OF_CASE = /\u0307/gu;

/** One stemmer a language, each with a memory of its own. */
export type Stemmers = {
  /** The stemmer for words of `script` in a passage whose document is in `language`; null where there is none. */
  of(script: StemScript, language: string | null, passage: string): Stemmer | null;
  /**
   * The stemmers that `of` chooses for words of `script` where the documents are in `languages`: those that may have read a
   * document with the word. A text too short to have a language may be read by another one; the very word finds it all the same.
   */
  among(script: StemScript, languages: readonly string[], word: string): Stemmer[];
};

export function createStemmers(): Stemmers {
  const latin = new Map<string, Stemmer>(
    Object.entries(LATIN).map(([language, stem]) => [language, remembering((_, written) => stem(plain(written)))]),
  );
  const russian = remembering((term) => stemRussian(term));
  const arabic = remembering((_, written) => stemArabic(toArabicLetters(plain(written))));
  const persian = remembering((_, written) => stemPersian(written.split(JOINER).map(foldWord).join(JOINER)));
  const barePersian = remembering((_, written) => barePersianStem(written.split(JOINER).map(foldWord).join(JOINER)));
  const english = latin.get('en') ?? null;

  return {
    of(script, language, passage) {
      if (language !== null && WITHOUT_STEMMER[script].has(language)) return null;
      if (script === 'latin') return latin.get(language ?? '') ?? english;
      if (script === 'cyrillic') return russian;
      if (language === 'ar') return arabic;
      return language === 'fa' || PERSIAN_ONLY.test(passage) ? persian : arabic;
    },
    among(script, languages, word) {
      if (script === 'cyrillic') return [russian];
      if (script === 'arabic') return isPersian(word, languages) ? [persian, barePersian] : [arabic, persian, barePersian];
      return [...new Set(['en', ...languages].flatMap((language) => latin.get(language) ?? []))];
    },
  };
}

/**
 * Stems by what the word looks like in the text: accents, and joiners in Persian, tell endings apart. Remembers the last
 * word of each slot: a Map would have to hash each slice of a text, which takes longer than comparing it with one word.
 */
function remembering(stem: (term: string, written: string) => string): Stemmer {
  const known: (Remembered | undefined)[] = Array.from({ length: SLOTS });
  return (term, written) => {
    let hash = 0;
    for (let position = 0; position < written.length; position++) hash = (hash * 31 + written.charCodeAt(position)) | 0;
    const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    const found = known[slot];
    if (found !== undefined && found.written === written) return found;
    const folded = HAS_DIGIT.test(term) || term.length < FEWEST_LETTERS ? '' : foldWord(stem(term, written));
    const result = folded.length < FEWEST_LETTERS ? '' : folded;
    const token = result === '' || result === term ? '' : STEM_MARK + result;
    const copy = written.length <= LONGEST_COPIED_SLICE ? written : ` ${written}`.slice(1);
    return (known[slot] = { written: copy, stem: result, token });
  };
}

function foldWord(word: string): string {
  let folded = '';
  scanTerms(word, { withSingles: false }, (term) => (folded += term));
  return folded;
}

/** Whether the rules of Arabic would only do a word harm: they take چیست (what is) for a form of چیس. */
function isPersian(word: string, languages: readonly string[]): boolean {
  return IN_PERSIAN_WORDS_ONLY.test(word) || (languages.includes('fa') && !languages.includes('ar'));
}

/** As a stemmer takes words: lower case, composed, without what only steers display. */
function plain(written: string): string {
  return withoutInvisible(written).normalize('NFKC').toLowerCase().replace(MARKS_OF_CASE, '').normalize('NFC');
}

/** What a Persian keyboard writes for them. */
function toArabicLetters(word: string): string {
  return word.replaceAll('ک', 'ك').replaceAll('ی', 'ي');
}
