import type { ChunkKey, IndexFilter } from './index-store.ts';
import { keyText } from './merge.ts';

/** Longer lists are split over several `IN`s: the planner's time grows faster than the list. */
const MAX_LIST = 2000;
/** Keys in one predicate. */
const MAX_KEYS = 500;

/** SQL literal of any text: the quote is the only character with a meaning inside one. */
function textLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function textList(texts: readonly string[]): string {
  return texts.map(textLiteral).join(', ');
}

function slices<T>(values: readonly T[], size: number): T[][] {
  const result: T[][] = [];
  for (let from = 0; from < values.length; from += size) result.push(values.slice(from, from + size));
  return result;
}

function isIn(column: string, ids: readonly number[]): string {
  const lists = slices(ids, MAX_LIST).map((slice) => `${column} IN (${slice.join(', ')})`);
  return lists.length === 1 ? (lists[0] ?? 'false') : `(${lists.join(' OR ')})`;
}

/** The predicate of a filter, or null where it lets everything through. */
export function filterPredicate(filter: IndexFilter): string | null {
  const parts: string[] = [];
  if (filter.documentIds !== null && filter.documentIds.length > 0) parts.push(isIn('documentId', filter.documentIds));
  if (filter.folderIds.length > 0) parts.push(isIn('folderId', filter.folderIds));
  if (filter.types.length > 0) parts.push(`type IN (${textList(filter.types)})`);
  if (filter.tags.length > 0) parts.push(`array_has_any(tags, [${textList(filter.tags)}])`);
  // Dates are kept in whole milliseconds, rounded down.
  if (filter.from !== null) parts.push(`date >= ${Math.ceil(filter.from)}`);
  if (filter.before !== null) parts.push(`date < ${Math.ceil(filter.before)}`);
  return parts.length === 0 ? null : parts.join(' AND ');
}

/** Predicates that together cover all rows of these documents. */
export function documentPredicates(documentIds: readonly number[]): string[] {
  return slices([...new Set(documentIds)], MAX_LIST).map((ids) => isIn('documentId', ids));
}

/** Predicates that together cover exactly the rows with these keys. */
export function keyPredicates(keys: readonly ChunkKey[]): string[] {
  return slices(keys, MAX_KEYS).map((slice) => {
    const byGeneration = Map.groupBy(slice, (key) => `documentId = ${key.documentId} AND generation = ${key.generation}`);
    const parts = [...byGeneration].map(([document, group]) => {
      const ordinals = group.map((key) => key.ordinal);
      return `(${document} AND ${isIn('ordinal', ordinals)})`;
    });
    return parts.join(' OR ');
  });
}

/** A set of rows, for LanceDB and for what is kept in memory. */
export type RowSelection = { readonly predicates: readonly string[]; includes(key: ChunkKey): boolean };

export function rowsWithKeys(keys: readonly ChunkKey[]): RowSelection {
  const texts = new Set(keys.map(keyText));
  return { predicates: keyPredicates(keys), includes: (key) => texts.has(keyText(key)) };
}

/** The rows of each document whose generation is below its `keepFrom`. */
export function staleRows(documents: readonly { readonly documentId: number; readonly keepFrom: number }[]): RowSelection {
  const limits = new Map<number, number>();
  for (const { documentId, keepFrom } of documents)
    limits.set(documentId, Math.max(keepFrom, limits.get(documentId) ?? -Infinity));
  const byLimit = Map.groupBy(limits, ([, keepFrom]) => keepFrom);
  const predicates = [...byLimit].flatMap(([keepFrom, group]) => {
    const limit = keepFrom === Infinity ? '' : ` AND generation < ${Math.ceil(keepFrom)}`;
    return documentPredicates(group.map(([documentId]) => documentId)).map((part) => part + limit);
  });
  return { predicates, includes: (key) => key.generation < (limits.get(key.documentId) ?? -Infinity) };
}

/** The rows of exactly these generations. */
export function rowsOfGenerations(
  generations: readonly { readonly documentId: number; readonly generation: number }[],
): RowSelection {
  const named = new Set(generations.map(({ documentId, generation }) => `${documentId}.${generation}`));
  const byGeneration = Map.groupBy(generations, ({ generation }) => generation);
  const predicates = [...byGeneration].flatMap(([generation, group]) =>
    documentPredicates(group.map(({ documentId }) => documentId)).map((part) => `${part} AND generation = ${generation}`),
  );
  return { predicates, includes: (key) => named.has(`${key.documentId}.${key.generation}`) };
}
