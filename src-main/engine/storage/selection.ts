import { idSet } from './id-set.ts';
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
 * `documents`: how many there are to choose from, where that is known.
 */
export async function selectFrom<Row extends ChunkKey>(
  filter: IndexFilter,
  limit: number,
  look: Look<Row>,
  documents: number | null = null,
): Promise<readonly Row[]> {
  const { documentIds } = filter;
  if (!isLong(documentIds)) return look(filterPredicate(filter), limit);
  const selected = idSet(documentIds);
  const rest = filterPredicate({ ...filter, documentIds: null });
  // A second look costs as much as the first.
  const expected = documents === null ? 0 : Math.ceil(((limit * documents) / documentIds.length) * MARGIN);
  let depth = Math.max(FIRST_LOOK, limit, Math.min(expected, DEEPEST_LOOK));
  while (depth <= Math.max(DEEPEST_LOOK, limit)) {
    const found = await look(rest, depth);
    const kept = found.filter(({ documentId }) => selected.has(documentId));
    if (kept.length >= limit || found.length < depth) return kept.slice(0, limit);
    depth = Math.max(depth + 1, Math.ceil(((depth * limit) / Math.max(kept.length, 1)) * MARGIN));
  }
  return look(filterPredicate(filter), limit);
}

/** Where the best candidates are that a filter lets through. */
export type Narrowed = {
  /** Names few documents, lets the same candidates through, and perhaps more of their documents. */
  readonly filter: IndexFilter;
  /** The candidates themselves, where they had to be looked for. */
  readonly rows: readonly ChunkKey[] | null;
};

/**
 * Narrows a filter with a long list of documents to the best `limit` candidates that it lets through; null where there are none.
 * What is read with it may cost more for each row than a look does.
 */
export async function narrowFilter(
  filter: IndexFilter,
  limit: number,
  look: Look<ChunkKey>,
  documents: number | null = null,
): Promise<Narrowed | null> {
  if (!isLong(filter.documentIds)) return { filter, rows: null };
  const rows = await selectFrom(filter, limit, look, documents);
  if (rows.length === 0) return null;
  return { filter: { ...filter, documentIds: [...new Set(rows.map(({ documentId }) => documentId))] }, rows };
}

/** For reading all that matches: the filter without a long list of documents, and which documents the list holds. */
export function withoutLongList(filter: IndexFilter): {
  readonly predicate: string | null;
  isSelected(row: Pick<ChunkKey, 'documentId'>): boolean;
} {
  if (!isLong(filter.documentIds)) return { predicate: filterPredicate(filter), isSelected: () => true };
  const selected = idSet(filter.documentIds);
  const predicate = filterPredicate({ ...filter, documentIds: null });
  return { predicate, isSelected: ({ documentId }) => selected.has(documentId) };
}

function isLong(documentIds: readonly number[] | null): documentIds is readonly number[] {
  return documentIds !== null && documentIds.length > MAX_NAMED_DOCUMENTS;
}
