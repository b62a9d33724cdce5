import type { Catalogue } from './catalogue.ts';

/** The languages of the interface. */
export const LANGUAGES = ['en', 'fa', 'ru', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

/** How each language calls itself. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  en: 'English',
  fa: 'فارسی',
  ru: 'Русский',
  zh: '简体中文',
};

/** The language that was set or, with `auto`, the first of the browser's (`fa-IR`, `zh-Hans-CN`) that there is; else English. */
export function chooseLanguage(setting: Language | 'auto', preferred: readonly string[]): Language {
  if (setting !== 'auto') return setting;
  for (const tag of preferred) {
    const base = tag.toLowerCase().split('-')[0];
    const language = LANGUAGES.find((known) => known === base);
    if (language !== undefined) return language;
  }
  return 'en';
}

/** Where lines of the language begin. */
export function directionOf(language: Language): 'ltr' | 'rtl' {
  return language === 'fa' ? 'rtl' : 'ltr';
}

/** Loads a catalogue; each but the one in use stays on the host's disk. */
export async function loadCatalogue(language: Language): Promise<Catalogue> {
  switch (language) {
    case 'en':
      return (await import('../locales/en.ts')).en;
    case 'fa':
      return (await import('../locales/fa.ts')).fa;
    case 'ru':
      return (await import('../locales/ru.ts')).ru;
    case 'zh':
      return (await import('../locales/zh.ts')).zh;
  }
}
