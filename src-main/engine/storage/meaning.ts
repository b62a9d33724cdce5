import { KEY_COLUMNS } from './columns.ts';
import { candidatesFromArrow, keysFromArrow } from './from-arrow.ts';
import type { Candidate, IndexFilter } from './index-store.ts';
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
  const narrow = await narrowFilter(filter, limit * refineFactor, async (predicate, depth) =>
    keysFromArrow(await nearest(shard, vector, { predicate, limit: depth, refineFactor: null })),
  );
  if (narrow === null) return [];
  const found = await nearest(shard, vector, { predicate: filterPredicate(narrow), limit, refineFactor });
  return candidatesFromArrow(found, '_distance', (distance) => 1 - distance);
}

function nearest(
  shard: Shard,
  vector: Float32Array,
  { predicate, limit, refineFactor }: { predicate: string | null; limit: number; refineFactor: number | null },
) {
  return shard.read((table) => {
    const query = table
      .query()
      .nearestTo(vector)
      .distanceType('cosine')
      // No maximum: behind a narrow filter it goes on until it has enough.
      .maximumNprobes(0)
      .minimumNprobes(MIN_PROBES)
      .select([...KEY_COLUMNS, '_distance'])
      .limit(limit);
    if (predicate !== null) query.where(predicate);
    if (refineFactor !== null) query.refineFactor(refineFactor);
    return query.toArrow();
  });
}
