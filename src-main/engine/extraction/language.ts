import { createFrequentWords } from './frequent-words.ts';
import { arabicScriptLanguage, cyrillicLanguage } from './neighbour-languages.ts';

const LATIN = 'latin';

/** Scripts that are written by one language, or nearly so; the first is that of all that write in Latin letters. */
const LANGUAGES_BY_SCRIPT = [
  { script: /\p{sc=Latin}/u, language: LATIN },
  { script: /\p{sc=Hiragana}|\p{sc=Katakana}/u, language: 'ja' },
  { script: /\p{sc=Hangul}/u, language: 'ko' },
  { script: /\p{sc=Han}/u, language: 'zh' },
  { script: /\p{sc=Arabic}/u, language: 'ar' },
  { script: /\p{sc=Cyrillic}/u, language: 'ru' },
  { script: /\p{sc=Greek}/u, language: 'el' },
  { script: /\p{sc=Hebrew}/u, language: 'he' },
  { script: /\p{sc=Thai}/u, language: 'th' },
  { script: /\p{sc=Devanagari}/u, language: 'hi' },
  { script: /\p{sc=Bengali}/u, language: 'bn' },
  { script: /\p{sc=Tamil}/u, language: 'ta' },
  { script: /\p{sc=Telugu}/u, language: 'te' },
  { script: /\p{sc=Armenian}/u, language: 'hy' },
  { script: /\p{sc=Georgian}/u, language: 'ka' },
];

/** Four windows spread over the text: a foreign preface or a licence at the top must not decide. */
const WINDOWS = 4;
const WINDOW_CHARS = 1000;
/** tinyld takes about 2 ms for 1,000 characters; these are enough for it where there is no common word to go by. */
const DETECTOR_CHARS = 500;
/** On a few words it is near random. */
const DETECTOR_LEAST_CHARS = 80;
/** Left to itself it takes English lists for Hindi. */
const LATIN_LANGUAGES =
  'en de fr es it pt nl pl sv tr da nb no fi cs sk hu ro hr sl lt lv et ga is ca eu gl la sq mt vi id ms tl sw af eo'.split(' ');
/** Below this a guess is noise, ... */
const FEWEST_LETTERS = 12;
/** ... except for scripts of which two characters are a word that no other language would have written. */
const FEWEST_BRIEF_CHARACTERS = 2;
const BRIEF: ReadonlySet<string> = new Set(['zh', 'ja', 'ko', 'th']);
/** A Japanese sentence is never without Kana, but a Chinese one may name a Japanese shop. */
const KANA_SHARE = 0.1;
/** So many letters of an alphabet are about as much of a text as one such character. */
const LETTERS_OF_CHARACTER: ReadonlyMap<string, number> = new Map([
  ['zh', 3],
  ['ja', 3],
]);
/**
 * Names, terms, code and addresses stand in Latin letters in texts of every script, and seldom the other way round: such letters
 * make a text one of theirs only where they are this many times as much.
 */
const LATIN_BESIDE_OTHERS = 2;
const ADDRESS = /[a-z]{2,10}:\/\/\S{1,2000}/giu;

/**
 * The main language of a text as an ISO 639-1 code, or null where there is too little to tell. By script first; texts in
 * Latin script by their most frequent words; where these say nothing by what the file declares, else by tinyld, which is
 * loaded then.
 */
export async function detectLanguage(text: string, declared: string | null = null): Promise<string | null> {
  const sample = sampleOf(text).replace(ADDRESS, ' ');
  const counts = countByScript(sample);
  const countOf = (language: string): number => counts.get(language) ?? 0;
  const weightOf = (language: string): number =>
    countOf(language) * (LETTERS_OF_CHARACTER.get(language) ?? 1) * (language === LATIN ? 1 : LATIN_BESIDE_OTHERS);
  let language = LATIN;
  for (const next of counts.keys()) if (weightOf(next) > weightOf(language)) language = next;
  if (countOf(language) < (BRIEF.has(language) ? FEWEST_BRIEF_CHARACTERS : FEWEST_LETTERS)) return null;
  switch (language) {
    case 'zh':
    case 'ja':
      return countOf('ja') > KANA_SHARE * (countOf('zh') + countOf('ja')) ? 'ja' : 'zh';
    case 'ar':
      return arabicScriptLanguage(sample);
    case 'ru':
      return cyrillicLanguage(sample);
    case LATIN:
      return frequentWordLanguage(sample) ?? declared ?? (await detectByLetters(sample));
    default:
      return language;
  }
}

/**
 * Memo of `scriptOf` by UTF-16 unit, filled as texts need it: which of `LANGUAGES_BY_SCRIPT` a character is of, counted
 * from 2; 1 for none, 0 for not looked at yet.
 */
const scripts = new Uint8Array(65_536);

function scriptOf(character: string): number {
  return LANGUAGES_BY_SCRIPT.findIndex(({ script }) => script.test(character)) + 2;
}

/** Letters of the sample by language of its script; `LATIN` stands for all that write in Latin letters. */
function countByScript(sample: string): Map<string, number> {
  const byScript = new Uint32Array(LANGUAGES_BY_SCRIPT.length + 2);
  for (let index = 0; index < sample.length; index++) {
    const unit = sample.charCodeAt(index);
    // Halves of pairs are of no script: Han beyond the first plane is rare, and never alone.
    scripts[unit] ||= scriptOf(String.fromCharCode(unit));
    const script = scripts[unit] ?? 1;
    byScript[script] = (byScript[script] ?? 0) + 1;
  }
  const counts = new Map<string, number>();
  for (const [index, { language }] of LANGUAGES_BY_SCRIPT.entries()) {
    counts.set(language, (counts.get(language) ?? 0) + (byScript[index + 2] ?? 0));
  }
  return counts;
}

function sampleOf(text: string): string {
  if (text.length <= WINDOWS * WINDOW_CHARS) return text;
  const step = Math.floor((text.length - WINDOW_CHARS) / (WINDOWS - 1));
  return Array.from({ length: WINDOWS }, (_, index) => text.slice(index * step, index * step + WINDOW_CHARS)).join(' ');
}

const frequentWordLanguage = createFrequentWords();

async function detectByLetters(sample: string): Promise<string | null> {
  if (sample.trim().length < DETECTOR_LEAST_CHARS) return null;
  const { detect } = await import('tinyld');
  const language = detect(sample.slice(0, DETECTOR_CHARS), { only: LATIN_LANGUAGES });
  return language === '' ? null : language;
}
