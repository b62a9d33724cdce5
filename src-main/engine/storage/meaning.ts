import { KEY_COLUMNS } from './columns.ts';
import { candidatesFromArrow } from './from-arrow.ts';
import type { Candidate, IndexFilter } from './index-store.ts';
import { mergeCandidates } from './merge.ts';
import type { Shard } from './shard.ts';
import { refineFactorOf } from './vector-index.ts';
import { filterPredicate } from './where.ts';

/** Partitions that are always searched. */
const MIN_PROBES = 20;

export type MeaningSearch = (vector: Float32Array, filter: IndexFilter, limit: number) => Promise<Candidate[]>;

/** Nearest neighbours by cosine over both shards: exact where no vector index exists, else preselected by it. */
export function createMeaningSearch(options: { main: Shard; recent: Shard }): MeaningSearch {
  const { main, recent } = options;
  return async (vector, filter, limit) => {
    if (limit <= 0) return [];
    const predicate = filterPredicate(filter);
    const lists = [main, recent].map((shard) => search(shard, vector, { predicate, limit }));
    return mergeCandidates(await Promise.all(lists), limit);
  };
}

async function search(
  shard: Shard,
  vector: Float32Array,
  { predicate, limit }: { predicate: string | null; limit: number },
): Promise<Candidate[]> {
  if ((await shard.rows()) === 0) return [];
  const found = await shard.read((table) => {
    const query = table
      .query()
      .nearestTo(vector)
      .distanceType('cosine')
      // No maximum: behind a narrow filter it goes on until it has enough.
      .maximumNprobes(0)
      .minimumNprobes(MIN_PROBES)
      .refineFactor(refineFactorOf(shard.placement()))
      .select([...KEY_COLUMNS, '_distance'])
      .limit(limit);
    return (predicate === null ? query : query.where(predicate)).toArrow();
  });
  return candidatesFromArrow(found, '_distance', (distance) => 1 - distance);
}
