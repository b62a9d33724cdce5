import { createHash } from 'node:crypto';
import type { Filters } from '#contract';

/** Tells apart everything that changes what a page of results holds. */
export function queryFingerprint(query: string, filters: Filters, mode: string): string {
  return createHash('sha256')
    .update(JSON.stringify([query.trim(), filters, mode]))
    .digest('hex')
    .slice(0, 16);
}

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
