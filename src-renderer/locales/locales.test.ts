import { expect, test } from 'vitest';
import type { Catalogue, Message } from '../text/catalogue.ts';
import { chooseLanguage, LANGUAGES, loadCatalogue } from '../text/languages.ts';
import { en } from './en.ts';

const english: Catalogue = en;
const translated = LANGUAGES.filter((language) => language !== 'en');
const script = { fa: /\p{Script=Arabic}/u, ru: /\p{Script=Cyrillic}/u, zh: /\p{Script=Han}/u };
// Names of keys, and an example of a path: the same in every language.
const sameEverywhere = new Set(['search.focusKey', 'library.addPlaceholder']);

const formsOf = (message: Message): string[] => (typeof message === 'string' ? [message] : Object.values(message));
const placeholdersOf = (sentence: string): string[] =>
  [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').toSorted();
const sentencesOf = (catalogue: Catalogue): [key: string, sentence: string][] =>
  Object.entries(catalogue).flatMap(([key, message]) => formsOf(message).map((form): [string, string] => [key, form]));

test.each(translated)('%s has the keys of English and no others', async (language) => {
  expect(Object.keys(await loadCatalogue(language)).toSorted()).toEqual(Object.keys(en).toSorted());
});

test.each(translated)('%s fills the same placeholders as English, in every plural form', async (language) => {
  const catalogue = await loadCatalogue(language);
  for (const [key, message] of Object.entries(english)) {
    const wanted = placeholdersOf(formsOf(message).at(-1) ?? '');
    for (const form of formsOf(catalogue[key as keyof typeof en])) expect([key, placeholdersOf(form)]).toEqual([key, wanted]);
  }
});

test.each(LANGUAGES)('%s has the plural forms that its rules tell apart', async (language) => {
  const catalogue = await loadCatalogue(language);
  const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();
  for (const [key, message] of Object.entries(english)) {
    const own = catalogue[key as keyof typeof en];
    expect([key, typeof own]).toEqual([key, typeof message]);
    if (typeof own !== 'string') expect([key, Object.keys(own).toSorted()]).toEqual([key, categories]);
  }
});

test.each(translated)('%s has no sentence left in English', async (language) => {
  const hasWords = (sentence: string): boolean => /\p{L}/u.test(sentence.replace(/\{\w+\}/g, ''));
  const left = sentencesOf(await loadCatalogue(language))
    .filter(([key, sentence]) => {
      const isEnglish = !script[language].test(sentence) && hasWords(sentence);
      return isEnglish && !sameEverywhere.has(key);
    })
    .map(([key]) => key);
  expect(left).toEqual([]);
});

test('each language keeps its own punctuation', async () => {
  const persian = sentencesOf(await loadCatalogue('fa')).map(([, sentence]) => sentence);
  expect(persian.filter((sentence) => /\p{Script=Arabic}[,;?]|[يك“”]/u.test(sentence))).toEqual([]);
  const russian = sentencesOf(await loadCatalogue('ru')).map(([, sentence]) => sentence);
  expect(russian.filter((sentence) => /[“”"]/.test(sentence))).toEqual([]);
  const chinese = sentencesOf(await loadCatalogue('zh')).map(([, sentence]) => sentence);
  expect(chinese.filter((sentence) => /\p{Script=Han}[,;?!.:()]/u.test(sentence))).toEqual([]);
});

test('the language is the one set, else the first of the browser’s that there is', () => {
  expect(chooseLanguage('ru', ['fa-IR'])).toBe('ru');
  expect(chooseLanguage('auto', ['de-DE', 'fa-IR', 'en'])).toBe('fa');
  expect(chooseLanguage('auto', ['zh-Hant-TW'])).toBe('zh');
  expect(chooseLanguage('auto', ['de'])).toBe('en');
  expect(chooseLanguage('auto', [])).toBe('en');
});
