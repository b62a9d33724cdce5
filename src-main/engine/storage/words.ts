import { documentFrequencyOf, inverseDocumentFrequency, termWeight } from './bm25.ts';
import { KEY_COLUMNS, candidatesFromArrow, numbersFromArrow, termCount, textsFromArrow } from './columns.ts';
import type { Candidate, IndexFilter } from './index-store.ts';
import type { Lance } from './lance.ts';
import { mergeCandidates } from './merge.ts';
import type { Shard } from './shard.ts';
import { filterPredicate } from './where.ts';

/** Terms whose frequency is remembered; all are forgotten when `main` changes. */
const MAX_REMEMBERED_TERMS = 20_000;

type WordCandidate = Candidate & { readonly terms: string };

/** What a score depends on beside the chunk itself. */
type Statistics = { readonly chunks: number; readonly meanLength: number; idf(term: string): number };

export type WordSearch = (terms: readonly string[], filter: IndexFilter, limit: number) => Promise<Candidate[]>;

/**
 * BM25 over both shards. LanceDB scores each by its own statistics: a term that is rare in the library may be common in
 * the few chunks of `recent`, so their scores cannot be compared. `main` has nearly all chunks; its statistics count, and
 * the candidates of `recent` are scored again by them. While `main` is empty, `recent` is the library.
 */
export function createWordSearch(options: { lance: Lance; main: Shard; recent: Shard }): WordSearch {
  const { lance, main, recent } = options;
  const statistics = createStatistics(options);

  return async (terms, filter, limit) => {
    const [mainChunks, recentChunks] = await Promise.all([main.rows(), recent.rows()]);
    if (terms.length === 0 || limit <= 0) return [];
    const request = { lance, terms, predicate: filterPredicate(filter), limit };
    if (recentChunks === 0) return mergeCandidates([await search(main, request)], limit);
    if (mainChunks === 0) return mergeCandidates([await search(recent, request)], limit);
    const [fromMain, fromRecent, known] = await Promise.all([
      search(main, request),
      searchWithTerms(recent, request),
      statistics([...new Set(terms)]),
    ]);
    return mergeCandidates([fromMain, fromRecent.map((candidate) => scoreAgain(candidate, terms, known))], limit);
  };
}

function scoreAgain({ terms, ...candidate }: WordCandidate, query: readonly string[], known: Statistics): Candidate {
  const frequencies = Map.groupBy(terms.split(' '), (term) => term);
  const length = termCount(terms);
  let score = 0;
  for (const term of query) {
    const frequency = frequencies.get(term)?.length ?? 0;
    if (frequency > 0) score += known.idf(term) * termWeight(frequency, length, known.meanLength);
  }
  return { ...candidate, score };
}

type WordRequest = { lance: Lance; terms: readonly string[]; predicate: string | null; limit: number };

function wordQuery(shard: Shard, columns: readonly string[], { lance, terms, predicate, limit }: WordRequest) {
  return shard.read(async (table) => {
    const match = new lance.MatchQuery(terms.join(' '), 'terms', { operator: lance.Operator.Or });
    const query = table
      .query()
      .fullTextSearch(match)
      .select([...columns, '_score'])
      .limit(limit);
    return (predicate === null ? query : query.where(predicate)).toArrow();
  });
}

async function search(shard: Shard, request: WordRequest): Promise<Candidate[]> {
  return candidatesFromArrow(await wordQuery(shard, KEY_COLUMNS, request), '_score', (score) => score);
}

async function searchWithTerms(shard: Shard, request: WordRequest): Promise<WordCandidate[]> {
  const found = await wordQuery(shard, [...KEY_COLUMNS, 'terms'], request);
  const terms = textsFromArrow(found, 'terms');
  return candidatesFromArrow(found, '_score', (score) => score).map((candidate, i) => ({ ...candidate, terms: terms[i] ?? '' }));
}

type ShardStatistics = {
  readonly change: number;
  readonly chunks: number;
  readonly meanLength: number;
  readonly idfs: Map<string, number | null>;
};

async function readShardStatistics(shard: Shard): Promise<ShardStatistics> {
  const change = shard.changes();
  const lengths = await shard.read(async (table) => numbersFromArrow(await table.query().select(['length']).toArrow(), 'length'));
  const total = lengths.reduce((sum, length) => sum + length, 0);
  return { change, chunks: lengths.length, meanLength: Math.max(total, 1) / Math.max(lengths.length, 1), idfs: new Map() };
}

/**
 * LanceDB tells no document frequencies, but its best score for one term alone gives them away: that chunk's length and
 * term frequency are known, so what is left of the score is the term's inverse document frequency.
 */
async function idfOf(lance: Lance, shard: Shard, term: string, known: ShardStatistics): Promise<number | null> {
  const [best] = await searchWithTerms(shard, { lance, terms: [term], predicate: null, limit: 1 });
  if (best === undefined) return null;
  const inChunk = best.terms.split(' ').filter((other) => other === term).length;
  return best.score / termWeight(inChunk, termCount(best.terms), known.meanLength);
}

function createStatistics(options: {
  lance: Lance;
  main: Shard;
  recent: Shard;
}): (terms: readonly string[]) => Promise<Statistics> {
  const { lance, main, recent } = options;
  let remembered: ShardStatistics | null = null;

  /** Of a term that `main` lacks, counted over both shards. */
  async function idfInRecent(term: string, mainChunks: number): Promise<number> {
    const known = await readShardStatistics(recent);
    const idf = await idfOf(lance, recent, term, known);
    const frequency = idf === null ? 0 : Math.max(1, documentFrequencyOf(known.chunks, idf));
    return inverseDocumentFrequency(mainChunks + known.chunks, frequency);
  }

  return async (terms) => {
    if (remembered === null || remembered.change !== main.changes() || remembered.idfs.size > MAX_REMEMBERED_TERMS) {
      remembered = await readShardStatistics(main);
    }
    const known = remembered;
    const missing = terms.filter((term) => !known.idfs.has(term));
    await Promise.all(missing.map(async (term) => known.idfs.set(term, await idfOf(lance, main, term, known))));
    const idfs = new Map(
      await Promise.all(
        terms.map(async (term) => [term, known.idfs.get(term) ?? (await idfInRecent(term, known.chunks))] as const),
      ),
    );
    return { chunks: known.chunks, meanLength: known.meanLength, idf: (term) => idfs.get(term) ?? 0 };
  };
}
