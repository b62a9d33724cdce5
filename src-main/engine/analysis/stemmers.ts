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
import { stemPersian } from './persian.ts';
import { scanTerms } from './scan-terms.ts';

/** The scripts that have stemmers. */
export type StemScript = 'latin' | 'cyrillic' | 'arabic';

/**
 * The stem of a word of a text, folded as terms are; empty where the word has none (digits in it, one letter left).
 * @param term the folded word
 * @param written the word as the text has it
 */
export type Stemmer = (term: string, written: string) => string;

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

/** Words of a library are some ten thousand a language; what is beyond that is mostly seen once. */
const MOST_REMEMBERED = 50_000;
const HAS_DIGIT = /\p{N}/u;
const FEWEST_LETTERS = 2;
/** V8 keeps the whole text alive behind a longer slice of it. */
const LONGEST_COPIED_SLICE = 12;
const PERSIAN_ONLY = /[پچژگکی]/u;
const JOINER = '\u200c';
const MARKS_OF_CASE = /\u0307/gu;

/** One stemmer a language, each with a memory of its own. */
export type Stemmers = {
  /** The stemmer for words of `script` in a passage whose document is in `language`; null where there is none. */
  of(script: StemScript, language: string | null, passage: string): Stemmer | null;
  /** All stemmers that `of` can choose for words of `script` where the documents are in `languages`. */
  among(script: StemScript, languages: readonly string[]): Stemmer[];
};

export function createStemmers(): Stemmers {
  const latin = new Map<string, Stemmer>(
    Object.entries(LATIN).map(([language, stem]) => [language, remembering((_, written) => stem(plain(written)))]),
  );
  const russian = remembering((term) => stemRussian(term));
  const arabic = remembering((_, written) => stemArabic(toArabicLetters(plain(written))));
  const persian = remembering((_, written) => stemPersian(written.split(JOINER).map(foldWord).join(JOINER)));
  const english = latin.get('en') ?? null;

  return {
    of(script, language, passage) {
      if (language !== null && WITHOUT_STEMMER[script].has(language)) return null;
      if (script === 'latin') return latin.get(language ?? '') ?? english;
      if (script === 'cyrillic') return russian;
      if (language === 'ar') return arabic;
      return language === 'fa' || PERSIAN_ONLY.test(passage) ? persian : arabic;
    },
    among(script, languages) {
      if (script === 'cyrillic') return [russian];
      if (script === 'arabic') return [arabic, persian];
      return [...new Set(['en', ...languages].flatMap((language) => latin.get(language) ?? []))];
    },
  };
}

/** Stems by what the word looks like in the text: accents, and joiners in Persian, tell endings apart. */
function remembering(stem: Stemmer): Stemmer {
  const known = new Map<string, string>();
  return (term, written) => {
    const found = known.get(written);
    if (found !== undefined) return found;
    if (known.size >= MOST_REMEMBERED) known.clear();
    const folded = HAS_DIGIT.test(term) || term.length < FEWEST_LETTERS ? '' : foldWord(stem(term, written));
    const result = folded.length < FEWEST_LETTERS ? '' : folded;
    known.set(written.length <= LONGEST_COPIED_SLICE ? written : ` ${written}`.slice(1), result);
    return result;
  };
}

function foldWord(word: string): string {
  let folded = '';
  scanTerms(word, { withSingles: false }, (term) => (folded += term));
  return folded;
}

/** As a stemmer takes words: lower case, composed, without what only steers display. */
function plain(written: string): string {
  return withoutInvisible(written).normalize('NFKC').toLowerCase().replace(MARKS_OF_CASE, '').normalize('NFC');
}

/** What a Persian keyboard writes for them. */
function toArabicLetters(word: string): string {
  return word.replaceAll('ک', 'ك').replaceAll('ی', 'ي');
}
