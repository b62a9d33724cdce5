import { EngineError, isWriteError, type PauseReason, type Progress } from '#contract';
import type { Catalogue, ExtractionStore } from '#engine/catalogue/catalogue.ts';
import type { Logger } from '#engine/logger.ts';
import type { Allowance } from '#engine/power/power-policy.ts';
import type { IndexStore } from '#engine/storage/index-store.ts';
import type { DiskWatch } from './disk-watch.ts';
import type { IngestPool } from './ingest-pool.ts';
import { createLeftovers } from './leftovers.ts';
import { createMeaningStage, type EmbedDocuments } from './meaning-stage.ts';
import { createProgressMeter } from './progress.ts';
import { createUpkeep } from './upkeep.ts';
import type { UserPause } from './user-pause.ts';
import { createWordsStage } from './words-stage.ts';

/** Removed documents whose rows are deleted together. */
const REMOVAL_BATCH = 1000;
/** After a failed commit the next attempt waits this long. */
const RETRY_MS = 5_000;
const SAMPLE_MS = 1_000;

export type Indexer = {
  /** Looks for work; call it whenever the catalogue changed. Never throws, never waits. */
  wake(): void;
  /** Says that the index is to be kept otherwise than before. */
  upkeepDue(): void;
  /** True while anything is read, embedded, deleted or due for upkeep, or is queued and not paused by the user or for lack of power. */
  isBusy(): boolean;
  progress(): Progress;
  /** Resolves when the rows of all removed documents are deleted. */
  removed(): Promise<void>;
  /** Finishes the commits under way and stops; queued work stays queued. */
  close(): Promise<void>;
};

/**
 * Drives documents from queued to indexed: removals first, then words, then meaning, upkeep in between; edits before
 * all else. All steps read their work from the catalogue, so a killed engine takes up where the last commit left off.
 * While paused nothing is taken up but removals, which are asked for; while the disk is in trouble, not even those.
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
  /** True while a process embeds in bulk: false for embedding that a pause holds up. */
  isEmbedding(): boolean;
  userPause: UserPause;
  allowance(): Allowance;
  disk: DiskWatch;
  /** Must be through before anything is indexed; null where it is. Tried again where the disk kept it from being done. */
  recover: (() => Promise<unknown>) | null;
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
  const measure = createProgressMeter({ now: options.now ?? Date.now, backlog: () => catalogue.backlog() });
  const stopping = new AbortController();
  let trouble: string | null = null;
  let retryTimer: NodeJS.Timeout | undefined;
  let removal: Promise<void> | null = null;
  let sampledAtMs = -Infinity;
  let recover = options.recover;
  let recovery: Promise<void> | null = null;

  const leftovers = createLeftovers({ ...options, isBusy: () => words.isBusy() });
  // Whatever a killed engine had noted.
  leftovers.note();
  const words = createWordsStage({ ...options, mayStart, onProgress: worked, onFailure: failed, onReplaced: leftovers.note });
  const meaning = createMeaningStage({ ...options, onProgress: worked, onFailure: failed });
  const upkeep = createUpkeep({ ...options, onEnd: progressed, onDiskTrouble: options.disk.look });

  function progressed(): void {
    if (stopping.signal.aborted) return;
    // Also where nobody watches, so that whoever asks once gets an estimate.
    if (performance.now() - sampledAtMs > SAMPLE_MS) progress();
    options.onChange();
    wake();
  }

  function worked(): void {
    upkeep.note();
    progressed();
  }

  function failed(error: unknown): void {
    if (stopping.signal.aborted) return;
    logger.error('indexing.failed', {
      code: error instanceof EngineError ? error.code : 'internal',
      error: error instanceof Error ? error.name : 'unknown',
    });
    if (isWriteError(error)) return options.disk.failed(error);
    trouble = error instanceof EngineError ? error.code : 'internal';
    retryTimer ??= setTimeout(() => {
      retryTimer = undefined;
      trouble = null;
      progressed();
    }, RETRY_MS);
  }

  function pausedBy(): PauseReason | null {
    if (options.userPause.isPaused) return 'byUser';
    return options.disk.trouble ?? (options.allowance().kind === 'paused' ? 'onBattery' : null);
  }

  function isHeldUp(): boolean {
    return stopping.signal.aborted || retryTimer !== undefined || options.disk.trouble !== null;
  }

  function mayStart(): boolean {
    return !isHeldUp() && recover === null && pausedBy() === null;
  }

  function wake(): void {
    if (isHeldUp() || !isRecovered()) return;
    removeDue();
    if (pausedBy() !== null) return upkeep.hold();
    const isReading = words.fill() > 0;
    // Meaning waits until every queued file is at least being read: words come first for all files but edits.
    const isEmbedding = meaning.fill({ onlyFresh: isReading && words.hasWaiting() }) > 0;
    if (isReading || isEmbedding || removal !== null) options.disk.look();
    upkeep.consider({ isQuiet: !isReading && !isEmbedding, isReading });
  }

  function isRecovered(): boolean {
    if (recover === null) return true;
    recovery ??= recover()
      .then(() => void (recover = null))
      .catch(failed)
      .finally(() => {
        recovery = null;
        progressed();
      });
    return false;
  }

  function removeDue(): void {
    if (removal !== null || catalogue.nextRemoved(1).length === 0) return;
    removal = removeRows()
      .catch(failed)
      .finally(() => {
        removal = null;
        worked();
      });
  }

  async function removeRows(): Promise<void> {
    for (let ids = catalogue.nextRemoved(REMOVAL_BATCH); ids.length > 0; ids = catalogue.nextRemoved(REMOVAL_BATCH)) {
      await store.deleteRows(ids.map((documentId) => ({ documentId, keepFrom: Infinity })));
      catalogue.forgetRemoved(ids);
      leftovers.note();
    }
  }

  function isQueued(): boolean {
    const counts = catalogue.counts();
    return counts.queued > 0 || counts.words > 0 || recover !== null;
  }

  /** A pause by the user or for lack of power may last: the queue keeps. A full disk is waited for, also by a scan. */
  function isWorkPending(): boolean {
    const paused = pausedBy();
    return paused === 'byUser' || paused === 'onBattery' ? options.isEmbedding() : paused !== null || isQueued();
  }

  function progress(): Progress {
    sampledAtMs = performance.now();
    const paused = pausedBy();
    return measure(catalogue.counts(), {
      isScanning: options.isScanning(),
      isBusy: words.isBusy() || removal !== null || recover !== null,
      paused,
      pausedUntil: paused === 'byUser' ? options.userPause.until : null,
      tokensPerSecond: options.tokensPerSecond(),
      trouble: options.disk.trouble ?? trouble ?? upkeep.trouble(),
    });
  }

  return {
    wake,
    upkeepDue() {
      upkeep.note();
      progressed();
    },
    isBusy: () =>
      options.isScanning() ||
      words.isBusy() ||
      removal !== null ||
      recovery !== null ||
      upkeep.isBusy() ||
      retryTimer !== undefined ||
      isWorkPending(),
    progress,
    async removed() {
      removeDue();
      while (removal !== null) await removal;
      if (catalogue.nextRemoved(1).length > 0 && options.disk.trouble !== null) {
        throw new EngineError(options.disk.trouble, 'what was removed is deleted once the disk takes writes again');
      }
    },
    async close() {
      stopping.abort();
      clearTimeout(retryTimer);
      options.pool.close();
      await Promise.all([words.settled(), meaning.settled(), removal, recovery, upkeep.close()]);
      leftovers.close();
    },
  };
}
