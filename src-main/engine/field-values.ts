import path from 'node:path';
import type { FieldValue, Filters, ValueField } from '#contract';
import type { Catalogue } from './catalogue/catalogue.ts';
import { foldText } from './catalogue/text-patterns.ts';
import type { NameIndex } from './search/names/name-index.ts';

const NO_FILTERS: Filters = { folders: [], types: [], tags: [], after: null, before: null };
/** Files of one name in several folders are one value. */
const NAMES_PER_VALUE = 3;
const LATER_WORD = /(?<=[\s\p{P}])[^\s\p{P}]/gu;

/** See `search.values` in the contract. */
export type FieldValues = (wanted: {
  readonly field: ValueField;
  readonly text: string;
  readonly limit: number;
}) => Promise<FieldValue[]>;

/** Values of the library to complete a filter with: counted ones by what begins them, names and folders by how they match. */
export function createFieldValues({
  catalogue,
  names,
}: {
  readonly catalogue: Pick<Catalogue, 'fieldCounts' | 'documents' | 'listFolders' | 'subfolders' | 'counts'>;
  readonly names: Pick<NameIndex, 'find'>;
}): FieldValues {
  /** Only letters, digits and what joins them: in a query for names, quotes and stars would mean something. */
  const asWords = (text: string): string => text.replaceAll(/["*?\\/]+/g, ' ').trim();

  async function fileNames(text: string, limit: number): Promise<FieldValue[]> {
    const { documents } = await names.find(asWords(text), { filters: NO_FILTERS, limit: limit * NAMES_PER_VALUE });
    const records = catalogue.documents(documents.map(({ documentId }) => documentId));
    const found = documents.flatMap(({ documentId }) => records.get(documentId) ?? []);
    return [...new Set(found.map((record) => path.basename(record.path)))].map((value) => ({ value, count: null }));
  }

  async function folders(text: string): Promise<FieldValue[]> {
    const roots = catalogue.listFolders().map((folder) => ({ value: folder.path, count: sumOf(catalogue.counts(folder.id)) }));
    if (text === '') {
      const below = roots.flatMap(({ value }) => catalogue.subfolders(value));
      return [...roots, ...below.map((child) => ({ value: child.path, count: sumOf(child.counts) })).sort(byCount)];
    }
    const found = await names.find(asWords(text), { filters: NO_FILTERS, limit: 1 });
    const sought = foldText(text);
    const values = new Map<string, number | null>();
    for (const { value, count } of roots) if (foldText(value).includes(sought)) values.set(value, count);
    for (const folder of found.folders) if (!values.has(folder.path)) values.set(folder.path, null);
    return [...values].map(([value, count]) => ({ value, count }));
  }

  return async ({ field, text, limit }) => {
    if (field === 'name') return text.trim() === '' ? [] : (await fileNames(text, limit)).slice(0, limit);
    if (field === 'folder') return (await folders(text.trim())).slice(0, limit);
    const sought = foldText(text).trim();
    const ranked = catalogue.fieldCounts(field).map((counted) => ({ ...counted, rank: rankOf(foldText(counted.value), sought) }));
    const begins = ranked.filter(({ rank }) => rank === 0);
    const later = ranked.filter(({ rank }) => rank === 1);
    return [...begins, ...later].slice(0, limit).map(({ value, count }) => ({ value, count }));
  };
}

/** 0: begins so; 1: a later word of it does; 2: neither. */
function rankOf(folded: string, sought: string): 0 | 1 | 2 {
  if (folded.startsWith(sought)) return 0;
  return [...folded.matchAll(LATER_WORD)].some(({ index }) => folded.startsWith(sought, index)) ? 1 : 2;
}

function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

function byCount(left: { readonly count: number }, right: { readonly count: number }): number {
  return right.count - left.count;
}
