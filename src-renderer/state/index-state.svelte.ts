import { EngineError, type Contract, type ErrorCode, type Result } from '#contract';
import type { Connection } from '../client/connection.ts';
import { failureCode } from './failure.ts';
import { gatherStatus, type StatusExport } from './status-export.ts';

export type IndexSize = Result<Contract, 'library.indexSize'>;

/** What the index holds and takes on the disk, building it anew, and where the library stands as a file to keep. */
export class IndexState {
  size = $state.raw<IndexSize | null>(null);
  isExporting = $state(false);
  /** Why the last rebuilding or export did not happen. */
  failure = $state<ErrorCode | null>(null);

  readonly #connection: Connection;
  readonly #onRebuilt: () => void;

  /** `onRebuilt` runs once all is queued to be read again. */
  constructor(connection: Connection, { onRebuilt }: { readonly onRebuilt: () => void }) {
    this.#connection = connection;
    this.#onRebuilt = onRebuilt;
  }

  async read(): Promise<void> {
    try {
      this.size = await this.#connection.ask('library.indexSize', {});
    } catch (error) {
      // While the index is being opened or mended it has no size to tell.
      if (!(error instanceof EngineError)) throw error;
      this.size = null;
    }
  }

  /** Queues every file to be read again. */
  async rebuild(): Promise<void> {
    await this.#attempt(() => this.#connection.call('library.rebuild', {}));
    this.#onRebuilt();
  }

  /** Where the library stands, or null where that could not be told: then `failure` says why. */
  async export(): Promise<StatusExport | null> {
    this.isExporting = true;
    const status = await this.#attempt(() => gatherStatus(this.#connection, new Date()));
    this.isExporting = false;
    return status;
  }

  async #attempt<T>(action: () => Promise<T>): Promise<T | null> {
    this.failure = null;
    try {
      return await action();
    } catch (error) {
      this.failure = failureCode(error);
      return null;
    }
  }
}
