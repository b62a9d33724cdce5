import { termWeight } from './bm25.ts';
import { numberColumn, textBytesFromArrow, textsFromArrow } from './from-arrow.ts';
import type { Candidate, ChunkKey, IndexFilter, WordMatch, WordMatches } from './index-store.ts';
import { readKeyed, takeKnown, type KeyedRows } from './keyed-rows.ts';
import type { Lance } from './lance.ts';
import { keyText, mergeCandidates, mergeRows } from './merge.ts';
import type { Shard } from './shard.ts';
import { countedStatistics, createShardStatistics, toStatistics, wordStatistics } from './statistics.ts';
import type { ScoredTerms, Statistics, TermCounts } from './statistics.ts';
import { filterCheck, type Tail, type TailMatches } from './tail.ts';
import { createTermCounter, type CountedTerms } from './term-counter.ts';
import { narrowFilter, selectFrom, withoutLongList, type Look } from './selection.ts';
import type { WordCount } from './vocabulary/word-table.ts';
import { filterPredicate } from './where.ts';
import { bestOfDocuments } from './word-documents.ts';

export type TermSearch = (terms: readonly string[], filter: IndexFilter, limit: number) => Promise<ChunkKey[]>;
export type DocumentMatching = (
  terms: readonly string[],
  filter: IndexFilter,
  further?: readonly WordCount[],
) => Promise<Candidate[]>;
export type WordMatching = (
  terms: readonly string[],
  filter: IndexFilter,
  limit: number,
  further?: readonly WordCount[],
) => Promise<WordMatches>;

const NO_TERMS = new Uint8Array(0);

/** `isIndexOnly`: rows that the index has not taken in are found elsewhere. */
type WordRequest = { terms: readonly string[]; predicate: string | null; limit: number; isIndexOnly: boolean };
type FilteredRequest = Omit<WordRequest, 'predicate'> & { filter: IndexFilter };

/**
 * BM25 over the index of `main` and the tail, which holds all of `recent`. Scores by two statistics cannot be compared: a
 * term that is rare in the library may be common in a few chunks. Where `main` has most chunks its statistics count for
 * all, and LanceDB's own scores of it stand; else both are scored again by the statistics of both together.
 */
export function createWordSearch(options: { lance: Lance; main: Shard; tail: Tail; counts: TermCounts }): {
  findTerms: TermSearch;
  matchWords: WordMatching;
  documentsWithWords: DocumentMatching;
} {
  const { lance, main, tail, counts } = options;
  const statisticsOfMain = createShardStatistics(main, (shard, term) => bestForTerm(lance, shard, term));

  async function findTerms(terms: readonly string[], filter: IndexFilter, limit: number): Promise<ChunkKey[]> {
    if (terms.length === 0 || limit <= 0) return [];
    // Read first: what an index takes in meanwhile is found twice rather than not at all.
    const fromTail = keysInTail(tail.find(terms, filter));
    const request = { terms, filter, limit, isIndexOnly: main.hasCopies() };
    return mergeRows([fromTail, (await hasMain()) ? await searchKeys(lance, main, request) : []]).slice(0, limit);
  }

  async function hasMain(): Promise<boolean> {
    return main.hasCopies() ? main.hasIndexedRows() : (await main.rows()) > 0;
  }

  async function statisticsOf(terms: readonly string[]): Promise<WordMatches['statistics']> {
    if (counts.isReady()) return countedStatistics(terms, counts);
    return wordStatistics(terms, (await hasMain()) ? await statisticsOfMain(terms) : null, tail);
  }

  async function matchWords(
    terms: readonly string[],
    filter: IndexFilter,
    limit: number,
    further: readonly WordCount[] = [],
  ): Promise<WordMatches> {
    const all = withFurther(terms, further);
    const inTail = tail.find(all, filter);
    // Rare words among the further ones would leave no room for those that were asked for.
    const lists = further.length === 0 ? [terms] : [terms, all];
    const isIndexOnly = main.hasCopies();
    const search = (wanted: readonly string[]) => searchTerms(lance, main, { terms: wanted, filter, limit, isIndexOnly });
    const [fromMain, ofTerms] = await Promise.all([(await hasMain()) ? Promise.all(lists.map(search)) : [], statisticsOf(terms)]);
    const statistics = countFurther(ofTerms, further);
    const known = toStatistics(all, statistics);
    const idfs = all.map(known.idf);
    const matches = new Map<string, WordMatch>();
    const count = createTermCounter(all);
    for (const found of fromMain) {
      for (const match of matchesOf(found, count)) {
        matches.set(keyText(match), { ...match, score: scoreOf(match, idfs, known.meanLength) });
      }
    }
    const bestInTail = lists.flatMap((wanted) => scoreTail(inTail, wanted, known, limit));
    for (const match of frequenciesInTail(inTail, bestInTail, all)) {
      if (!matches.has(keyText(match))) matches.set(keyText(match), match);
    }
    const best = mergeCandidates([[...matches.values()]], lists.length * limit);
    return { matches: best.flatMap((candidate) => matches.get(keyText(candidate)) ?? []), statistics };
  }

  async function documentsWithWords(
    terms: readonly string[],
    filter: IndexFilter,
    further: readonly WordCount[] = [],
  ): Promise<Candidate[]> {
    const all = withFurther(terms, further);
    if (all.length === 0) return [];
    const inTail = tail.find(all, filter);
    const limit = await main.rows();
    const { predicate, isSelected } = withoutLongList(filter);
    const request = { terms: all, predicate, limit, isIndexOnly: main.hasCopies() };
    const [fromMain, ofTerms] = await Promise.all([
      (await hasMain()) ? wordQuery(lance, main, [], request) : null,
      statisticsOf(terms),
    ]);
    const known = toStatistics(all, countFurther(ofTerms, further));
    return bestOfDocuments(fromMain, scoreTail(inTail, all, known, Infinity)).filter(isSelected);
  }

  return { findTerms, matchWords, documentsWithWords };
}

function withFurther(terms: readonly string[], further: readonly WordCount[]): string[] {
  return [...terms, ...further.map(({ word }) => word)];
}

/** The frequencies of further words are known: asking the index for each would take longer than the search. */
function countFurther(statistics: WordMatches['statistics'], further: readonly WordCount[]): WordMatches['statistics'] {
  const documentFrequencies = [...statistics.documentFrequencies, ...further.map(({ count }) => Math.max(count, 1))];
  return { ...statistics, documentFrequencies };
}

type Match = Omit<WordMatch, 'score'>;

function matchesOf(found: KeyedRows | null, count: (terms: Uint8Array) => CountedTerms): Match[] {
  if (found === null) return [];
  const terms = [...textBytesFromArrow(found.table, 'terms')];
  return found.keys.map((key, row) => ({ ...key, ...count(terms[row] ?? NO_TERMS) }));
}

function scoreOf({ length, frequencies }: Match, idfs: readonly number[], meanLength: number): number {
  return frequencies.reduce(
    (sum, frequency, term) => (frequency === 0 ? sum : sum + (idfs[term] ?? 0) * termWeight(frequency, length, meanLength)),
    0,
  );
}

function keysInTail({ rows, postings, filter }: TailMatches): ChunkKey[] {
  const isShown = filterCheck(filter);
  const positions = new Set(postings.flatMap((posting) => posting.positions));
  return [...positions].flatMap((position) => {
    const row = rows[position];
    if (row === null || row === undefined || !isShown(row.key)) return [];
    const { documentId, generation, ordinal } = row.key;
    return [{ documentId, generation, ordinal }];
  });
}

/** The best `limit` chunks of the tail. Linear in the postings: while a library is read in bulk, most of it lies there. */
function scoreTail(inTail: TailMatches, query: readonly string[], known: Statistics, limit: number): Candidate[] {
  const { rows } = inTail;
  const isShown = filterCheck(inTail.filter);
  const sums = new Float64Array(rows.length);
  for (const { term, positions, frequencies } of inTail.postings) {
    if (!query.includes(term)) continue;
    const weight = known.idf(term) * query.filter((other) => other === term).length;
    positions.forEach((position, i) => {
      const length = rows[position]?.length ?? 0;
      sums[position] = (sums[position] ?? 0) + weight * termWeight(frequencies[i] ?? 0, length, known.meanLength);
    });
  }
  const found: Candidate[] = [];
  sums.forEach((sum, position) => {
    const row = rows[position];
    if (sum === 0 || row === null || row === undefined || !isShown(row.key)) return;
    const { documentId, generation, ordinal } = row.key;
    found.push({ documentId, generation, ordinal, score: sum });
  });
  // Sorting numbers takes a tenth of what sorting candidates does.
  const least = found.length <= limit ? 0 : (Float64Array.from(found, ({ score: sum }) => sum).sort()[found.length - limit] ?? 0);
  return mergeCandidates([found.filter(({ score: sum }) => sum >= least)], limit);
}

/** How often each term occurs in the given chunks of the tail, which are few beside all that hold the terms. */
function frequenciesInTail(inTail: TailMatches, candidates: readonly Candidate[], terms: readonly string[]): WordMatch[] {
  const wanted = new Map(
    candidates.map((candidate) => [keyText(candidate), { candidate, length: 0, frequencies: terms.map(() => 0) }]),
  );
  const documentIds = new Set(candidates.map(({ documentId }) => documentId));
  for (const { term, positions, frequencies } of inTail.postings) {
    const column = terms.indexOf(term);
    positions.forEach((position, i) => {
      const row = inTail.rows[position];
      if (row === null || row === undefined || !documentIds.has(row.key.documentId)) return;
      const match = wanted.get(keyText(row.key));
      if (match === undefined) return;
      match.length = row.length;
      match.frequencies[column] = frequencies[i] ?? 0;
    });
  }
  return [...wanted.values()].map(({ candidate, length, frequencies }) => ({ ...candidate, length, frequencies }));
}

/** With `_score`, the best first. */
function wordQuery(lance: Lance, shard: Shard, columns: readonly string[], request: WordRequest): Promise<KeyedRows> {
  const { terms, predicate, limit, isIndexOnly } = request;
  return readKeyed(shard, [...columns, '_score'], (table) => {
    const match = new lance.MatchQuery(terms.join(' '), 'terms', { operator: lance.Operator.Or });
    let query = table.query().fullTextSearch(match).limit(limit);
    if (predicate !== null) query = query.where(predicate);
    return isIndexOnly ? query.fastSearch() : query;
  });
}

function lookAtKeys(lance: Lance, shard: Shard, request: Pick<WordRequest, 'terms' | 'isIndexOnly'>): Look<ChunkKey> {
  return async (predicate, limit) => {
    const { keys } = await wordQuery(lance, shard, [], { ...request, predicate, limit });
    return keys;
  };
}

async function searchKeys(
  lance: Lance,
  shard: Shard,
  { filter, limit, ...request }: FilteredRequest,
): Promise<readonly ChunkKey[]> {
  return selectFrom(filter, limit, lookAtKeys(lance, shard, request), shard.rowKeys()?.documents);
}

/** Null for none. */
async function searchTerms(
  lance: Lance,
  shard: Shard,
  { filter, limit, ...request }: FilteredRequest,
): Promise<KeyedRows | null> {
  const narrow = await narrowFilter(filter, limit, lookAtKeys(lance, shard, request), shard.rowKeys()?.documents);
  if (narrow === null) return null;
  if (narrow.rows !== null) {
    // A second search would name hundreds of documents to find the same rows.
    const taken = await takeKnown(shard, narrow.rows, ['terms']);
    if (taken.keys.length === narrow.rows.length) return taken;
  }
  return wordQuery(lance, shard, ['terms'], { ...request, predicate: filterPredicate(narrow.filter), limit });
}

async function bestForTerm(lance: Lance, shard: Shard, term: string): Promise<ScoredTerms | null> {
  const request = { terms: [term], predicate: null, limit: 1, isIndexOnly: true };
  const { table, keys } = await wordQuery(lance, shard, ['terms'], request);
  const [key] = keys;
  if (key === undefined) return null;
  const [terms = ''] = textsFromArrow(table, 'terms');
  return { ...key, score: Number(numberColumn(table, '_score')[0]), terms };
}
