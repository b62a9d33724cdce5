import { isWriteError } from '#contract';
import type { Logger } from '#engine/logger.ts';
import type { IndexStore } from '#engine/storage/index-store.ts';

/** Upkeep that only pays when nothing else runs starts after this much quiet. */
const QUIET_MS = 1_000;
/** Compacting needs room for a copy: where it failed for lack of that, it is tried again after this, doubled each time. */
const FIRST_RETRY_MS = 60_000;
const LONGEST_RETRY_MS = 30 * 60_000;

/** Runs the index's upkeep beside the indexing, a step at a time, and the rest of it in quiet moments. */
export type Upkeep = {
  /** Says that rows have changed. */
  note(): void;
  /** Runs a step that is urgent, of which there are fewer while documents are being read; where it is quiet, soon all that are due. */
  consider(options: { readonly isQuiet: boolean; readonly isReading: boolean }): void;
  /** Puts off what was to be run in a quiet moment. */
  hold(): void;
  isBusy(): boolean;
  /** The code of what keeps it from being done, or null. */
  trouble(): string | null;
  /** Waits for the step under way. */
  close(): Promise<void>;
};

export function createUpkeep(options: {
  store: Pick<IndexStore, 'upkeep'>;
  /** True while a search runs or waits: upkeep steps aside. */
  isSearching(): boolean;
  logger: Logger;
  /** Called after the steps of a quiet moment, and when upkeep may be tried again. */
  onEnd(): void;
  onDiskTrouble(): void;
}): Upkeep {
  const { store, logger } = options;
  const stopping = new AbortController();
  let running: Promise<void> | null = null;
  let quietTimer: NodeJS.Timeout | undefined;
  let retryTimer: NodeJS.Timeout | undefined;
  let retryMs = FIRST_RETRY_MS;
  let trouble: string | null = null;
  let isDue = true;

  function hold(): void {
    clearTimeout(quietTimer);
    quietTimer = undefined;
  }

  function start({ isIdle, isReading }: { isIdle: boolean; isReading: boolean }): void {
    if (running !== null || retryTimer !== undefined || options.isSearching() || stopping.signal.aborted) return;
    running = run(isIdle, isReading)
      .catch(failed)
      .finally(() => {
        running = null;
        if (isIdle && !stopping.signal.aborted) options.onEnd();
      });
  }

  async function run(isIdle: boolean, isReading: boolean): Promise<void> {
    let isMoreDue = true;
    while (isMoreDue && !options.isSearching() && !stopping.signal.aborted) {
      isMoreDue = await store.upkeep({ isIdle, isReading, signal: stopping.signal });
      trouble = null;
      retryMs = FIRST_RETRY_MS;
      if (!isIdle) return;
    }
    isDue = isMoreDue;
  }

  /** Nothing is lost without it, so indexing goes on. */
  function failed(error: unknown): void {
    logger.warn('upkeep.failed', { error: error instanceof Error ? error.name : 'unknown' });
    isDue = false;
    if (!isWriteError(error) || stopping.signal.aborted) return;
    trouble = error.code;
    options.onDiskTrouble();
    retryTimer = setTimeout(() => {
      retryTimer = undefined;
      isDue = true;
      options.onEnd();
    }, retryMs);
    retryTimer.unref();
    retryMs = Math.min(2 * retryMs, LONGEST_RETRY_MS);
  }

  return {
    note() {
      isDue = true;
    },
    consider({ isQuiet, isReading }) {
      if (!isQuiet) {
        hold();
        return start({ isIdle: false, isReading });
      }
      if (!isDue || retryTimer !== undefined) return;
      quietTimer ??= setTimeout(() => {
        quietTimer = undefined;
        start({ isIdle: true, isReading: false });
      }, QUIET_MS);
    },
    hold,
    isBusy: () => running !== null || quietTimer !== undefined,
    trouble: () => trouble,
    async close() {
      stopping.abort();
      hold();
      clearTimeout(retryTimer);
      await running;
    },
  };
}
