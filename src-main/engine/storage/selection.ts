import type { ChunkKey, IndexFilter } from './index-store.ts';
import { filterPredicate } from './where.ts';

/** Each document that a predicate names costs LanceDB about six microseconds of planning. */
export const MAX_NAMED_DOCUMENTS = 2_000;
/** A look at fewer candidates takes hardly less. */
const FIRST_LOOK = 2_000;
/** A look this deep takes as long as naming some thousands of documents. */
const DEEPEST_LOOK = 20_000;
/** Documents that are selected may lie less thick further down. */
const MARGIN = 1.5;

/** Candidates that a predicate lets through (null: all), best first. */
export type Look<Row> = (predicate: string | null, limit: number) => Promise<readonly Row[]>;

/**
 * The best `limit` candidates that a filter lets through. A long list of documents is not named to LanceDB: candidates are
 * taken as they come until enough are of the list, and only where they lie too deep the documents are named after all.
 */
export async function selectFrom<Row extends ChunkKey>(
  filter: IndexFilter,
  limit: number,
  look: Look<Row>,
): Promise<readonly Row[]> {
  const { documentIds } = filter;
  if (!isLong(documentIds)) return look(filterPredicate(filter), limit);
  const selected = new Set(documentIds);
  const rest = filterPredicate({ ...filter, documentIds: null });
  let depth = Math.max(FIRST_LOOK, limit);
  while (depth <= Math.max(DEEPEST_LOOK, limit)) {
    const found = await look(rest, depth);
    const kept = found.filter(({ documentId }) => selected.has(documentId));
    if (kept.length >= limit || found.length < depth) return kept.slice(0, limit);
    depth = Math.max(depth + 1, Math.ceil(((depth * limit) / Math.max(kept.length, 1)) * MARGIN));
  }
  return look(filterPredicate(filter), limit);
}

/**
 * A filter that names few documents and lets the same best `limit` candidates through, and perhaps more of their documents;
 * null where there are none. What is read with it may cost more for each row than a look does.
 */
export async function narrowFilter(filter: IndexFilter, limit: number, look: Look<ChunkKey>): Promise<IndexFilter | null> {
  if (!isLong(filter.documentIds)) return filter;
  const near = await selectFrom(filter, limit, look);
  return near.length === 0 ? null : { ...filter, documentIds: [...new Set(near.map(({ documentId }) => documentId))] };
}

/** For reading all that matches: the filter without a long list of documents, and which documents the list holds. */
export function withoutLongList(filter: IndexFilter): {
  readonly predicate: string | null;
  isSelected(row: Pick<ChunkKey, 'documentId'>): boolean;
} {
  if (!isLong(filter.documentIds)) return { predicate: filterPredicate(filter), isSelected: () => true };
  const selected = new Set(filter.documentIds);
  const predicate = filterPredicate({ ...filter, documentIds: null });
  return { predicate, isSelected: ({ documentId }) => selected.has(documentId) };
}

function isLong(documentIds: readonly number[] | null): documentIds is readonly number[] {
  return documentIds !== null && documentIds.length > MAX_NAMED_DOCUMENTS;
}
