import { EngineError, type HeldBecause } from '#contract';
import type { Catalogue, FolderRecord } from '#engine/catalogue/catalogue.ts';
import { isInside } from '#engine/catalogue/paths.ts';
import type { Logger } from '#engine/logger.ts';
import type { ProcessLauncher } from '#engine/process-launcher.ts';
import { createChangeFollower, type TypeOf } from './change-follower.ts';
import { createClockWatch, systemClocks, type Clocks } from './clock-watch.ts';
import type { RulesOf } from './folder-rules.ts';
import { createFolderTroubles } from './folder-troubles.ts';
import type { WatchBatch } from './protocol.ts';
import { toReadableFolder } from './readable-folder.ts';
import { createRootChecks } from './root-checks.ts';
import { createScanLoop } from './scan-loop.ts';
import { createWatchClient } from './watch-client.ts';

/** How often roots and clocks are looked at and the setting is read. */
const CHECK_MS = 2_000;
/** The first scan of a folder waits this long for its watches: with them in place before, one scan is enough. */
const WATCH_FIRST_MS = 1_500;
/** Where the system allows no more watches, changes are found by scanning. */
const UNWATCHED_RESCAN_MS = 60_000;
/** Watching is a hint and can fail silently; this is how long a lost event can stay unnoticed. */
const FULL_RESCAN_MS = 30 * 60_000;

export type Library = {
  /** Scans all folders and starts watching them; returns at once. */
  start(): void;
  /**
   * Adds a folder and returns; its files are found in the background.
   * Errors: folderNotFound (with `details.reason`), folderAlreadyAdded, folderInsideFolder (with `details.other`).
   */
  addFolder(path: string): Promise<FolderRecord>;
  /** Errors: folderNotFound. */
  removeFolder(folderId: number): void;
  /** Compares a folder, or all, with the disk; resolves when that is done. Errors: folderNotFound. */
  rescan(folderId?: number | null): Promise<void>;
  /** Watches these folders by the rules now in force and compares them with the disk in the background. */
  rulesChanged(folderIds: readonly number[]): void;
  /** Begins or ends watching, where `isWatching` has changed. */
  watchingChanged(): void;
  readonly isScanning: boolean;
  /** Codes of what keeps changes from being noticed: `watchLimit`, `overflow`, `watcherFailing`, or a system's error code. */
  troubles(): string[];
  /** The same of one folder. */
  troublesOf(folder: FolderRecord): string[];
  /** Why a folder's documents are held as they are; null while it is available. */
  heldBecause(folder: FolderRecord): HeldBecause | null;
  processReport(): { role: string; pid: number; memoryBytes: number | null; restarts: number }[];
  close(): Promise<void>;
};

/** Keeps the catalogue in line with the folders on disk: a scan at start, then by watching. */
export function createLibrary(options: {
  readonly catalogue: Catalogue;
  readonly launcher: ProcessLauncher;
  readonly typeOf: TypeOf;
  readonly rulesOf: RulesOf;
  readonly logger: Logger;
  isWatching(): boolean;
  /** Default: those of the system. */
  readonly clocks?: Clocks;
  /** Told when the catalogue could not be written; it is tried again while `isDiskInTrouble` is false. */
  onWriteError?(error: EngineError): void;
  isDiskInTrouble?(): boolean;
  /** Called soon after the catalogue or the state of scanning changed, once for many changes. */
  onChange(): void;
}): Library {
  const { catalogue, clocks = systemClocks } = options;
  const troubles = createFolderTroubles(clocks.monotonic);
  const timeJump = createClockWatch(clocks, CHECK_MS);
  /** Folders whose first scan waits until they are watched. */
  const awaitingWatch = new Map<number, NodeJS.Timeout>();
  let timers: NodeJS.Timeout[] = [];
  let changeTimer: NodeJS.Immediate | undefined;
  let checking: Promise<void> | null = null;
  let watchedKey = '';
  let isClosed = false;

  const scans = createScanLoop({ ...options, onChange: changed, onAvailability: updateWatching });
  const follower = createChangeFollower({
    ...options,
    onChange: changed,
    onRootChanged: (folderId) => void scans.request([folderId]),
    deviceOf: scans.deviceOf,
  });
  const watcher = createWatchClient({ ...options, onBatch: receive, onWatching: watchingBegan });
  const checkRoots = createRootChecks({ catalogue, scans, now: clocks.monotonic });

  function changed(): void {
    if (isClosed) return;
    changeTimer ??= setImmediate(() => {
      changeTimer = undefined;
      options.onChange();
    });
  }

  /** Scans folders for the first time, once they are watched or will not be soon. */
  function scanFirst(folders: readonly FolderRecord[]): void {
    for (const { id, isAvailable } of folders) {
      if (!isAvailable || !options.isWatching()) void scans.request([id]);
      else
        awaitingWatch.set(
          id,
          setTimeout(() => void scanNow([id]), WATCH_FIRST_MS),
        );
    }
  }

  function scanNow(ids: readonly number[]): Promise<void> {
    for (const id of ids) {
      clearTimeout(awaitingWatch.get(id));
      awaitingWatch.delete(id);
    }
    return scans.request(ids);
  }

  function watchingBegan(paths: readonly string[]): void {
    // What changed after an earlier scan looked and before events arrived was told by neither.
    void scanNow(idsOf(paths)).then(() => options.logger.info('library.watching', { folders: paths.length }));
  }

  function receive(batch: WatchBatch): void {
    for (const { folder, codes } of batch.troubles) {
      for (const code of codes) options.logger.warn('library.watchTrouble', { code });
      troubles.set(folder, codes);
    }
    for (const folder of batch.overflowed) {
      options.logger.warn('library.watchTrouble', { code: 'overflow' });
      troubles.addOverflow(folder);
    }
    if (batch.troubles.length + batch.overflowed.length > 0) changed();
    if (batch.rescan.length > 0) void scanNow(idsOf(batch.rescan));
    if (batch.paths.length > 0) follower.follow(batch.paths);
  }

  function idsOf(paths: readonly string[]): number[] {
    return catalogue.listFolders().flatMap((folder) => (paths.includes(folder.path) ? [folder.id] : []));
  }

  function allIds(): number[] {
    return catalogue.listFolders().map((folder) => folder.id);
  }

  function checkKnown(folderId: number): void {
    if (allIds().includes(folderId)) return;
    throw new EngineError('folderNotFound', 'no such folder in the library', { details: { folderId } });
  }

  function updateWatching(): void {
    if (isClosed || timers.length === 0) return;
    const folders = options.isWatching() ? catalogue.listFolders().filter((folder) => folder.isAvailable) : [];
    const paths = folders.map((folder) => folder.path);
    const watched = folders.map((folder) => ({ path: folder.path, patterns: options.rulesOf(folder).patterns }));
    const key = JSON.stringify(watched);
    if (key === watchedKey) return;
    watchedKey = key;
    troubles.keepOnly(paths);
    watcher.setFolders(watched);
  }

  function check(): void {
    updateWatching();
    const jump = timeJump();
    if (jump !== null) {
      options.logger.warn('library.timeJump', { ...jump });
      void scanNow(allIds());
    }
    checking ??= checkRoots().finally(() => {
      checking = null;
    });
  }

  function unwatchedIds(): number[] {
    return catalogue.listFolders().flatMap((folder) => (troublesOf(folder).some(losesEvents) ? [folder.id] : []));
  }

  function troublesOf({ path }: FolderRecord): string[] {
    return [...troubles.of(path), ...(watcher.isFailing ? ['watcherFailing'] : [])];
  }

  return {
    start() {
      timers = [
        setInterval(check, CHECK_MS),
        setInterval(() => void scans.request(unwatchedIds()), UNWATCHED_RESCAN_MS),
        setInterval(() => void (options.isWatching() && scans.request(allIds())), FULL_RESCAN_MS),
      ];
      scanFirst(catalogue.listFolders());
      updateWatching();
    },
    async addFolder(path) {
      const realPath = await toReadableFolder(path);
      // Without a pause between: two calls at the same time must not both pass.
      checkOverlap(realPath, catalogue.listFolders());
      const folder = catalogue.addFolder(realPath);
      scanFirst([folder]);
      updateWatching();
      changed();
      return folder;
    },
    removeFolder(folderId) {
      checkKnown(folderId);
      clearTimeout(awaitingWatch.get(folderId));
      awaitingWatch.delete(folderId);
      scans.cancel(folderId);
      catalogue.removeFolder(folderId);
      updateWatching();
      changed();
    },
    async rescan(folderId = null) {
      if (folderId !== null) checkKnown(folderId);
      await scanNow(folderId === null ? allIds() : [folderId]);
    },
    rulesChanged(folderIds) {
      updateWatching();
      void scans.request(folderIds);
      changed();
    },
    watchingChanged: updateWatching,
    get isScanning() {
      return scans.isScanning || awaitingWatch.size > 0;
    },
    troubles: () => [...new Set(catalogue.listFolders().flatMap(troublesOf))],
    troublesOf,
    heldBecause: (folder) => (folder.isAvailable ? null : (scans.heldBecause(folder.id) ?? 'missing')),
    processReport: () => watcher.report(),
    async close() {
      isClosed = true;
      for (const timer of timers) clearInterval(timer);
      for (const timer of awaitingWatch.values()) clearTimeout(timer);
      awaitingWatch.clear();
      clearImmediate(changeTimer);
      await Promise.all([scans.close(), follower.close(), watcher.close(), checking]);
    },
  };
}

function checkOverlap(path: string, folders: readonly FolderRecord[]): void {
  for (const folder of folders) {
    const details = { path, other: folder.path };
    if (folder.path === path) throw new EngineError('folderAlreadyAdded', 'this folder is already in the library', { details });
    if (isInside(folder.path, path) || isInside(path, folder.path)) {
      throw new EngineError('folderInsideFolder', 'this folder overlaps one that is in the library', { details });
    }
  }
}

/** After an overflow all is well again, and in a folder that cannot be read a scan sees nothing either. */
function losesEvents(code: string): boolean {
  return code !== 'overflow' && code !== 'EACCES' && code !== 'EPERM';
}
