import { isCancelled, isWriteError, type EngineError, type HeldBecause } from '#contract';
import type { Catalogue, FolderRecord } from '#engine/catalogue/catalogue.ts';
import type { Logger } from '#engine/logger.ts';
import type { TypeOf } from './change-follower.ts';
import type { RulesOf } from './folder-rules.ts';
import { reconcileFolder } from './reconcile-folder.ts';

const REMOVAL_BATCH = 500;
/** A full disk does not heal in milliseconds. */
const RETRY_MS = 5_000;

export type ScanLoop = {
  /** Asks for a scan of these folders; resolves when one that began after this call has ended. */
  request(folderIds: readonly number[]): Promise<void>;
  /** Stops scanning a folder that is being removed. */
  cancel(folderId: number): void;
  readonly isScanning: boolean;
  /** The device that the folder's root was on at its last scan in this session. */
  deviceOf(folderId: number): bigint | null;
  /** Why the folder's documents are held as they are, or null where its last scan went through. */
  heldBecause(folderId: number): HeldBecause | null;
  /** Tells a new reason for a folder that is held. */
  setHeld(folder: FolderRecord, because: HeldBecause): void;
  close(): Promise<void>;
};

/** Scans folders one after the other, in passes; requests that come during a pass make up the next one. */
export function createScanLoop(options: {
  readonly catalogue: Catalogue;
  readonly typeOf: TypeOf;
  readonly rulesOf: RulesOf;
  readonly logger: Logger;
  onChange(): void;
  onAvailability(): void;
  /** Told when the catalogue could not be written. */
  onWriteError?(error: EngineError): void;
  /** True while no scan that failed to write needs to be tried again. */
  isDiskInTrouble?(): boolean;
}): ScanLoop {
  const { catalogue, logger } = options;
  const devices = new Map<number, bigint>();
  const held = new Map<number, HeldBecause>();
  const running = new Map<number, AbortController>();
  let requested = new Set<number>();
  let waiters: (() => void)[] = [];
  let loop: Promise<void> | null = null;
  const retries = new Set<number>();
  let retryTimer: NodeJS.Timeout | undefined;
  let isClosed = false;

  async function run(): Promise<void> {
    while (requested.size > 0 && !isClosed) {
      const ids = requested;
      const waiting = waiters;
      requested = new Set();
      waiters = [];
      try {
        await runPass(ids);
      } catch (error) {
        if (!isWriteError(error)) throw error;
        logger.error('library.cannotWrite', { code: error.code, folders: ids.size });
        options.onWriteError?.(error);
        retryLater(ids);
      } finally {
        for (const resolve of waiting) resolve();
      }
    }
  }

  function retryLater(ids: ReadonlySet<number>): void {
    for (const id of ids) retries.add(id);
    retryTimer ??= setTimeout(() => {
      retryTimer = undefined;
      if (options.isDiskInTrouble?.() === true) return retryLater(new Set());
      const due = [...retries];
      retries.clear();
      void request(due);
    }, RETRY_MS);
  }

  function request(folderIds: readonly number[]): Promise<void> {
    if (isClosed || folderIds.length === 0) return Promise.resolve();
    for (const id of folderIds) requested.add(id);
    const { promise, resolve } = Promise.withResolvers<void>();
    waiters.push(resolve);
    loop ??= run().finally(() => {
      loop = null;
      options.onChange();
    });
    return promise;
  }

  async function runPass(ids: ReadonlySet<number>): Promise<void> {
    const missing: string[] = [];
    for (const folder of catalogue.listFolders()) {
      if (ids.has(folder.id) && !isClosed) missing.push(...(await scan(folder)));
    }
    for (let start = 0; start < missing.length && !isClosed; start += REMOVAL_BATCH) {
      if (catalogue.recordGone(missing.slice(start, start + REMOVAL_BATCH)) > 0) options.onChange();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async function scan(folder: FolderRecord): Promise<string[]> {
    const controller = new AbortController();
    running.set(folder.id, controller);
    const startedAt = performance.now();
    try {
      const lastDevice = devices.get(folder.id) ?? null;
      const result = await reconcileFolder({ ...options, folder, lastDevice, signal: controller.signal });
      if (controller.signal.aborted) return [];
      if (result.kind === 'held') {
        setHeld(folder, result.because);
        return [];
      }
      held.delete(folder.id);
      setAvailable(folder, true);
      devices.set(folder.id, result.device);
      logger.info('library.scanned', {
        folderId: folder.id,
        files: result.report.files,
        missing: result.missing.length,
        unreadableFolders: result.report.unreadableFolders.length,
        unnameable: result.report.unnameable,
        tookMs: Math.round(performance.now() - startedAt),
      });
      return result.missing;
    } catch (error) {
      if (!isCancelled(error)) throw error;
      return [];
    } finally {
      running.delete(folder.id);
    }
  }

  function setHeld(folder: FolderRecord, because: HeldBecause): void {
    if (held.get(folder.id) !== because) {
      held.set(folder.id, because);
      logger.warn('library.held', { folderId: folder.id, because });
      options.onChange();
    }
    setAvailable(folder, false);
  }

  function setAvailable(folder: FolderRecord, isAvailable: boolean): void {
    if (folder.isAvailable === isAvailable) return;
    catalogue.setFolderAvailable(folder.id, isAvailable);
    logger.info('library.availability', { folderId: folder.id, isAvailable });
    options.onChange();
    options.onAvailability();
  }

  return {
    request,
    cancel(folderId) {
      requested.delete(folderId);
      devices.delete(folderId);
      held.delete(folderId);
      running.get(folderId)?.abort();
    },
    get isScanning() {
      return loop !== null;
    },
    deviceOf: (folderId) => devices.get(folderId) ?? null,
    heldBecause: (folderId) => held.get(folderId) ?? null,
    setHeld,
    async close() {
      isClosed = true;
      clearTimeout(retryTimer);
      for (const controller of running.values()) controller.abort();
      await loop;
      for (const resolve of waiters) resolve();
    },
  };
}
