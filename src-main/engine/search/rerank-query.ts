import { isReadableByModel, type ModelLanguages } from './model-languages.ts';
import { kindOfQuery } from './names/name-weight.ts';
import { planQuery } from './query-plan.ts';

/**
 * What of a query a cross-encoder should read; null where it would not help: names and identifiers, quotes and other
 * parts that must hold as they are, filters alone, and languages that it does not know (there it is worse than none).
 * `now`: milliseconds since 1970.
 */
export function textToRerank(
  query: string,
  { languages, now }: { readonly languages: ModelLanguages; readonly now: number },
): string | null {
  const { text, namesText, parts } = planQuery(query, { now });
  if (text.trim() === '' || parts.length > 0 || kindOfQuery(namesText) === 'name') return null;
  return isReadableByModel(text, languages) ? text : null;
}
