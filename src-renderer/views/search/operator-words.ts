import { fileName } from '../../text/paths.ts';
import type { Operator } from '../../text/query-parts.ts';
import type { Speech } from '../../text/speech.ts';
import { typeName } from '../../text/type-names.ts';

/** The name of a language in the page's language, by its ISO 639-1 code. */
export function languageName(code: string, speech: Speech): string {
  try {
    return new Intl.DisplayNames([speech.locale], { type: 'language' }).of(code) ?? code;
  } catch (error) {
    // What somebody typed may be no code.
    if (error instanceof RangeError) return code;
    throw error;
  }
}

/** An operator as a chip shows it: folders by their last part. */
export function operatorLabel({ text, field, value }: Operator): string {
  const name = text.slice(0, text.indexOf(':'));
  return field === 'folder' && /[/\\]/.test(value) ? `${name}:${fileName(value)}` : text;
}

/** What the value of an operator means, where it is a code; else nothing. */
export function operatorMeaning({ field, value }: Operator, speech: Speech): string {
  if (field === 'lang') return languageName(value, speech);
  return field === 'type' ? typeName(value, speech) : '';
}
