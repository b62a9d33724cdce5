/** ISO 639-1 codes of what a model was trained on. */
export type ModelLanguages = readonly string[] | 'multilingual';

/**
 * False where a model cannot know what a query says: most of its letters are of a script that none of the model's
 * languages is written in. Such a query gets neighbours too, but they are noise.
 */
export function isReadableByModel(text: string, modelLanguages: ModelLanguages): boolean {
  if (modelLanguages === 'multilingual' || !modelLanguages.every((language) => LATIN_SCRIPT_LANGUAGES.has(language))) return true;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const latinLetters = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  return letters === 0 || latinLetters >= letters / 2;
}

const LATIN_SCRIPT_LANGUAGES = new Set([
  'en',
  'de',
  'fr',
  'es',
  'it',
  'pt',
  'nl',
  'sv',
  'no',
  'da',
  'fi',
  'pl',
  'cs',
  'tr',
  'ro',
  'hu',
]);

/** False where a document's language is known, and none that the model was trained on. */
export function knowsLanguage(modelLanguages: ModelLanguages, language: string | null): boolean {
  return modelLanguages === 'multilingual' || language === null || modelLanguages.includes(language);
}
