import type { Speech } from './speech.ts';

/** Types of documents, as the engine names them. */
export const DOCUMENT_TYPES = [
  'pdf',
  'markdown',
  'text',
  'html',
  'word',
  'spreadsheet',
  'slides',
  'book',
  'mail',
  'code',
  'table',
  'data',
  'notebook',
  'tex',
  'subtitles',
  'other',
] as const;

/** The name of a type of documents in the page's language; what the page does not know it calls by its own name. */
export function typeName(type: string, speech: Speech): string {
  const known = DOCUMENT_TYPES.find((name) => name === type);
  return known === undefined ? type : speech.say(`type.${known}`);
}
