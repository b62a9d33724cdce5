import type { ChunkKey, IndexFilter } from './index-store.ts';

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

/** Predicates that together cover the rows of each document whose generation is below its `keepFrom`. */
export function stalePredicates(documents: readonly { readonly documentId: number; readonly keepFrom: number }[]): string[] {
  const byLimit = Map.groupBy(documents, (document) => document.keepFrom);
  return [...byLimit].flatMap(([keepFrom, group]) => {
    const limit = keepFrom === Infinity ? '' : ` AND generation < ${Math.ceil(keepFrom)}`;
    return documentPredicates(group.map((document) => document.documentId)).map((part) => part + limit);
  });
}

/** Predicates that together cover the rows of exactly these generations. */
export function generationPredicates(
  generations: readonly { readonly documentId: number; readonly generation: number }[],
): string[] {
  const byGeneration = Map.groupBy(generations, ({ generation }) => generation);
  return [...byGeneration].flatMap(([generation, group]) =>
    documentPredicates(group.map(({ documentId }) => documentId)).map((part) => `${part} AND generation = ${generation}`),
  );
}

/** Predicates that together cover exactly the rows with these keys. */
export function keyPredicates(keys: readonly ChunkKey[]): string[] {
  return slices(keys, MAX_KEYS).map((slice) => {
    const byGeneration = Map.groupBy(slice, (key) => `documentId = ${key.documentId} AND generation = ${key.generation}`);
    const parts = [...byGeneration].map(
      ([document, group]) =>
        `(${document} AND ${isIn(
          'ordinal',
          group.map((key) => key.ordinal),
        )})`,
    );
    return parts.join(' OR ');
  });
}
