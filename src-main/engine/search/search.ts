import {
  documentsToRerank,
  type FolderHit,
  type Passage,
  type SearchResult,
  type SearchResults,
  type SearchSort,
} from '#contract';
import { createStemmers } from '#engine/analysis/stemmers.ts';
import { createTokens } from '#engine/analysis/tokens.ts';
import type { Catalogue, DocumentRecord } from '#engine/catalogue/catalogue.ts';
import type { ChunkRow, IndexStore } from '#engine/storage/index-store.ts';
import type { Logger } from '#engine/logger.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { createGather, MAX_CANDIDATES, type Gathered, type RankRequest } from './gather.ts';
import { highlightTerms } from './highlights.ts';
import type { NameIndex } from './names/name-index.ts';
import { listScope } from './list-scope.ts';
import type { ModelLanguages } from './model-languages.ts';
import { explainFilters, explainPassage } from './explain.ts';
import { queryFingerprint } from './query-fingerprint.ts';
import { isEmptyPlan, planQuery, type QueryPlan } from './query-plan.ts';
import { rankDocuments, type RankedDocument, type RankedPassage } from './rank.ts';
import { resolveScope } from './scope.ts';
import { createSnippetChooser } from './snippets.ts';
import { throwIfCancelled } from './throw-if-cancelled.ts';
import { toFolderHit, toPassage, toResult } from './to-results.ts';

/** Candidates of each list for the first page; deeper pages read deeper lists. */
const CANDIDATES = 100;
/** Candidates that a document spends on average: passages of one document crowd each other. */
const CANDIDATES_PER_DOCUMENT = 4;
/** Each costs reading its row and finding the words to mark: three say what a document holds. */
const PASSAGES_PER_RESULT = 3;

export type SearchRequest = RankRequest & {
  readonly limit: number;
  readonly cursor: string | null;
  readonly explain: boolean;
  readonly sort: SearchSort;
  readonly recency: boolean;
  readonly isTyping: boolean;
};

export type Ranking = { readonly ranked: readonly RankedDocument[]; readonly usedMeaning: boolean };

export type Search = {
  /** See `search.query` in the contract. Errors: cancelled, invalidCursor. */
  run(request: SearchRequest, signal: AbortSignal): Promise<SearchResults>;
  /**
   * The order that `run` pages through, with candidates for a page that ends at `depth`. `only`: of that document alone,
   * by its content, and also where its meaning is too far from the query to be shown. Errors: cancelled.
   */
  rank(
    request: RankRequest,
    options: { readonly depth: number; readonly only: number | null },
    signal: AbortSignal,
  ): Promise<Ranking>;
  /** True while any search runs. */
  isSearching(): boolean;
};

/** All lists are read in parallel and fused; what the catalogue no longer shows is dropped before anything is counted. */
export function createSearch(options: {
  catalogue: Catalogue;
  store: IndexStore;
  names: NameIndex;
  embedQuery(text: string, options: { signal: AbortSignal }): Promise<Float32Array>;
  modelLanguages: ModelLanguages;
  /** Whether a reranker is there for such a query. */
  canRerank(query: string): boolean;
  logger: Logger;
}): Search {
  const { catalogue, store } = options;
  const tokens = createTokens(createStemmers());
  const gather = createGather({ ...options, tokens });
  const chooseSnippet = createSnippetChooser();
  let running = 0;

  async function run(request: SearchRequest, signal: AbortSignal): Promise<SearchResults> {
    const startedAt = performance.now();
    const plan = planQuery(request.query, { now: Date.now() });
    const fingerprint = queryFingerprint(request.query, request.filters, `${request.mode} ${request.names}`);
    const offset = decodeCursor(request.cursor, fingerprint);
    const page = await (plan.namesText === '' ? browse(plan, request, offset, signal) : find(plan, request, offset, signal));
    const end = offset + page.results.length;
    return {
      query: request.query,
      tookMs: Math.round((performance.now() - startedAt) * 10) / 10,
      total: page.total,
      isTotalExact: true,
      correction: null,
      results: page.results,
      folders: page.folders,
      nextCursor: page.hasMore ? encodeCursor({ offset: end, queryFingerprint: fingerprint }) : null,
      usedMeaning: page.usedMeaning,
      canRerank: offset === 0 && isReranked(request, page.results) && options.canRerank(request.query),
      problems: [...plan.problems],
    };
  }

  type Page = { results: SearchResult[]; folders: FolderHit[]; total: number; hasMore: boolean; usedMeaning: boolean };

  /** What nothing but filters and excluded words selects, newest first. */
  async function browse(plan: QueryPlan, request: SearchRequest, offset: number, signal: AbortSignal): Promise<Page> {
    const { folders, types, tags, after, before } = request.filters;
    const isUnfiltered = folders.length + types.length + tags.length === 0 && after === null && before === null;
    if (isUnfiltered && isEmptyPlan(plan)) return { results: [], folders: [], total: 0, hasMore: false, usedMeaning: false };
    const filter = { folders, types, tags, from: after, before, conditions: plan.conditions };
    const page = { offset, limit: request.limit };
    const found =
      plan.parts.length === 0
        ? catalogue.listDocuments({ ...filter, ...page })
        : await listScope(await resolveScope(plan, request.filters, options), { catalogue, filter, page, signal });
    const results = found.documents.map((document) => toResult(document, { score: 0, name: null }, [], null));
    return { results, folders: [], total: found.total, hasMore: offset + results.length < found.total, usedMeaning: false };
  }

  async function find(plan: QueryPlan, request: SearchRequest, offset: number, signal: AbortSignal): Promise<Page> {
    const limit = candidateLimit(offset + request.limit);
    const gathered = await gather(plan, request, { limit, only: null }, signal);
    const ranked = rankDocuments(gathered);
    const shown = ranked.slice(offset, offset + request.limit);
    const rows = await readPassages(shown);
    throwIfCancelled(signal);
    const toShownPassage = describePassages(gathered, request.explain);
    const filters = request.explain ? explainFilters(request) : null;
    const results = shown.flatMap((hit) => {
      const document = gathered.documents.get(hit.documentId);
      if (document === undefined) return [];
      const passages = hit.passages.slice(0, PASSAGES_PER_RESULT).flatMap((passage) => {
        const row = rows.get(keyOf(passage));
        return row === undefined ? [] : [toShownPassage(passage, row, document)];
      });
      return [toResult(document, hit, passages, filters)];
    });
    return {
      results,
      folders: offset === 0 ? gathered.folders.map(toFolderHit) : [],
      total: ranked.length,
      hasMore: offset + shown.length < ranked.length,
      usedMeaning: gathered.usedMeaning,
    };
  }

  function describePassages(
    gathered: Gathered,
    isExplained: boolean,
  ): (passage: RankedPassage, row: ChunkRow, document: DocumentRecord) => Passage {
    const terms = new Set(gathered.tokens);
    return (passage, row, { language }) => {
      const highlights = highlightTerms(row.text, terms, (read) => tokens.spans(read, language));
      const described = toPassage(passage, row, { highlights, snippet: chooseSnippet(row.text, highlights.matches) });
      return isExplained ? { ...described, explain: explainPassage(passage, highlights, gathered) } : described;
    };
  }

  async function readPassages(hits: readonly RankedDocument[]): Promise<Map<string, ChunkRow>> {
    const keys = hits.flatMap((hit) => hit.passages.slice(0, PASSAGES_PER_RESULT));
    const rows = await store.chunks(keys);
    return new Map(rows.map((row) => [keyOf(row), row]));
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
    rank: (request, { depth, only }, signal) =>
      whileCounted(signal, async () => {
        const plan = planQuery(request.query, { now: Date.now() });
        const gathered = await gather(plan, request, { limit: candidateLimit(depth), only }, signal);
        return { ranked: rankDocuments(gathered), usedMeaning: gathered.usedMeaning };
      }),
    isSearching: () => running > 0,
  };
}

/** Whether there is an order to change: one that was not asked for, of passages that were not found by a name. */
function isReranked({ mode, sort }: SearchRequest, results: readonly SearchResult[]): boolean {
  return mode !== 'names' && sort === 'relevance' && documentsToRerank(results).length > 1;
}

/** Candidates of each list for a page that ends at this document. */
function candidateLimit(depth: number): number {
  return Math.min(MAX_CANDIDATES, CANDIDATES + depth * CANDIDATES_PER_DOCUMENT);
}

function keyOf({ documentId, ordinal }: { readonly documentId: number; readonly ordinal: number }): string {
  return `${documentId}:${ordinal}`;
}
