import { EngineError, type Progress } from '#contract';
import type { Catalogue, ExtractionStore } from '#engine/catalogue/catalogue.ts';
import type { Logger } from '#engine/logger.ts';
import type { IndexStore } from '#engine/storage/index-store.ts';
import type { IngestPool } from './ingest-pool.ts';
import { createLeftovers } from './leftovers.ts';
import { createMeaningStage, type EmbedDocuments } from './meaning-stage.ts';
import { createProgressMeter } from './progress.ts';
import { createWordsStage } from './words-stage.ts';

/** Removed documents whose rows are deleted together. */
const REMOVAL_BATCH = 1000;
/** After a failed commit the next attempt waits this long: a full disk does not heal in milliseconds. */
const RETRY_MS = 5_000;
/** Upkeep that only pays when nothing else runs starts after this much quiet. */
const QUIET_MS = 1_000;

export type Indexer = {
  /** Looks for work; call it whenever the catalogue changed. Never throws, never waits. */
  wake(): void;
  /** True while anything is queued, read, embedded, deleted or due for upkeep. */
  isBusy(): boolean;
  progress(): Progress;
  /** Resolves when the rows of all removed documents are deleted. */
  removed(): Promise<void>;
  /** Finishes the commits under way and stops; queued work stays queued. */
  close(): Promise<void>;
};

/**
 * Drives documents from queued to indexed: removals first, then words, then meaning, upkeep in between. All steps
 * read their work from the catalogue, so a killed engine takes up where the last commit left off.
 */
export function createIndexer(options: {
  catalogue: Catalogue;
  extractions: ExtractionStore;
  extractorVersion: number;
  store: IndexStore;
  pool: IngestPool;
  embed: EmbedDocuments;
  dimensions: number;
  tokensPerSecond(): number | null;
  maxFileSizeBytes(): number;
  isScanning(): boolean;
  /** True while a search runs or waits: upkeep steps aside. */
  isSearching(): boolean;
  logger: Logger;
  /** Called after every step that changed what can be seen. */
  onChange(): void;
  now?(): number;
}): Indexer {
  const { catalogue, store, logger } = options;
  const measure = createProgressMeter(options.now ?? Date.now);
  const stopping = new AbortController();
  let trouble: string | null = null;
  let retryTimer: NodeJS.Timeout | undefined;
  let quietTimer: NodeJS.Timeout | undefined;
  let removal: Promise<void> | null = null;
  let upkeep: Promise<void> | null = null;
  let isUpkeepDue = true;

  const leftovers = createLeftovers({ ...options, isBusy: () => words.isBusy() });
  // Whatever a killed engine had noted.
  leftovers.note();
  const words = createWordsStage({ ...options, onProgress: progressed, onFailure: failed, onReplaced: leftovers.note });
  const meaning = createMeaningStage({ ...options, onProgress: progressed, onFailure: failed });

  function progressed(): void {
    isUpkeepDue = true;
    options.onChange();
    wake();
  }

  function failed(error: unknown): void {
    if (stopping.signal.aborted) return;
    trouble = error instanceof EngineError ? error.code : 'internal';
    logger.error('indexing.failed', { code: trouble, error: error instanceof Error ? error.name : 'unknown' });
    retryTimer ??= setTimeout(() => {
      retryTimer = undefined;
      trouble = null;
      progressed();
    }, RETRY_MS);
  }

  function wake(): void {
    if (stopping.signal.aborted || retryTimer !== undefined) return;
    removeDue();
    const isReading = words.fill() > 0;
    // Meaning waits until every queued file is at least being read: words come first for all files.
    const isEmbedding = (!isReading || !words.hasWaiting()) && meaning.fill() > 0;
    if (isReading || isEmbedding) {
      clearTimeout(quietTimer);
      quietTimer = undefined;
      maintain(false);
    } else if (isUpkeepDue) {
      quietTimer ??= setTimeout(() => {
        quietTimer = undefined;
        maintain(true);
      }, QUIET_MS);
    }
  }

  function removeDue(): void {
    if (removal !== null || catalogue.nextRemoved(1).length === 0) return;
    removal = removeRows()
      .catch(failed)
      .finally(() => {
        removal = null;
        progressed();
      });
  }

  async function removeRows(): Promise<void> {
    for (let ids = catalogue.nextRemoved(REMOVAL_BATCH); ids.length > 0; ids = catalogue.nextRemoved(REMOVAL_BATCH)) {
      await store.deleteRows(ids.map((documentId) => ({ documentId, keepFrom: Infinity })));
      catalogue.forgetRemoved(ids);
      leftovers.note();
    }
  }

  function maintain(isIdle: boolean): void {
    if (upkeep !== null || options.isSearching()) return;
    upkeep = runUpkeep(isIdle)
      .catch((error: unknown) => {
        logger.warn('upkeep.failed', { error: error instanceof Error ? error.name : 'unknown' });
        isUpkeepDue = false;
      })
      .finally(() => {
        upkeep = null;
        if (!isIdle) return;
        options.onChange();
        wake();
      });
  }

  async function runUpkeep(isIdle: boolean): Promise<void> {
    let isMoreDue = true;
    while (isMoreDue && !options.isSearching() && !stopping.signal.aborted) {
      isMoreDue = await store.upkeep({ isIdle, signal: stopping.signal });
      if (!isIdle) return;
    }
    isUpkeepDue = isMoreDue;
  }

  function hasWork(): boolean {
    const counts = catalogue.counts();
    return counts.queued > 0 || counts.words > 0 || words.isBusy() || removal !== null;
  }

  return {
    wake,
    isBusy: () => options.isScanning() || hasWork() || upkeep !== null || quietTimer !== undefined || retryTimer !== undefined,
    progress() {
      return measure(catalogue.counts(), {
        isScanning: options.isScanning(),
        isBusy: words.isBusy() || removal !== null,
        tokensPerSecond: options.tokensPerSecond(),
        trouble,
      });
    },
    async removed() {
      removeDue();
      while (removal !== null) await removal;
    },
    async close() {
      stopping.abort();
      clearTimeout(retryTimer);
      clearTimeout(quietTimer);
      options.pool.close();
      await Promise.all([words.settled(), meaning.settled(), removal, upkeep]);
      leftovers.close();
    },
  };
}
