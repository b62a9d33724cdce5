import { isCancelled, type ErrorCode, type SearchFacets, type SearchMode } from '#contract';
import type { Connection } from '../client/connection.ts';
import { failureCode } from './failure.ts';
import { TYPING_PAUSE_MS } from './typing-pause.ts';

/** How many of all documents that match are of each type, folder, language and year. Told after the first results. */
export class FacetsState {
  /** Of the query they were asked for; older ones stay until the new ones are there. */
  counts = $state.raw<SearchFacets | null>(null);
  query = $state<string | null>(null);
  isOpen = $state(false);
  failure = $state<ErrorCode | null>(null);

  readonly #connection: Connection;
  #newest = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Counts soon, for it looks at everything that matches; a newer call, or `cancel`, cancels this one. */
  ask(query: string, mode: SearchMode): void {
    this.cancel();
    this.#timer = setTimeout(() => void this.#count(query, mode), TYPING_PAUSE_MS);
  }

  cancel(): void {
    clearTimeout(this.#timer);
    this.#newest.abort();
  }

  clear(): void {
    this.cancel();
    this.counts = null;
    this.query = null;
  }

  async #count(query: string, mode: SearchMode): Promise<void> {
    const newest = new AbortController();
    this.#newest = newest;
    this.failure = null;
    try {
      const counts = await this.#connection.ask('search.facets', { query, mode }, { signal: newest.signal });
      if (this.#newest !== newest) return;
      this.counts = counts;
      this.query = query;
    } catch (error) {
      if (this.#newest === newest && !isCancelled(error)) this.failure = failureCode(error);
    }
  }
}
