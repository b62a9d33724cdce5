import {
  documentsToRerank,
  isCancelled,
  type DocumentId,
  type ErrorCode,
  type SavedSearch,
  type SearchMode,
  type SearchResult,
  type SearchResults,
} from '#contract';
import type { Connection } from '../client/connection.ts';
import { quoteRanges, splitQuery, type Operator } from '../text/query-parts.ts';
import { FacetsState } from './facets-state.svelte.ts';
import { failureCode } from './failure.ts';
import { foldInBelow } from './fold-in.ts';
import { MarkedState } from './marked-state.svelte.ts';
import { MeaningSnippets } from './meaning-snippets.svelte.ts';
import { asksFor, isSameWay, QueryState, type SearchOrder, type SearchWay } from './query-state.svelte.ts';
import { rowsOf, type Row } from './rows.ts';
import { WaysOut } from './ways-out.svelte.ts';
import { wholeResults } from './whole-results.ts';
import { WhyState, type ResultPage } from './why-state.svelte.ts';

// The first page is what a keystroke waits for, as much as a window shows; those that follow are asked for once it stands.
const FIRST_PAGE = 12;
const NEXT_PAGE = 100;

/** Search as you type. Each keystroke cancels the search before; results stay until newer ones are there. */
export class SearchState {
  readonly parts = new QueryState();
  /** The results on the screen: those of `results.query`, which may be older than `query`. */
  results = $state.raw<SearchResults | null>(null);
  /** What the newest search failed with; null as soon as another one starts. */
  failure = $state<ErrorCode | null>(null);
  isSearching = $state(false);
  isLoadingMore = $state(false);
  selectedKey = $state<string | null>(null);
  /** Documents all of whose passages are listed, and those whose near copies are. */
  expanded = $state.raw<ReadonlySet<DocumentId>>(new Set());
  unfolded = $state.raw<ReadonlySet<DocumentId>>(new Set());
  /** Whether the list is being looked through: by the pointer, by scrolling or by keys. Nothing may move in it then. */
  isHeld = $state(false);
  /** Counts up each time the list begins anew. */
  visit = $state(0);
  /** Whether the selection has been moved since the last keystroke. */
  hasMoved = $state(false);

  readonly facets: FacetsState;
  readonly snippets: MeaningSnippets;
  readonly why: WhyState;
  readonly waysOut: WaysOut;
  readonly marked = new MarkedState();

  readonly rows = $derived(rowsOf(this.results?.results ?? [], { passages: this.expanded, similar: this.unfolded }));
  readonly selectedIndex = $derived(this.rows.findIndex((row) => row.key === this.selectedKey));
  readonly selectedRow = $derived(this.rows[this.selectedIndex]);
  /** What an action is for. */
  readonly chosen = $derived.by(() => this.#chosen());
  /** How many documents match, and whether that is all of them or a lower bound so far. */
  readonly total = $derived.by(() => this.#total());
  /** Whether the library has changed since the shown results were made. */
  readonly isStale = $derived.by(() => this.results !== null && this.#revision !== this.#currentRevision());

  readonly #connection: Connection;
  readonly #currentRevision: () => number;
  #revision = $state(0);
  #newest = new AbortController();
  #shownWay: SearchWay = { order: 'relevance', mode: 'hybrid' };
  /** Where each page that is shown begins, and how many results it has. */
  #pages: { readonly cursor: string | null; readonly limit: number; readonly ids: ReadonlySet<DocumentId> }[] = [];

  /** `currentRevision` counts up with each change of the library. */
  constructor(connection: Connection, currentRevision: () => number) {
    this.#connection = connection;
    this.#currentRevision = currentRevision;
    this.facets = new FacetsState(connection);
    this.snippets = new MeaningSnippets(connection);
    this.why = new WhyState(connection);
    this.waysOut = new WaysOut(connection);
  }

  get query(): string {
    return this.parts.query;
  }

  /** Takes a whole query and searches for it; a blank one shows nothing. */
  type(query: string): void {
    this.parts.set(query);
    this.#runAnew();
  }

  /** Takes the text of the field, whose operators become chips; returns where its caret belongs. */
  typeText(text: string, caret: number): number {
    const newCaret = this.parts.type(text, caret);
    this.#runAnew();
    return newCaret;
  }

  /** Takes the text of the field while an input method is at work on it: its letters may be others in a moment. */
  composeText(text: string, caret: number): number {
    this.parts.text = text;
    this.#runAnew();
    return caret;
  }

  toggleOperator(operator: Operator): void {
    this.parts.toggle(operator);
    this.#runAnew();
  }

  clearOperators(): void {
    this.parts.clearOperators();
    this.#runAnew();
  }

  orderBy(order: SearchOrder): void {
    this.parts.order = order;
    this.#runAnew();
  }

  lookBy(mode: SearchMode): void {
    this.parts.mode = mode;
    this.#runAnew();
  }

  /** Searches for this query in this mode. */
  lookFor(query: string, mode: SearchMode): void {
    this.parts.set(query);
    this.lookBy(mode);
  }

  /** Takes a saved search with all that it was asked with. */
  takeSaved(saved: SavedSearch): void {
    this.parts.setSaved(saved);
    this.#runAnew();
  }

  /** Searches for the corrected words as they were typed: quotes say that they are meant so. */
  asTyped(): void {
    const { query = '', correction = null } = this.results ?? {};
    if (correction !== null) this.type(quoteRanges(query, correction.words));
  }

  /** Searches for the current text. Resolves when these results are shown, or others have taken their place. */
  async run(): Promise<void> {
    this.#newest.abort();
    this.facets.cancel();
    this.waysOut.clear();
    const newest = new AbortController();
    this.#newest = newest;
    this.failure = null;
    this.isLoadingMore = false;
    this.isSearching = !this.parts.isBlank;
    if (!this.isSearching) return this.#clear();
    const revision = this.#currentRevision();
    const { way } = this.parts;
    try {
      const results = await this.#connection.ask(
        'search.query',
        { query: this.query, limit: FIRST_PAGE, passages: 1, isTyping: true, ...asksFor(way) },
        { signal: newest.signal },
      );
      if (this.#newest === newest) this.#show(results, { revision, way });
    } catch (error) {
      if (this.#newest === newest && !isCancelled(error)) this.failure = failureCode(error);
    } finally {
      if (this.#newest === newest) this.isSearching = false;
    }
    await this.#refine(newest);
  }

  /** Searches again where nothing was found: what could not be found may be readable by now, and no row can jump. */
  runAgainIfEmpty(): void {
    if (this.results?.total === 0 && !this.isSearching) void this.run();
  }

  /** Appends the next documents. */
  async showMore(): Promise<void> {
    const shown = this.results;
    const newest = this.#newest;
    const cursor = shown?.nextCursor ?? null;
    if (shown === null || cursor === null || this.isLoadingMore || this.isSearching) return;
    this.isLoadingMore = true;
    try {
      const more = await this.#connection.ask(
        'search.query',
        { query: shown.query, limit: NEXT_PAGE, passages: 1, isTyping: true, cursor, ...asksFor(this.#shownWay) },
        { signal: newest.signal },
      );
      if (this.#newest === newest && this.results?.nextCursor === cursor) this.#append(this.results, more, cursor);
    } catch (error) {
      if (this.#newest === newest && !isCancelled(error)) this.failure = failureCode(error);
    } finally {
      if (this.#newest === newest) this.isLoadingMore = false;
    }
  }

  select(row: Row): void {
    this.hasMoved = true;
    this.selectedKey = row.key;
  }

  /** Moves the selection by rows, stopping at both ends. */
  move(by: number): void {
    const row = this.rows[Math.max(0, Math.min(this.rows.length - 1, this.selectedIndex + by))];
    if (row !== undefined) this.select(row);
  }

  /** Moves by rows and chooses the documents passed on the way. */
  extendBy(by: number): void {
    const from = this.selectedRow;
    this.move(by);
    if (from !== undefined) this.extendFrom(from);
  }

  /** Chooses the documents from a row to the one that is active. */
  extendFrom(row: Row): void {
    if (this.selectedRow !== undefined)
      this.marked.extend(row.result.documentId, this.selectedRow.result.documentId, this.#order());
  }

  markAll(): void {
    this.marked.all(this.#order());
  }

  /** Lists all passages of a document, or only its best again. */
  toggleExpanded(documentId: DocumentId): void {
    this.expanded = toggled(this.expanded, documentId);
    if (this.expanded.has(documentId)) void this.#completeListed(documentId);
  }

  async #completeListed(documentId: DocumentId): Promise<void> {
    try {
      await this.whole((this.results?.results ?? []).filter((result) => result.documentId === documentId));
    } catch (error) {
      this.failure = failureCode(error);
      if (this.expanded.has(documentId)) this.expanded = toggled(this.expanded, documentId);
    }
  }

  /**
   * Some of the results, which `query` found, with all their passages; they are in the list then, too. Errors: those of
   * `search.passages`.
   */
  async whole(results: readonly SearchResult[], query = this.#searchedFor()): Promise<SearchResult[]> {
    const whole = await wholeResults(this.#connection, results, { query, way: this.#shownWay });
    if (whole.every((result, i) => result === results[i])) return whole;
    const wholeOf = new Map(results.map((result, i) => [result, whole[i] ?? result]));
    const shown = this.results;
    if (shown !== null) this.results = { ...shown, results: shown.results.map((result) => wholeOf.get(result) ?? result) };
    return whole;
  }

  /** Lists the documents that say nearly the same, or hides them again. */
  toggleSimilar(documentId: DocumentId): void {
    this.unfolded = toggled(this.unfolded, documentId);
  }

  /** Tells why a result stands where it does. */
  explain(result: SearchResult): void {
    const page = this.#pages.find(({ ids }) => ids.has(result.documentId));
    const query = this.results?.query ?? '';
    const at: ResultPage = { query, way: this.#shownWay, cursor: page?.cursor ?? null, limit: page?.limit ?? FIRST_PAGE };
    void this.why.explain(result, at);
  }

  #runAnew(): void {
    this.hasMoved = false;
    void this.run();
  }

  #show(results: SearchResults, { revision, way }: { readonly revision: number; readonly way: SearchWay }): void {
    if (results.query !== this.results?.query || !isSameWay(way, this.#shownWay)) {
      this.expanded = new Set();
      this.unfolded = new Set();
      this.marked.clear();
      this.snippets.clear();
      this.isHeld = false;
      this.visit += 1;
    }
    this.results = results;
    this.#shownWay = way;
    this.#pages = [{ cursor: null, limit: FIRST_PAGE, ids: idsOf(results.results) }];
    this.#revision = revision;
    const isKept = this.hasMoved && this.selectedRow !== undefined;
    if (!isKept) this.selectedKey = this.rows[0]?.key ?? null;
    this.facets.ask(results.query, way.mode);
    if (results.total === 0 && results.folders.length === 0) {
      const { operators, text } = splitQuery(results.query, { isFinished: true });
      void this.waysOut.look({ operators, text, mode: way.mode });
    }
  }

  #append(shown: SearchResults, more: SearchResults, cursor: string): void {
    const { tookMs, folders, correction, problems, total, isTotalExact } = shown;
    const results = joined(shown.results, more.results);
    this.results = { ...more, tookMs, folders, correction, problems, total, isTotalExact, results };
    this.#pages.push({ cursor, limit: NEXT_PAGE, ids: idsOf(more.results) });
  }

  /** Asks for a better order, and folds it in below the active row; where the list is being looked through, it waits. */
  async #refine(newest: AbortController): Promise<void> {
    const shown = this.results;
    if (this.#newest !== newest || shown === null || !shown.canRerank || this.#shownWay.order !== 'relevance') return;
    const documents = documentsToRerank(shown.results);
    if (documents.length < 2) return;
    try {
      const asked = { query: shown.correction?.query ?? shown.query, documents };
      const { order } = await this.#connection.call('search.rerank', asked, { signal: newest.signal });
      if (this.results !== shown || this.isHeld || this.hasMoved) return;
      const below = this.selectedRow?.result.documentId ?? null;
      this.results = { ...shown, results: [...foldInBelow(shown.results, order, below)] };
    } catch (error) {
      // The results stand as they are: a refinement is an offer.
      if (!isCancelled(error)) failureCode(error);
    }
  }

  #searchedFor(): string {
    return this.results?.correction?.query ?? this.results?.query ?? '';
  }

  #chosen(): readonly SearchResult[] {
    const results = this.results?.results ?? [];
    if (this.marked.ids.size > 0) return results.filter(({ documentId }) => this.marked.ids.has(documentId));
    return this.selectedRow === undefined ? [] : [this.selectedRow.result];
  }

  #total(): { readonly count: number; readonly isExact: boolean } {
    const { results, facets } = this;
    if (results === null) return { count: 0, isExact: true };
    if (facets.counts !== null && facets.query === results.query) {
      // The library may have changed since the results came: a count of less than what is shown would be no help.
      return { count: Math.max(facets.counts.total, results.results.length), isExact: true };
    }
    return { count: results.total, isExact: results.isTotalExact };
  }

  #order(): DocumentId[] {
    return (this.results?.results ?? []).map((result) => result.documentId);
  }

  #clear(): void {
    this.results = null;
    this.expanded = new Set();
    this.unfolded = new Set();
    this.selectedKey = null;
    this.marked.clear();
    this.facets.clear();
    this.snippets.clear();
  }
}

function idsOf(results: readonly SearchResult[]): ReadonlySet<DocumentId> {
  return new Set(results.map((result) => result.documentId));
}

function joined(shown: readonly SearchResult[], more: readonly SearchResult[]): SearchResult[] {
  const known = idsOf(shown);
  return [...shown, ...more.filter((result) => !known.has(result.documentId))];
}

function toggled(ids: ReadonlySet<DocumentId>, id: DocumentId): ReadonlySet<DocumentId> {
  const changed = new Set(ids);
  if (!changed.delete(id)) changed.add(id);
  return changed;
}
