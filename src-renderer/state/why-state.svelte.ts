import { isCancelled, type ErrorCode, type SearchResult, type Why } from '#contract';
import type { Connection } from '../client/connection.ts';
import { failureCode } from './failure.ts';
import { asksFor, type SearchWay } from './query-state.svelte.ts';

/** The page of results that a result stands on. */
export type ResultPage = {
  readonly query: string;
  readonly way: SearchWay;
  readonly cursor: string | null;
  readonly limit: number;
};

const FOUND_BY_NAME = 8;

/** Why a result is where it is, and why a file is not among the results. */
export class WhyState {
  /** What the answer is about; `finding`: a file is still to be chosen. */
  subject = $state<'result' | 'finding' | 'file' | null>(null);
  query = $state('');
  /** The result, its explanations included. */
  explained = $state.raw<SearchResult | null>(null);
  why = $state.raw<Why | null>(null);
  name = $state('');
  /** By the name typed so far; null until that is known. */
  found = $state.raw<readonly SearchResult[] | null>(null);
  isLoading = $state(false);
  failure = $state<ErrorCode | null>(null);

  readonly #connection: Connection;
  #newest = new AbortController();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Explains a result: its page is asked for once more, with explanations. */
  async explain(result: SearchResult, { query, way, cursor, limit }: ResultPage): Promise<void> {
    this.#begin('result', query);
    await this.#attempt(async (signal) => {
      const asked = { query, cursor, limit, isTyping: true, explain: true, purpose: 'why', ...asksFor(way) };
      const page = await this.#connection.ask('search.query', asked, { signal });
      return () => {
        this.explained = page.results.find(({ documentId }) => documentId === result.documentId) ?? null;
        if (this.explained === null) void this.explainFile(result);
      };
    });
  }

  /** Asks for the file that was expected. */
  find(query: string): void {
    this.#begin('finding', query);
    this.name = '';
    this.found = null;
  }

  async typeName(name: string): Promise<void> {
    this.name = name;
    if (name.trim() === '') {
      this.#newest.abort();
      this.found = null;
      return;
    }
    await this.#attempt(async (signal) => {
      const asked = { query: name, mode: 'names', limit: FOUND_BY_NAME, isTyping: true, purpose: 'why' } as const;
      const page = await this.#connection.ask('search.query', asked, { signal });
      return () => {
        this.found = page.results;
      };
    });
  }

  /** Tells why a document is, or is not, among the results. */
  async explainFile({ documentId }: Pick<SearchResult, 'documentId'>): Promise<void> {
    this.#begin('file', this.query);
    await this.#attempt(async (signal) => {
      const why = await this.#connection.ask('search.why', { documentId, query: this.query }, { signal });
      return () => {
        this.why = why;
      };
    });
  }

  close(): void {
    this.#newest.abort();
    this.subject = null;
  }

  #begin(subject: 'result' | 'finding' | 'file', query: string): void {
    this.subject = subject;
    this.query = query;
    this.explained = null;
    this.why = null;
  }

  /** `ask` returns what to show of its answer, unless a newer one has been asked for meanwhile. */
  async #attempt(ask: (signal: AbortSignal) => Promise<() => void>): Promise<void> {
    this.#newest.abort();
    const newest = new AbortController();
    this.#newest = newest;
    this.isLoading = true;
    this.failure = null;
    try {
      const show = await ask(newest.signal);
      if (this.#newest === newest) show();
    } catch (error) {
      if (this.#newest === newest && !isCancelled(error)) this.failure = failureCode(error);
    } finally {
      if (this.#newest === newest) this.isLoading = false;
    }
  }
}
