import type { SearchFacets } from '#contract';
import type { OperatorField } from '../text/query-parts.ts';

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

const EXTENSIONS = 'pdf md txt html docx xlsx csv pptx odt ods epub eml rtf tex json xml py ts js java c cpp ipynb srt'.split(
  ' ',
);
const LANGUAGES = 'en fa ru zh de fr es it ar tr ja ko pt nl pl uk hi'.split(' ');
const DATES = ['today', 'yesterday', '7d', '30d', '3m', '1y', 'this week', 'this month', 'last month', 'this year', 'last year'];
const SIZES = ['>1mb', '>10mb', '>100mb', '<100kb', '<10kb'];
const MAX_SHOWN = 8;

/** Values that an operator may go on with, those that documents have first; `partial` is what of it has been typed. */
export function valuesFor(
  field: OperatorField,
  partial: string,
  known: { readonly facets: SearchFacets | null; readonly folders: readonly string[] },
): { readonly value: string; readonly count: number | null }[] {
  const sought = partial.toLowerCase();
  const counted = countedValues(field, known.facets);
  const values = new Map<string, number | null>(counted.map(({ value, count }) => [value, count]));
  for (const value of listed(field, known.folders)) if (!values.has(value)) values.set(value, null);
  const fits = field === 'folder' ? (value: string) => value.includes(sought) : (value: string) => value.startsWith(sought);
  return [...values]
    .filter(([value]) => fits(value.toLowerCase()) && value.toLowerCase() !== sought)
    .slice(0, MAX_SHOWN)
    .map(([value, count]) => ({ value, count }));
}

function countedValues(field: OperatorField, facets: SearchFacets | null): { readonly value: string; readonly count: number }[] {
  if (facets === null) return [];
  if (field === 'type') return facets.types;
  if (field === 'folder') return facets.folders.map(({ path, count }) => ({ value: path, count }));
  if (field === 'lang') return facets.languages.flatMap(({ value, count }) => (value === null ? [] : [{ value, count }]));
  const isYear = field === 'date' || field === 'before' || field === 'after';
  return isYear ? facets.years.flatMap(({ value, count }) => (value === null ? [] : [{ value: String(value), count }])) : [];
}

function listed(field: OperatorField, folders: readonly string[]): readonly string[] {
  if (field === 'type') return DOCUMENT_TYPES;
  if (field === 'ext') return EXTENSIONS;
  if (field === 'lang') return LANGUAGES;
  if (field === 'size') return SIZES;
  if (field === 'folder') return folders;
  return field === 'date' || field === 'before' || field === 'after' ? DATES : [];
}
