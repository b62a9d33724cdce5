import { numberColumn, rawVectorsFromArrow } from './from-arrow.ts';
import type { Candidate, ChunkKey, IndexFilter } from './index-store.ts';
import { readKeyed, takeKnown, type KeyedRows } from './keyed-rows.ts';
import { mergeCandidates } from './merge.ts';
import type { Shard } from './shard.ts';
import { refineFactorOf } from './vector-index.ts';
import { narrowFilter } from './selection.ts';
import { filterPredicate } from './where.ts';

/** Partitions that are always searched. */
const MIN_PROBES = 20;

export type MeaningSearch = (vector: Float32Array, filter: IndexFilter, limit: number) => Promise<Candidate[]>;

/** Nearest neighbours by cosine over both shards: exact where no vector index exists, else preselected by it. */
export function createMeaningSearch(options: { main: Shard; recent: Shard }): MeaningSearch {
  const { main, recent } = options;
  return async (vector, filter, limit) => {
    if (limit <= 0) return [];
    const lists = [main, recent].map((shard) => search(shard, vector, { filter, limit }));
    return mergeCandidates(await Promise.all(lists), limit);
  };
}

async function search(
  shard: Shard,
  vector: Float32Array,
  { filter, limit }: { filter: IndexFilter; limit: number },
): Promise<Candidate[]> {
  if ((await shard.rows()) === 0) return [];
  const refineFactor = refineFactorOf(shard.placement());
  // Codes alone tell which documents are near: reading vectors is what takes the time.
  const look = async (predicate: string | null, depth: number): Promise<readonly ChunkKey[]> => {
    const { keys } = await nearest(shard, vector, { predicate, limit: depth, refineFactor: null });
    return keys;
  };
  const narrow = await narrowFilter(filter, limit * refineFactor, look, shard.rowKeys()?.documents);
  if (narrow === null) return [];
  if (narrow.rows !== null) {
    // A second search would name hundreds of documents to compare the same vectors.
    const taken = await takeKnown(shard, narrow.rows, ['vector']);
    if (taken.keys.length === narrow.rows.length) return compare(taken, vector);
  }
  const predicate = filterPredicate(narrow.filter);
  const { table, keys } = await nearest(shard, vector, { predicate, limit, refineFactor });
  const distances = numberColumn(table, '_distance');
  return keys.map((key, row) => ({ ...key, score: 1 - Number(distances[row]) }));
}

/** Vectors are normalised: the product is the cosine. */
function compare({ table, keys }: KeyedRows, vector: Float32Array): Candidate[] {
  const vectors = rawVectorsFromArrow(table);
  return keys.map((key, row) => ({ ...key, score: dot(vectors[row] ?? vector, vector) }));
}

function dot(left: Float32Array, right: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < left.length; i++) sum += (left[i] ?? 0) * (right[i] ?? 0);
  return sum;
}

/** With `_distance`, the nearest first. */
function nearest(
  shard: Shard,
  vector: Float32Array,
  { predicate, limit, refineFactor }: { predicate: string | null; limit: number; refineFactor: number | null },
): Promise<KeyedRows> {
  return readKeyed(shard, ['_distance'], (table) => {
    const query = table
      .query()
      .nearestTo(vector)
      .distanceType('cosine')
      // No maximum: behind a narrow filter it goes on until it has enough.
      .maximumNprobes(0)
      .minimumNprobes(MIN_PROBES)
      .limit(limit);
    if (predicate !== null) query.where(predicate);
    if (refineFactor !== null) query.refineFactor(refineFactor);
    return query;
  });
}
