import { basename } from 'node:path';
import {
  EngineError,
  type DocumentId,
  type FolderHit,
  type FolderId,
  type Passage,
  type SearchMode,
  type SearchResult,
  type SearchResults,
  type SearchSort,
  type Filters,
} from '#contract';
import { createStemmers } from '#engine/analysis/stemmers.ts';
import { createTokens } from '#engine/analysis/tokens.ts';
import type { Catalogue, DocumentRecord } from '#engine/catalogue/catalogue.ts';
import { decodeAnchor } from '#engine/storage/anchor-text.ts';
import type { Candidate, ChunkRow, IndexFilter, IndexStore } from '#engine/storage/index-store.ts';
import type { Logger } from '#engine/logger.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { createFindWords, NO_WORDS } from './find-words.ts';
import { highlightTerms, type Highlights } from './highlights.ts';
import type { NameIndex } from './names/name-index.ts';
import { kindOfQuery, weighNames, type WeighedName } from './names/name-weight.ts';
import type { FolderNameHit } from './names/scan-names.ts';
import { isEmptyPlan, planQuery, type QueryPlan } from './query-plan.ts';
import { isReadableByModel, queryFingerprint, type ModelLanguages } from './query.ts';
import { queryWords, type QueryWords } from './query-words.ts';
import { rankDocuments, type RankedDocument, type RankedPassage } from './rank.ts';
import { listScope } from './list-scope.ts';
import { resolveScope, type Scope } from './scope.ts';
import type { WordRanking } from './word-ranking.ts';
import { createSnippetChooser, type ChooseSnippet } from './snippets.ts';

/** Candidates of each list for the first page; deeper pages read deeper lists. */
const CANDIDATES = 100;
export const MAX_CANDIDATES = 5_000;
/** Candidates that a document spends on average: passages of one document crowd each other. */
const CANDIDATES_PER_DOCUMENT = 4;
/** Each costs reading its row and finding the words to mark: three say what a document holds. */
const PASSAGES_PER_RESULT = 3;
/**
 * A model finds neighbours for any query, also for one that nothing is about. Below this cosine similarity a passage
 * shares nothing with the query that a person would see. Chosen by looking, not by a bench; low, so as to lose nothing.
 */
export const LEAST_SIMILARITY = 0.15;

export type SearchRequest = {
  readonly query: string;
  readonly filters: Filters;
  readonly limit: number;
  readonly cursor: string | null;
  readonly explain: boolean;
  readonly mode: SearchMode;
  /** False: names of files and folders play no part. */
  readonly names: boolean;
  readonly sort: SearchSort;
  readonly recency: boolean;
  readonly isTyping: boolean;
};

/** What decides the order of documents, whichever of them are shown. */
export type RankRequest = Pick<SearchRequest, 'query' | 'filters' | 'mode' | 'names'>;

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

type Lists = { readonly words: WordRanking; readonly meaning: readonly Candidate[]; readonly usedMeaning: boolean };
type Names = { readonly documents: readonly WeighedName[]; readonly folders: readonly FolderNameHit[] };

const NO_LISTS: Lists = { words: NO_WORDS, meaning: [], usedMeaning: false };
const NO_NAMES: Names = { documents: [], folders: [] };

/** All lists are read in parallel and fused; what the catalogue no longer shows is dropped before anything is counted. */
export function createSearch(options: {
  catalogue: Catalogue;
  store: IndexStore;
  names: NameIndex;
  embedQuery(text: string, options: { signal: AbortSignal }): Promise<Float32Array>;
  modelLanguages: ModelLanguages;
  logger: Logger;
}): Search {
  const { catalogue, store, logger } = options;
  const tokens = createTokens(createStemmers());
  const findWords = createFindWords({ catalogue, store, tokens });
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
    const results = found.documents.map((document) => toResult(document, { score: 0, name: null }, [], false));
    return { results, folders: [], total: found.total, hasMore: offset + results.length < found.total, usedMeaning: false };
  }

  async function find(plan: QueryPlan, request: SearchRequest, offset: number, signal: AbortSignal): Promise<Page> {
    const limit = candidateLimit(offset + request.limit);
    const { ranked, documents, folders, terms, usedMeaning } = await rank(plan, request, { limit, only: null }, signal);
    const shown = ranked.slice(offset, offset + request.limit);
    const rows = await readPassages(shown);
    throwIfCancelled(signal);
    const highlightsOf = ({ text }: ChunkRow, { language }: DocumentRecord): Highlights =>
      highlightTerms(text, terms, (read) => tokens.spans(read, language));
    const results = shown.flatMap((hit) => {
      const document = documents.get(hit.documentId);
      if (document === undefined) return [];
      const passages = hit.passages.slice(0, PASSAGES_PER_RESULT).flatMap((passage) => {
        const row = rows.get(keyOf(passage));
        return row === undefined ? [] : [toPassage(passage, row, highlightsOf(row, document), chooseSnippet, request.explain)];
      });
      return [toResult(document, hit, passages, request.explain)];
    });
    return {
      results,
      folders: offset === 0 ? folders.map(toFolderHit) : [],
      total: ranked.length,
      hasMore: offset + shown.length < ranked.length,
      usedMeaning,
    };
  }

  type Ranked = Ranking & {
    documents: ReadonlyMap<number, DocumentRecord>;
    folders: readonly FolderNameHit[];
    terms: ReadonlySet<string>;
  };

  async function rank(
    plan: QueryPlan,
    request: RankRequest,
    { limit: wanted, only }: { readonly limit: number; readonly only: number | null },
    signal: AbortSignal,
  ): Promise<Ranked> {
    const scope = await resolveScope(plan, request.filters, options);
    throwIfCancelled(signal);
    const limit = scope.isLoose ? MAX_CANDIDATES : wanted;
    const index = only === null ? scope.index : { ...scope.index, documentIds: [only] };
    const terms = [...new Set([...plan.terms, ...scope.expansions])];
    const words = queryWords(terms, plan.namesText, catalogue.languages(), tokens);
    const [lists, names] = await Promise.all([
      scope.hasNoText ? NO_LISTS : retrieve(plan.text, words, { mode: request.mode, filter: index, limit }, signal),
      only === null ? retrieveNames(plan.namesText, request, scope, limit) : NO_NAMES,
    ]);
    throwIfCancelled(signal);
    const meaning = only === null ? lists.meaning.filter(({ score }) => score >= LEAST_SIMILARITY) : lists.meaning;
    const found = [...lists.words.passages, ...meaning, ...names.documents];
    const documents = catalogue.documents(found.map(({ documentId }) => documentId));
    const isShown = ({ documentId, generation }: Candidate): boolean => {
      const document = documents.get(documentId);
      return document !== undefined && document.generation === generation && scope.isShown(document);
    };
    const shownNames = names.documents.filter(({ documentId }) => {
      const document = documents.get(documentId);
      return document !== undefined && scope.isShown(document);
    });
    const ranked = rankDocuments(onlyShown(lists.words, isShown), meaning.filter(isShown), shownNames);
    return { ranked, documents, folders: names.folders, terms: new Set(words.tokens), usedMeaning: lists.usedMeaning };
  }

  async function retrieveNames(
    text: string,
    { mode, filters, names: isByNames }: RankRequest,
    { documentIds, isPlain }: Scope,
    limit: number,
  ): Promise<Names> {
    if (!isByNames || mode === 'words' || mode === 'meaning') return NO_NAMES;
    const found = await options.names.find(text, { filters, documentIds, limit });
    // A folder neither holds words nor lacks them.
    const { documents, strong, folders } = isPlain ? found : { ...found, folders: [] };
    if (mode === 'names') {
      return { documents: documents.map((hit, index) => ({ ...hit, rank: index + 1, weight: hit.score })), folders };
    }
    const kind = kindOfQuery(text);
    const isNamed = ({ strength }: FolderNameHit): boolean => kind === 'name' || strength !== 'fuzzy';
    return { documents: weighNames(documents, { kind, strong }), folders: folders.filter(isNamed) };
  }

  async function retrieve(
    text: string,
    words: QueryWords,
    { mode, filter, limit }: { readonly mode: SearchMode; readonly filter: IndexFilter; readonly limit: number },
    signal: AbortSignal,
  ): Promise<Lists> {
    if (mode === 'names' || filter.documentIds?.length === 0) return NO_LISTS;
    const isWithMeaning = mode !== 'words' && text !== '' && isReadableByModel(text, options.modelLanguages);
    const [wordList, meaningList] = await Promise.all([
      mode === 'meaning' ? NO_WORDS : findWords(words, filter, limit),
      isWithMeaning ? searchMeaning(text, filter, limit, signal) : null,
    ]);
    throwIfCancelled(signal);
    return { words: wordList, meaning: meaningList ?? [], usedMeaning: meaningList !== null };
  }

  /** Null where the query could not be embedded: words alone then answer, and the result says so. */
  async function searchMeaning(
    text: string,
    filter: IndexFilter,
    limit: number,
    signal: AbortSignal,
  ): Promise<Candidate[] | null> {
    let vector: Float32Array;
    try {
      vector = await options.embedQuery(text, { signal });
    } catch (error) {
      if (signal.aborted) throw error;
      logger.warn('search.withoutMeaning', { code: error instanceof EngineError ? error.code : 'internal' });
      return null;
    }
    return store.searchMeaning(vector, filter, limit);
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
      whileCounted(signal, () =>
        rank(planQuery(request.query, { now: Date.now() }), request, { limit: candidateLimit(depth), only }, signal),
      ),
    isSearching: () => running > 0,
  };
}

/** Candidates of each list for a page that ends at this document. */
function candidateLimit(depth: number): number {
  return Math.min(MAX_CANDIDATES, CANDIDATES + depth * CANDIDATES_PER_DOCUMENT);
}

/** A document whose passages are outdated is none of the list's. */
function onlyShown({ passages, documents }: WordRanking, isShown: (passage: Candidate) => boolean): WordRanking {
  const shown = passages.filter(isShown);
  const ids = new Set(shown.map(({ documentId }) => documentId));
  return { passages: shown, documents: new Map([...documents].filter(([documentId]) => ids.has(documentId))) };
}

function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new EngineError('cancelled', 'the search was cancelled');
}

function keyOf({ documentId, ordinal }: { readonly documentId: number; readonly ordinal: number }): string {
  return `${documentId}:${ordinal}`;
}

function toPassage(
  passage: RankedPassage,
  row: ChunkRow,
  { ranges, matchedTerms, matches }: Highlights,
  chooseSnippet: ChooseSnippet,
  isExplained: boolean,
): Passage {
  const anchor = decodeAnchor(row.anchor);
  const explain = { words: passage.words, meaning: passage.meaning, fused: passage.score, matchedTerms, weights: [] };
  return {
    text: row.text,
    page: anchor?.kind === 'page' ? anchor.page : null,
    anchor,
    heading: row.heading,
    start: row.start,
    end: row.end,
    score: passage.score,
    highlights: ranges,
    snippet: chooseSnippet(row.text, matches),
    ...(isExplained && { explain }),
  };
}

function toResult(
  document: DocumentRecord,
  { score, name }: Pick<RankedDocument, 'score' | 'name'>,
  passages: Passage[],
  isExplained: boolean,
): SearchResult {
  return {
    documentId: document.id as DocumentId,
    path: document.path,
    title: titleOf(document),
    type: document.type,
    modifiedAt: document.date,
    score,
    nameHighlights: name === null ? null : name.highlights,
    passages,
    similar: [],
    ...(isExplained && { names: name === null ? null : { rank: name.rank, score: name.score } }),
  };
}

function toFolderHit({ folderId, path, score, highlights }: FolderNameHit): FolderHit {
  return { folderId: folderId as FolderId, path, score, nameHighlights: highlights };
}

/** A document without a title of its own is known by its file's name. */
export function titleOf(document: Pick<DocumentRecord, 'title' | 'path'>): string {
  return document.title ?? basename(document.path);
}
