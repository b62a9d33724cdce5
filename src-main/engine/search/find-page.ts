import {
  MOST_PASSAGES,
  type DocumentId,
  type FolderHit,
  type Passage,
  type QueryProblem,
  type SearchResult,
  type SearchSort,
} from '#contract';
import type { Tokens } from '#engine/analysis/tokens.ts';
import type { Catalogue, DocumentRecord } from '#engine/catalogue/catalogue.ts';
import type { Candidate, ChunkKey, PassageRow, IndexStore } from '#engine/storage/index-store.ts';
import { explainFilters, explainPassage } from './explain.ts';
import { foldPage } from './fold-page.ts';
import type { Gather, Gathered, RankRequest } from './gather.ts';
import { MAX_CANDIDATES } from './gather.ts';
import { highlightTerms, NONE, untellingTerms } from './highlights.ts';
import { matchesBeyond } from './matches-beyond.ts';
import { printOf, type PassagePrint } from './near-identical.ts';
import type { QueryPlan } from './query-plan.ts';
import { createRecentOrders } from './recent-orders.ts';
import { rankDocuments, type RankedDocument } from './rank.ts';
import { favourRecent } from './recency.ts';
import { createSnippetChooser } from './snippets.ts';
import { throwIfCancelled } from './throw-if-cancelled.ts';
import { toFolderHit, toPassage, toResult } from './to-results.ts';

/**
 * Passages of each list that are weighed, whichever page is asked for: were they more for later pages, those would come out
 * of another ranking than the earlier ones. So many hold a hundred documents, as a rule; the weights of the ranking were chosen
 * over as many, and a hundred more would cost a search six milliseconds.
 */
export const CANDIDATES = 200;
/** Results more than a page are read at once, as some will fold: a second read takes as long as a hundred more rows in the first. */
const FOLDED_AHEAD = 10;

export type PageRequest = RankRequest & {
  /** The same for all pages of one ranking. */
  readonly fingerprint: string;
  readonly offset: number;
  readonly limit: number;
  readonly explain: boolean;
  /** At most so many of each result. */
  readonly passages: number;
  readonly sort: SearchSort;
  readonly recency: boolean;
};

/** Asks for all passages of some documents of a ranking. */
export type PassagesRequest = Omit<PageRequest, 'offset' | 'limit' | 'explain' | 'passages'>;

export type Page = {
  readonly results: SearchResult[];
  readonly folders: readonly FolderHit[];
  readonly total: number;
  readonly isTotalExact: boolean;
  /** Null at the end. */
  readonly nextOffset: number | null;
  readonly usedMeaning: boolean;
  /** By words or by names; meaning finds something for nearly any query. */
  readonly isMatched: boolean;
  /** What of the query was passed over. */
  readonly problems: readonly QueryProblem[];
};

/** The order of all that matches. */
export type Order = {
  readonly gathered: Gathered;
  /** What was weighed, the best first. */
  readonly ranked: readonly RankedDocument[];
  /** What follows: documents that only hold a word; null where they are not looked at. */
  readonly beyond: Promise<readonly Candidate[] | null>;
};

/** A result before it is described; `gathered`: by what its passages were found. */
type Hit = { readonly hit: RankedDocument; readonly document: DocumentRecord; readonly gathered: Gathered };

/** Pages of what a query's words, meaning and names find. Errors of all: cancelled. */
export function createFindPage(options: { catalogue: Catalogue; store: IndexStore; gather: Gather; tokens: Tokens }) {
  const { catalogue, store, gather, tokens } = options;
  const chooseSnippet = createSnippetChooser();
  const recentOrders = createRecentOrders<Order>();

  async function order(
    plan: QueryPlan,
    request: RankRequest & { readonly recency: boolean },
    { limit, isWhole }: { readonly limit: number; readonly isWhole: boolean },
    signal: AbortSignal,
  ): Promise<Order> {
    const gathered = await gather(plan, request, { limit, only: null }, signal);
    const byRelevance = rankDocuments(gathered);
    const dateOf = (documentId: number): number => gathered.documents.get(documentId)?.date ?? 0;
    const ranked = request.recency ? favourRecent(byRelevance, { dateOf, now: Date.now() }) : byRelevance;
    const { beyond } = gathered;
    return { gathered, ranked, beyond: isWhole ? wholeBeyond({ gathered, ranked, beyond }, signal) : beyond };
  }

  async function wholeBeyond({ gathered, ranked, beyond }: Order, signal: AbortSignal): Promise<readonly Candidate[]> {
    const known = await beyond;
    if (known !== null) return known;
    const { tokens: all, further, scope } = gathered;
    const withWords = await store.documentsWithWords(all.slice(0, all.length - further.length), scope.index, further);
    throwIfCancelled(signal);
    const weighed = new Set(ranked.map(({ documentId }) => documentId));
    return matchesBeyond(withWords, { scope: gathered.scope, weighed, catalogue, signal });
  }

  /** A deeper list of names may begin otherwise. */
  function orderKeyOf({ mode, fingerprint, query }: PassagesRequest): string | null {
    return mode === 'names' ? null : `${fingerprint} ${query}`;
  }

  async function findPage(plan: QueryPlan, request: PageRequest, signal: AbortSignal): Promise<Page> {
    const { offset, limit, mode, sort } = request;
    // A longer list of names only goes on: nothing is fused with it.
    const depth =
      mode !== 'names'
        ? CANDIDATES
        : sort === 'relevance'
          ? Math.min(MAX_CANDIDATES, offset + limit + CANDIDATES)
          : MAX_CANDIDATES;
    const orderKey = orderKeyOf(request);
    const known = offset === 0 || orderKey === null ? null : recentOrders.find(orderKey);
    const found = known ?? (await order(plan, request, { limit: depth, isWhole: sort !== 'relevance' }, signal));
    const page = sort === 'relevance' ? await byRelevance(found, request, signal) : await sorted(found, { offset, limit, sort });
    const { gathered, ranked } = found;
    const shownIds = page.shown.map(({ documentId }) => documentId);
    const following = page.beyond === null ? found.beyond : Promise.resolve(page.beyond);
    const hits = await hitsOf(known === null ? found : refreshed(found, shownIds), shownIds, following, {
      plan,
      request,
      signal,
    });
    const read = await readRows(
      hits.flatMap(({ hit }) => hit.passages.slice(0, request.passages)),
      page.rows,
    );
    throwIfCancelled(signal);
    const similar = catalogue.documents(page.shown.flatMap((shown) => shown.similar));
    const similarOf = new Map(page.shown.map((shown) => [shown.documentId, shown.similar]));
    const filters = request.explain ? explainFilters(request) : null;
    const results = hits.map((each) => {
      const described = toResult(each.document, each.hit, describePassages(each, read, request), filters);
      const ids = similarOf.get(each.document.id) ?? [];
      return { ...described, similar: ids.flatMap((id) => toSimilar(similar.get(id))) };
    });
    const beyond = await following;
    const isEnd = beyond !== null && page.end >= ranked.length + beyond.length;
    if (orderKey !== null) recentOrders.remember(orderKey, { ...found, beyond: Promise.resolve(beyond) });
    return {
      results,
      folders: offset === 0 ? gathered.folders.map(toFolderHit) : [],
      total: ranked.length + (beyond?.length ?? 0),
      isTotalExact: beyond !== null && (mode !== 'names' || ranked.length < depth),
      nextOffset: isEnd || shownIds.length === 0 ? null : page.end,
      usedMeaning: gathered.usedMeaning,
      isMatched: isMatched(gathered),
      problems: gathered.scope.problems,
    };
  }

  type Selection = {
    readonly shown: readonly { readonly documentId: number; readonly similar: readonly number[] }[];
    /** Where the next page begins. */
    readonly end: number;
    /** Null where the page did not need it. */
    readonly beyond: readonly Candidate[] | null;
    /** Such as were read on the way, by key. */
    readonly rows: ReadonlyMap<string, PassageRow>;
  };

  async function sorted(
    { ranked, beyond: following }: Order,
    { offset, limit, sort }: { readonly offset: number; readonly limit: number; readonly sort: Exclude<SearchSort, 'relevance'> },
  ): Promise<Selection> {
    const beyond = await following;
    const all = [...ranked, ...(beyond ?? [])].map(({ documentId }) => documentId);
    const page = catalogue.sortDocuments(all, sort, { offset, limit });
    return {
      shown: page.map((documentId) => ({ documentId, similar: [] })),
      end: offset + page.length,
      beyond,
      rows: new Map(),
    };
  }

  async function byRelevance(found: Order, { offset, limit, passages }: PageRequest, signal: AbortSignal): Promise<Selection> {
    const rows = new Map<string, PassageRow>();
    let beyond: readonly Candidate[] | null = null;
    let all: readonly (RankedDocument | Candidate)[] = found.ranked;
    const printsOf = async (from: number, to: number): Promise<(PassagePrint | null)[]> => {
      const slice = all.slice(from, to);
      // What stands before the page is looked at by its best passage alone.
      const keys = slice.flatMap((each, i) => keysOf(each).slice(0, from + i < offset ? 1 : passages));
      for (const [key, row] of await readRows(keys, rows)) rows.set(key, row);
      return slice.map((each) => {
        const [best] = keysOf(each);
        const row = best === undefined ? undefined : rows.get(keyOf(best));
        return row === undefined ? null : printOf(row.text);
      });
    };
    let page = await foldPage({ offset, limit, ahead: FOLDED_AHEAD, length: all.length }, printsOf);
    if (page.end >= all.length) {
      beyond = await wholeBeyond(found, signal);
      all = [...found.ranked, ...beyond];
      if (beyond.length > 0) page = await foldPage({ offset, limit, ahead: FOLDED_AHEAD, length: all.length }, printsOf);
    }
    const idAt = (position: number): number => all[position]?.documentId ?? -1;
    return {
      shown: page.shown.map(({ position, similar }) => ({ documentId: idAt(position), similar: similar.map(idAt) })),
      end: page.end,
      beyond,
      rows,
    };
  }

  /** The order as it was found, with the documents as they are by now; such as changed meanwhile are to be read anew. */
  function refreshed(found: Order, ids: readonly number[]): Order {
    const documents = catalogue.documents(ids);
    const isCurrent = ({ documentId, passages }: RankedDocument): boolean =>
      passages.every(({ generation }) => generation === documents.get(documentId)?.generation);
    return { ...found, gathered: { ...found.gathered, documents }, ranked: found.ranked.filter(isCurrent) };
  }

  /** What was not weighed with the others gets its passages by asking about the page's documents alone. */
  async function hitsOf(
    { gathered, ranked }: Order,
    ids: readonly number[],
    following: Order['beyond'],
    { plan, request, signal }: { readonly plan: QueryPlan; readonly request: PassagesRequest; readonly signal: AbortSignal },
  ): Promise<Hit[]> {
    const known = new Map(request.sort === 'relevance' ? ranked.map((hit) => [hit.documentId, hit]) : []);
    const within = ids.filter((id) => !known.has(id));
    const documents = catalogue.documents(within);
    // All of their passages: the many of one document must not leave another without any.
    const chunks = [...documents.values()].reduce((sum, { chunkCount }) => sum + chunkCount, 0);
    const options = { limit: Math.min(Math.max(chunks, CANDIDATES), MAX_CANDIDATES), only: null, within };
    // What follows those that were weighed was found by words alone.
    const mode = request.sort === 'relevance' ? 'words' : request.mode;
    const anew = within.length === 0 ? gathered : await gather(plan, { ...request, mode }, options, signal);
    const anewById = new Map(within.length === 0 ? [] : rankDocuments(anew).map((hit) => [hit.documentId, hit]));
    const beyond = within.length === 0 ? null : await following;
    const best = beyond?.[0]?.score ?? 1;
    const scores = new Map((beyond ?? []).map(({ documentId, score }) => [documentId, score / best - 2]));
    return ids.flatMap((id): Hit[] => {
      const hit = known.get(id);
      const document = gathered.documents.get(id) ?? documents.get(id);
      if (document === undefined) return [];
      if (hit !== undefined) return [{ hit, document, gathered }];
      const found = anewById.get(id) ?? NOT_FOUND;
      const score = request.sort === 'relevance' ? (scores.get(id) ?? 0) : 0;
      return [{ hit: { ...found, documentId: id, score }, document, gathered: anew }];
    });
  }

  function describePassages(
    { hit, document, gathered }: Hit,
    rows: ReadonlyMap<string, PassageRow>,
    { passages, explain }: { readonly passages: number; readonly explain: boolean },
  ): Passage[] {
    const terms = new Set(gathered.tokens);
    const untelling = gathered.traits.isExact ? NONE : untellingTerms(gathered);
    return hit.passages.slice(0, passages).flatMap((passage) => {
      const row = rows.get(keyOf(passage));
      if (row === undefined) return [];
      const highlights = highlightTerms(row.text, terms, (read) => tokens.spans(read, document.language, terms), untelling);
      const described = toPassage(passage, row, { highlights, snippet: chooseSnippet(row.text, highlights.matches) });
      return [explain ? { ...described, explain: explainPassage(passage, highlights, gathered) } : described];
    });
  }

  /** All passages that are told of these documents, the best first, in the order of the documents that are there. */
  async function findPassages(
    plan: QueryPlan,
    documentIds: readonly number[],
    request: PassagesRequest,
    signal: AbortSignal,
  ): Promise<{ readonly documentId: number; readonly passages: Passage[] }[]> {
    const orderKey = orderKeyOf(request);
    const known = orderKey === null ? null : recentOrders.find(orderKey);
    const isWhole = request.sort !== 'relevance';
    const found = known ?? (await order(plan, request, { limit: CANDIDATES, isWhole }, signal));
    const hits = await hitsOf(refreshed(found, documentIds), documentIds, found.beyond, { plan, request, signal });
    const keys = hits.flatMap(({ hit }) => hit.passages.slice(0, MOST_PASSAGES));
    const rows = await readRows(keys, new Map());
    throwIfCancelled(signal);
    const all = { passages: MOST_PASSAGES, explain: false };
    return hits.map((each) => ({ documentId: each.document.id, passages: describePassages(each, rows, all) }));
  }

  /** Those rows, of which `known` are not read again. */
  async function readRows(keys: readonly ChunkKey[], known: ReadonlyMap<string, PassageRow>): Promise<Map<string, PassageRow>> {
    const missing = keys.filter((key) => !known.has(keyOf(key)));
    const read = missing.length === 0 ? [] : await store.chunks(missing);
    return new Map([...known, ...read.map((row): [string, PassageRow] => [keyOf(row), row])]);
  }

  return { order, findPage, findPassages };
}

/** By words or by names. */
export function isMatched({ words, names, folders }: Gathered): boolean {
  return words.matches.length + names.length + folders.length > 0;
}

const NOT_FOUND = { score: 0, words: null, meaning: null, hasAllWords: false, passages: [], name: null };

function keysOf(found: RankedDocument | Candidate): readonly ChunkKey[] {
  return 'passages' in found ? found.passages : [found];
}

function toSimilar(document: DocumentRecord | undefined): SearchResult['similar'] {
  return document === undefined ? [] : [{ documentId: document.id as DocumentId, path: document.path }];
}

function keyOf({ documentId, ordinal }: { readonly documentId: number; readonly ordinal: number }): string {
  return `${documentId}:${ordinal}`;
}
