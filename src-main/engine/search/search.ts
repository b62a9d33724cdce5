import {
  documentsToRerank,
  type Correction,
  type DocumentId,
  type Passage,
  type SearchFacets,
  type SearchResult,
  type SearchResults,
  type SearchSort,
} from '#contract';
import { createStemmers } from '#engine/analysis/stemmers.ts';
import { createTokens } from '#engine/analysis/tokens.ts';
import type { Catalogue } from '#engine/catalogue/catalogue.ts';
import type { IndexStore } from '#engine/storage/index-store.ts';
import type { Logger } from '#engine/logger.ts';
import { browse, browseAll } from './browse.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { CANDIDATES, createFindPage, isMatched, type Page } from './find-page.ts';
import { createGather, MAX_CANDIDATES, type RankRequest } from './gather.ts';
import type { NameIndex } from './names/name-index.ts';
import type { ModelLanguages } from './model-languages.ts';
import { queryFingerprint } from './query-fingerprint.ts';
import { planQuery, type QueryPlan } from './query-plan.ts';
import { rankDocuments, type RankedDocument } from './rank.ts';
import { throwIfCancelled, unlessCancelled } from './throw-if-cancelled.ts';
import { toResult } from './to-results.ts';
import { createCorrectQuery } from './vocabulary/correct-query.ts';
import { createLacksTellingWord } from './vocabulary/lacks-telling-word.ts';

export type SearchRequest = RankRequest & {
  readonly limit: number;
  readonly cursor: string | null;
  readonly explain: boolean;
  readonly passages: number;
} & RankingRequest;

/** What decides a ranking that pages go through. */
type RankingRequest = RankRequest & {
  readonly sort: SearchSort;
  readonly recency: boolean;
  readonly isTyping: boolean;
};

export type Ranking = {
  readonly ranked: readonly RankedDocument[];
  /** Ids of the documents that follow because they hold a word, without having been weighed. */
  readonly beyond: readonly number[];
  readonly usedMeaning: boolean;
};

export type Search = {
  /** See `search.query` in the contract. Errors: cancelled, invalidCursor. */
  run(request: SearchRequest, signal: AbortSignal): Promise<SearchResults>;
  /** See `search.passages` in the contract. Errors: cancelled. */
  passages(
    request: RankingRequest & { readonly documentIds: readonly DocumentId[] },
    signal: AbortSignal,
  ): Promise<{ documentId: DocumentId; passages: Passage[] }[]>;
  /** See `search.facets` in the contract. Errors: cancelled. */
  facets(request: RankRequest, signal: AbortSignal): Promise<SearchFacets>;
  /**
   * The whole order that `run` pages through, folded documents included. `only`: of that document alone, by its content, and
   * also where its meaning is too far from the query to be shown. Errors: cancelled.
   */
  rank(request: RankRequest, options: { readonly only: number | null }, signal: AbortSignal): Promise<Ranking>;
  /** What `run` searches for instead of the query, or null where it takes it as it is. Errors: cancelled. */
  correctionOf(request: RankRequest, signal: AbortSignal): Promise<Correction | null>;
  /** True while any search runs. */
  isSearching(): boolean;
};

const ONLY_LISTED = { folders: [], isTotalExact: true, usedMeaning: false, isMatched: false } as const;

/** All lists are read in parallel and fused; what the catalogue no longer shows is dropped before anything is counted. */
export function createSearch(options: {
  catalogue: Catalogue;
  store: IndexStore;
  names: NameIndex;
  embedQuery(text: string, options: { signal: AbortSignal }): Promise<Float32Array>;
  modelLanguages: ModelLanguages;
  /** Waits a moment for the words of the library; false where they are not there yet. */
  whenVocabularyReady(): Promise<boolean>;
  /** Whether a reranker is there for such a query. */
  canRerank(query: string): boolean;
  logger: Logger;
}): Search {
  const { catalogue } = options;
  const tokens = createTokens(createStemmers());
  const gather = createGather({ ...options, tokens });
  const { findPage, findPassages, order } = createFindPage({ ...options, tokens, gather });
  const languages = (): string[] => catalogue.languages();
  const correctQuery = createCorrectQuery({ ...options, tokens, languages });
  const lacksTellingWord = createLacksTellingWord({ ...options, tokens, languages });
  let running = 0;

  async function run(request: SearchRequest, signal: AbortSignal): Promise<SearchResults> {
    const startedAt = performance.now();
    const plan = planQuery(request.query, { now: Date.now() });
    const fingerprint = fingerprintOf(request);
    const offset = decodeCursor(request.cursor, fingerprint);
    const isBrowsing = plan.namesText === '';
    const asTyped = await (isBrowsing
      ? list(plan, request, offset, signal)
      : findPage(plan, { ...request, fingerprint, offset }, signal));
    const find = (query: string): Promise<Page> =>
      findPage(planQuery(query, { now: Date.now() }), { ...request, query, fingerprint, offset }, signal);
    const instead = isBrowsing ? null : await corrected(request, { isMatched: asTyped.isMatched, find }, signal);
    const page = instead?.found ?? asTyped;
    return {
      query: request.query,
      tookMs: millisecondsSince(startedAt),
      total: page.total,
      isTotalExact: page.isTotalExact,
      correction: instead?.correction ?? null,
      results: page.results,
      folders: [...page.folders],
      nextCursor: page.nextOffset === null ? null : encodeCursor({ offset: page.nextOffset, queryFingerprint: fingerprint }),
      usedMeaning: page.usedMeaning,
      canRerank: offset === 0 && isReranked(request, page.results) && options.canRerank(request.query),
      problems: [...page.problems],
    };
  }

  async function passages(
    { documentIds, ...request }: RankingRequest & { readonly documentIds: readonly DocumentId[] },
    signal: AbortSignal,
  ): Promise<{ documentId: DocumentId; passages: Passage[] }[]> {
    const plan = planQuery(request.query, { now: Date.now() });
    if (plan.namesText === '' || documentIds.length === 0) return [];
    const found = await findPassages(plan, documentIds, { ...request, fingerprint: fingerprintOf(request) }, signal);
    return found.map(({ documentId, ...rest }) => ({ documentId: documentId as DocumentId, ...rest }));
  }

  /** What nothing but filters and excluded words selects. */
  async function list(plan: QueryPlan, request: SearchRequest, offset: number, signal: AbortSignal): Promise<Page> {
    const { documents, total } = await browse(plan, { ...request, offset }, options, signal);
    const results = documents.map((document) => toResult(document, { score: 0, name: null }, [], null));
    const end = offset + results.length;
    const hasMore = results.length > 0 && end < total;
    return { ...ONLY_LISTED, results, total, nextOffset: hasMore ? end : null, problems: plan.problems };
  }

  /**
   * Where no words or names match, or none that tell anything: what the query finds with the nearest words that there are, or
   * null where that is nothing either.
   */
  async function corrected<Found>(
    { query: typed, mode, names: isByNames, isTyping = false }: RankRequest,
    asTyped: { readonly isMatched: boolean; find(query: string): Promise<Found & { readonly isMatched: boolean }> },
    signal: AbortSignal,
  ): Promise<{ found: Found; correction: Correction } | null> {
    if (mode === 'meaning') return null;
    const sources = { isByWords: mode !== 'names', isByNames: isByNames && mode !== 'words' };
    // What matched is not held back for the vocabulary.
    const isDue = asTyped.isMatched
      ? await lacksTellingWord(typed, { ...sources, isTyping })
      : await unlessCancelled(options.whenVocabularyReady(), signal);
    if (!isDue) return null;
    const correction = await correctQuery(typed, sources);
    throwIfCancelled(signal);
    if (correction === null) return null;
    const found = await asTyped.find(correction.query);
    return found.isMatched ? { found, correction } : null;
  }

  async function correctionOf(request: RankRequest, signal: AbortSignal): Promise<Correction | null> {
    const find = async (query: string): Promise<{ isMatched: boolean }> => {
      const plan = planQuery(query, { now: Date.now() });
      const gathered = await gather(plan, { ...request, query }, { limit: CANDIDATES, only: null }, signal);
      return { isMatched: plan.namesText === '' || isMatched(gathered) };
    };
    const { isMatched: isMatchedAsTyped } = await find(request.query);
    return (await corrected(request, { isMatched: isMatchedAsTyped, find }, signal))?.correction ?? null;
  }

  async function facets(request: RankRequest, signal: AbortSignal): Promise<SearchFacets> {
    const startedAt = performance.now();
    const idsOf = async (query: string): Promise<{ ids: readonly number[]; isMatched: boolean }> => {
      const plan = planQuery(query, { now: Date.now() });
      if (plan.namesText === '') return { ids: await browseAll(plan, request.filters, options, signal), isMatched: true };
      const limit = request.mode === 'names' ? MAX_CANDIDATES : CANDIDATES;
      const { gathered, ranked, beyond } = await order(
        plan,
        { ...request, query, recency: false },
        { limit, isWhole: true },
        signal,
      );
      const ids = [...ranked, ...((await beyond) ?? [])].map(({ documentId }) => documentId);
      return { ids, isMatched: isMatched(gathered) };
    };
    const asTyped = await idsOf(request.query);
    const instead = await corrected(request, { isMatched: asTyped.isMatched, find: idsOf }, signal);
    const { ids } = instead?.found ?? asTyped;
    return { ...catalogue.facetsOf(ids), tookMs: millisecondsSince(startedAt) };
  }

  async function rank(request: RankRequest, { only }: { readonly only: number | null }, signal: AbortSignal): Promise<Ranking> {
    const plan = planQuery(request.query, { now: Date.now() });
    if (only !== null) {
      const gathered = await gather(plan, request, { limit: MAX_CANDIDATES, only }, signal);
      return { ranked: rankDocuments(gathered), beyond: [], usedMeaning: gathered.usedMeaning };
    }
    const limit = request.mode === 'names' ? MAX_CANDIDATES : CANDIDATES;
    const { gathered, ranked, beyond } = await order(plan, { ...request, recency: false }, { limit, isWhole: true }, signal);
    return { ranked, beyond: ((await beyond) ?? []).map(({ documentId }) => documentId), usedMeaning: gathered.usedMeaning };
  }

  async function whileCounted<V>(signal: AbortSignal, search: () => Promise<V>): Promise<V> {
    running += 1;
    try {
      throwIfCancelled(signal);
      return await search();
    } finally {
      running -= 1;
    }
  }

  return {
    run: (request, signal) => whileCounted(signal, () => run(request, signal)),
    passages: (request, signal) => whileCounted(signal, () => passages(request, signal)),
    facets: (request, signal) => whileCounted(signal, () => facets(request, signal)),
    rank: (request, which, signal) => whileCounted(signal, () => rank(request, which, signal)),
    correctionOf: (request, signal) => whileCounted(signal, () => correctionOf(request, signal)),
    isSearching: () => running > 0,
  };
}

/** The same for all that is asked about one ranking. */
function fingerprintOf({ query, filters, mode, names, sort, recency, isTyping }: RankingRequest): string {
  return queryFingerprint(query, filters, `${mode} ${names} ${sort} ${recency} ${isTyping}`);
}

/** Whether there is an order to change: one that was not asked for, of passages that were not found by a name. */
function isReranked({ mode, sort }: SearchRequest, results: readonly SearchResult[]): boolean {
  return mode !== 'names' && sort === 'relevance' && documentsToRerank(results).length > 1;
}

function millisecondsSince(startedAt: number): number {
  return Math.round((performance.now() - startedAt) * 10) / 10;
}
