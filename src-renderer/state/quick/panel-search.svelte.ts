import { isCancelled, type ErrorCode, type SearchResults } from '#contract';
import type { Connection } from '../../client/connection.ts';
import { failureCode } from '../failure.ts';
import { MeaningSnippets } from '../meaning-snippets.svelte.ts';
import { MAX_PANEL_ROWS } from './panel-row.ts';

/** Search as you type, for a few rows: each keystroke cancels the search before; results stay until newer ones are there. */
export class PanelSearch {
  text = $state('');
  /** Those of `results.query`, which may be older than `text`; null while nothing is searched for, or nothing was found yet. */
  results = $state.raw<SearchResults | null>(null);
  /** What the newest search failed with; null as soon as another one starts. */
  failure = $state<ErrorCode | null>(null);
  isSearching = $state(false);
  readonly isBlank = $derived(this.text.trim() === '');
  readonly snippets: MeaningSnippets;

  readonly #connection: Connection;
  #newest = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(connection: Connection) {
    this.#connection = connection;
    this.snippets = new MeaningSnippets(connection);
  }

  type(text: string): void {
    this.text = text;
    void this.run();
  }

  /** Searches for the current text. Resolves when these results are shown, or others have taken their place. */
  run(): Promise<void> {
    this.#running = this.#run();
    return this.#running;
  }

  /** Resolves when the search that runs now has come to its end. */
  settled(): Promise<void> {
    return this.#running;
  }

  /** Searches again where nothing was found: what could not be found may be readable by now, and no row can jump. */
  runAgainIfEmpty(): void {
    if (this.results?.total === 0 && !this.isSearching) void this.run();
  }

  async #run(): Promise<void> {
    this.#newest.abort();
    const newest = new AbortController();
    this.#newest = newest;
    this.failure = null;
    this.isSearching = !this.isBlank;
    if (this.isBlank) {
      this.results = null;
      this.snippets.clear();
      return;
    }
    try {
      const asked = { query: this.text, limit: MAX_PANEL_ROWS, passages: 1, isTyping: true };
      const results = await this.#connection.ask('search.query', asked, { signal: newest.signal });
      if (this.#newest === newest) this.#show(results);
    } catch (error) {
      if (this.#newest === newest && !isCancelled(error)) this.failure = failureCode(error);
    } finally {
      if (this.#newest === newest) this.isSearching = false;
    }
  }

  #show(results: SearchResults): void {
    if (results.query !== this.results?.query) this.snippets.clear();
    this.results = results;
  }
}
