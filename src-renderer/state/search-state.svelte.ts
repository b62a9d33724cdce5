import { isCancelled, type DocumentId, type ErrorCode, type SearchResult, type SearchResults } from '#contract';
import type { Connection } from '../client/connection.ts';
import { failureCode } from './failure.ts';
import { rowsOf, type Row } from './rows.ts';

const DOCUMENTS_PER_PAGE = 20;

/** Search as you type. Each keystroke cancels the search before; results stay until newer ones are there. */
export class SearchState {
  query = $state('');
  /** The results on the screen: those of `results.query`, which may be older than `query`. */
  results = $state.raw<SearchResults | null>(null);
  /** What the newest search failed with; null as soon as another one starts. */
  failure = $state<ErrorCode | null>(null);
  isSearching = $state(false);
  isLoadingMore = $state(false);
  selectedKey = $state<string | null>(null);
  /** Documents all of whose passages are listed. */
  expanded = $state.raw<ReadonlySet<DocumentId>>(new Set());
  readonly rows = $derived(rowsOf(this.results?.results ?? [], this.expanded));
  readonly selectedRow = $derived(this.rows.find((row) => row.key === this.selectedKey));
  /** Whether the library has changed since the shown results were made. */
  readonly isStale = $derived.by(() => this.results !== null && this.#revision !== this.#currentRevision());

  readonly #connection: Connection;
  readonly #currentRevision: () => number;
  #revision = $state(0);
  #newest = new AbortController();
  #hasMoved = false;

  /** `currentRevision` counts up with each change of the library. */
  constructor(connection: Connection, currentRevision: () => number) {
    this.#connection = connection;
    this.#currentRevision = currentRevision;
  }

  /** Takes the text of the search field and searches for it; blank text shows nothing. */
  type(query: string): void {
    this.query = query;
    this.#hasMoved = false;
    void this.run();
  }

  /** Searches for the current text. Resolves when these results are shown, or others have taken their place. */
  async run(): Promise<void> {
    this.#newest.abort();
    const newest = new AbortController();
    this.#newest = newest;
    this.failure = null;
    this.isLoadingMore = false;
    this.isSearching = this.query.trim() !== '';
    if (!this.isSearching) return this.#clear();
    const revision = this.#currentRevision();
    try {
      const results = await this.#connection.ask(
        'search.query',
        { query: this.query, limit: DOCUMENTS_PER_PAGE, isTyping: true },
        { signal: newest.signal },
      );
      if (this.#newest === newest) this.#show(results, revision);
    } catch (error) {
      if (this.#newest === newest && !isCancelled(error)) this.failure = failureCode(error);
    } finally {
      if (this.#newest === newest) this.isSearching = false;
    }
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
        { query: shown.query, limit: DOCUMENTS_PER_PAGE, isTyping: true, cursor },
        { signal: newest.signal },
      );
      if (this.results === shown) this.results = { ...more, ...firstPage(shown), results: joined(shown.results, more.results) };
    } catch (error) {
      if (this.#newest === newest && !isCancelled(error)) this.failure = failureCode(error);
    } finally {
      if (this.#newest === newest) this.isLoadingMore = false;
    }
  }

  select(row: Row): void {
    this.#hasMoved = true;
    this.selectedKey = row.key;
  }

  /** Moves the selection by rows, stopping at both ends. */
  move(by: number): void {
    const index = this.rows.findIndex((row) => row.key === this.selectedKey);
    const row = this.rows[Math.max(0, Math.min(this.rows.length - 1, index + by))];
    if (row !== undefined) this.select(row);
  }

  /** Lists all passages of a document, or only its best again. */
  toggleExpanded(documentId: DocumentId): void {
    const expanded = new Set(this.expanded);
    if (!expanded.delete(documentId)) expanded.add(documentId);
    this.expanded = expanded;
  }

  #show(results: SearchResults, revision: number): void {
    if (results.query !== this.results?.query) this.expanded = new Set();
    this.results = results;
    this.#revision = revision;
    const isKept = this.#hasMoved && this.selectedRow !== undefined;
    if (!isKept) this.selectedKey = this.rows[0]?.key ?? null;
  }

  #clear(): void {
    this.results = null;
    this.expanded = new Set();
    this.selectedKey = null;
  }
}

/** What only the first page tells: its time, and the folders. */
function firstPage({ tookMs, folders }: SearchResults): Pick<SearchResults, 'tookMs' | 'folders'> {
  return { tookMs, folders };
}

function joined(shown: readonly SearchResult[], more: readonly SearchResult[]): SearchResult[] {
  const known = new Set(shown.map((result) => result.documentId));
  return [...shown, ...more.filter((result) => !known.has(result.documentId))];
}
