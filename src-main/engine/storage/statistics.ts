import { documentFrequencyOf, inverseDocumentFrequency, termWeight } from './bm25.ts';
import { numbersFromArrow } from './from-arrow.ts';
import type { Candidate, WordMatches } from './index-store.ts';
import type { Shard } from './shard.ts';
import type { Tail } from './tail.ts';
import { termCount } from './to-arrow.ts';

/** Terms whose frequency is remembered for one state of an index. */
const MAX_REMEMBERED_TERMS = 20_000;

/** What a score depends on beside the chunk itself. */
export type Statistics = { readonly meanLength: number; idf(term: string): number };

/** How often each term of the library occurs, counted. `isReady`: all chunks were. */
export type TermCounts = {
  isReady(): boolean;
  chunks(): number;
  /** In terms. */
  meanLength(): number;
  /** In chunks. */
  countOf(term: string): number;
};

/** A candidate with the terms it was found by and all others. */
export type ScoredTerms = Candidate & { readonly terms: string };

/** The best chunk of a shard's index for one term, or null. */
export type BestFor = (shard: Shard, term: string) => Promise<ScoredTerms | null>;

type ShardStatistics = {
  readonly indexing: number;
  readonly chunks: number;
  readonly meanLength: number;
  /** Null for a term that the index lacks. */
  readonly idfs: Map<string, number | null>;
};

async function readShardStatistics(shard: Shard): Promise<ShardStatistics> {
  const indexing = shard.indexings();
  const lengths = await shard.read(async (table) => numbersFromArrow(await table.query().select(['length']).toArrow(), 'length'));
  const total = lengths.reduce((sum, length) => sum + length, 0);
  return { indexing, chunks: lengths.length, meanLength: Math.max(total, 1) / Math.max(lengths.length, 1), idfs: new Map() };
}

/**
 * LanceDB tells no document frequencies, but its best score for one term alone gives them away: that chunk's length and
 * term frequency are known, so what is left of the score is the term's inverse document frequency.
 */
function idfOf(best: ScoredTerms, term: string, meanLength: number): number {
  const frequency = best.terms.split(' ').filter((other) => other === term).length;
  return best.score / termWeight(frequency, termCount(best.terms), meanLength);
}

/** Remembers an index's statistics until the index changes. */
export function createShardStatistics(shard: Shard, bestFor: BestFor) {
  let remembered: Promise<ShardStatistics> | null = null;

  async function current(): Promise<ShardStatistics> {
    const known = await remembered;
    if (known !== null && known.indexing === shard.indexings() && known.idfs.size < MAX_REMEMBERED_TERMS) return known;
    remembered = readShardStatistics(shard);
    return remembered;
  }

  return async (terms: readonly string[]): Promise<ShardStatistics> => {
    const known = await current();
    const missing = terms.filter((term) => !known.idfs.has(term));
    const learn = async (term: string) => {
      const best = await bestFor(shard, term);
      known.idfs.set(term, best === null ? null : idfOf(best, term, known.meanLength));
    };
    await Promise.all(missing.map(learn));
    return known;
  };
}

/** What was counted says the same as the index, without a search for each term. */
export function countedStatistics(terms: readonly string[], counts: TermCounts): WordMatches['statistics'] {
  return {
    chunks: counts.chunks(),
    meanLength: counts.meanLength(),
    documentFrequencies: terms.map((term) => Math.max(counts.countOf(term), 1)),
  };
}

/** How often each term occurs in the library: in chunks of the index, where there is one, and of the tail. */
export function wordStatistics(terms: readonly string[], base: ShardStatistics | null, tail: Tail): WordMatches['statistics'] {
  const indexed = base?.chunks ?? 0;
  const chunks = indexed + tail.chunks();
  return {
    chunks,
    meanLength: ((base?.meanLength ?? 0) * indexed + tail.meanLength() * tail.chunks()) / Math.max(chunks, 1),
    documentFrequencies: terms.map((term) => {
      const idf = base?.idfs.get(term);
      const inIndex = typeof idf === 'number' ? documentFrequencyOf(indexed, idf) : 0;
      return Math.max(inIndex + tail.documentFrequency(term), 1);
    }),
  };
}

export function toStatistics(terms: readonly string[], statistics: WordMatches['statistics']): Statistics {
  const { chunks, meanLength, documentFrequencies } = statistics;
  const idfs = new Map(terms.map((term, i) => [term, inverseDocumentFrequency(chunks, documentFrequencies[i] ?? 1)]));
  return { meanLength, idf: (term) => idfs.get(term) ?? 0 };
}
