import { createFrequentWords } from './frequent-words.ts';

/** Scripts that are written by one language, or nearly so. */
const LANGUAGES_BY_SCRIPT = [
  { script: /\p{sc=Hiragana}|\p{sc=Katakana}/gu, language: 'ja' },
  { script: /\p{sc=Hangul}/gu, language: 'ko' },
  { script: /\p{sc=Han}/gu, language: 'zh' },
  { script: /\p{sc=Arabic}/gu, language: 'ar' },
  { script: /\p{sc=Cyrillic}/gu, language: 'ru' },
  { script: /\p{sc=Latin}/gu, language: 'latin' },
  { script: /\p{sc=Greek}/gu, language: 'el' },
  { script: /\p{sc=Hebrew}/gu, language: 'he' },
  { script: /\p{sc=Thai}/gu, language: 'th' },
  { script: /\p{sc=Devanagari}/gu, language: 'hi' },
  { script: /\p{sc=Bengali}/gu, language: 'bn' },
  { script: /\p{sc=Tamil}/gu, language: 'ta' },
  { script: /\p{sc=Telugu}/gu, language: 'te' },
  { script: /\p{sc=Armenian}/gu, language: 'hy' },
  { script: /\p{sc=Georgian}/gu, language: 'ka' },
] as const;

/** Four windows spread over the text: a foreign preface or a licence at the top must not decide. */
const WINDOWS = 4;
const WINDOW_CHARS = 1000;
/** tinyld takes about 2 ms for 1,000 characters; these are enough for it where there is no common word to go by. */
const DETECTOR_CHARS = 500;
/** Below this a guess is noise. */
const FEWEST_LETTERS = 12;
/** A Japanese sentence is never without Kana, but a Chinese one may name a Japanese shop. */
const KANA_SHARE = 0.1;

/**
 * The main language of a text as an ISO 639-1 code, or null where there is too little to tell. By script first; texts in
 * Latin script by their most frequent words, and only where these say nothing by tinyld, which is loaded then.
 */
export async function detectLanguage(text: string): Promise<string | null> {
  const sample = sampleOf(text);
  const counts = LANGUAGES_BY_SCRIPT.map(({ script, language }) => ({ language, count: sample.match(script)?.length ?? 0 }));
  const countOf = (wanted: string): number => counts.find(({ language }) => language === wanted)?.count ?? 0;
  const [most] = counts.toSorted((a, b) => b.count - a.count);
  if (most === undefined || most.count < FEWEST_LETTERS)
    return isBrief(most?.language) && (most?.count ?? 0) > 1 ? (most?.language ?? null) : null;
  switch (most.language) {
    case 'zh':
    case 'ja':
      return countOf('ja') > KANA_SHARE * (countOf('zh') + countOf('ja')) ? 'ja' : 'zh';
    case 'ar':
      return arabicScriptLanguage(sample);
    case 'ru':
      return cyrillicLanguage(sample);
    case 'latin':
      return frequentWordLanguage(sample) ?? (await detectByLetters(sample));
    default:
      return most.language;
  }
}

/** Two characters of these scripts are a word, and no other language would have written them. */
function isBrief(language: string | undefined): boolean {
  return language === 'zh' || language === 'ja' || language === 'ko' || language === 'th';
}

function sampleOf(text: string): string {
  if (text.length <= WINDOWS * WINDOW_CHARS) return text;
  const step = Math.floor((text.length - WINDOW_CHARS) / (WINDOWS - 1));
  return Array.from({ length: WINDOWS }, (_, index) => text.slice(index * step, index * step + WINDOW_CHARS)).join(' ');
}

/** Persian and Urdu have letters that Arabic lacks; PDFs bring them as presentation forms. */
function arabicScriptLanguage(sample: string): string {
  const letters = sample.normalize('NFKC');
  if (/[ٹڈڑںے]/.test(letters)) return 'ur';
  const persian = letters.match(/[پچژگکی]/g)?.length ?? 0;
  const arabic = letters.match(/[يكةىأإ]/g)?.length ?? 0;
  return persian > arabic ? 'fa' : 'ar';
}

function cyrillicLanguage(sample: string): string {
  const has = (letters: RegExp): boolean => (sample.match(letters)?.length ?? 0) > 1;
  if (has(/[ўЎ]/g)) return 'be';
  if (has(/[іїєґІЇЄҐ]/g)) return 'uk';
  if (has(/[ђћјљњџЂЋЈЉЊЏ]/g)) return 'sr';
  return has(/[ъщЪЩ]/g) && !/[ыэёЫЭЁ]/.test(sample) ? 'bg' : 'ru';
}

const frequentWordLanguage = createFrequentWords();

async function detectByLetters(sample: string): Promise<string | null> {
  const { detect } = await import('tinyld');
  const language = detect(sample.slice(0, DETECTOR_CHARS));
  return language === '' ? null : language;
}
