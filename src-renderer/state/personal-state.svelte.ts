import { isCancelled, type DocumentId, type ErrorCode, type OpenedDocument, type PastQuery, type SavedSearch } from '#contract';
import type { Connection } from '../client/connection.ts';
import { failureCode } from './failure.ts';
import { asksFor, type SearchWay } from './query-state.svelte.ts';

const PAST_QUERIES = 8;
const RECENT_DOCUMENTS = 6;

/** What a person searched for and opened, as far as they let it be kept. */
export class PersonalState {
  history = $state.raw<readonly PastQuery[]>([]);
  saved = $state.raw<readonly SavedSearch[]>([]);
  recents = $state.raw<readonly OpenedDocument[]>([]);
  /** Past queries that begin as the text does that they were asked for. */
  recalled = $state.raw<readonly PastQuery[]>([]);
  /** Why the last change was not kept. */
  failure = $state<ErrorCode | null>(null);

  readonly #connection: Connection;
  #newest = new AbortController();

  constructor(connection: Connection) {
    this.#connection = connection;
    // Changes of another window, and of the settings, arrive here as one's own do.
    connection.subscribe('personal', () => void this.#read());
  }

  /** To be called when a person acted on a search, not on each keystroke. */
  async searched(query: string): Promise<void> {
    if (query.trim() !== '') await this.#change(() => this.#connection.call('history.add', { query }));
  }

  async opened(documentId: DocumentId): Promise<void> {
    await this.#change(() => this.#connection.call('recents.opened', { documentId }));
  }

  async forget(query: string): Promise<void> {
    this.recalled = this.recalled.filter((past) => past.query !== query);
    await this.#change(() => this.#connection.call('history.remove', { query }));
  }

  /** True once it is kept; otherwise `failure` says why not. */
  async save(name: string, query: string, way: SearchWay): Promise<boolean> {
    return this.#change(() => this.#connection.call('savedSearches.save', { name, query, ...asksFor(way) }));
  }

  async removeSaved({ id }: Pick<SavedSearch, 'id'>): Promise<void> {
    await this.#change(() => this.#connection.call('savedSearches.remove', { id }));
  }

  async recall(prefix: string): Promise<void> {
    this.#newest.abort();
    const newest = new AbortController();
    this.#newest = newest;
    await this.#tryTo(async () => {
      const recalled = await this.#connection.ask('history.list', { prefix, limit: PAST_QUERIES }, { signal: newest.signal });
      if (this.#newest === newest) this.recalled = recalled.filter(({ query }) => query !== prefix);
    });
  }

  async #read(): Promise<void> {
    await this.#tryTo(async () => {
      const history = this.#connection.ask('history.list', { limit: PAST_QUERIES });
      const saved = this.#connection.ask('savedSearches.list', {});
      const recents = this.#connection.ask('recents.list', { limit: RECENT_DOCUMENTS });
      [this.history, this.saved, this.recents] = await Promise.all([history, saved, recents]);
    });
  }

  /** A change that a person made: they are told where it was not kept. */
  async #change(action: () => Promise<unknown>): Promise<boolean> {
    this.failure = null;
    try {
      await action();
      return true;
    } catch (error) {
      if (!isCancelled(error)) this.failure = failureCode(error);
      return false;
    }
  }

  /** What is not told is asked for again with the next change. */
  async #tryTo(action: () => Promise<unknown>): Promise<void> {
    try {
      await action();
    } catch (error) {
      if (!isCancelled(error)) failureCode(error);
    }
  }
}
