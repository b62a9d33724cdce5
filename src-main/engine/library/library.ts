import { realpath, readdir } from 'node:fs/promises';
import { EngineError } from '#contract';
import type { Catalogue, FolderRecord } from '#engine/catalogue/catalogue.ts';
import { isInside } from '#engine/catalogue/paths.ts';
import type { Logger } from '#engine/logger.ts';
import type { ProcessLauncher } from '#engine/process-launcher.ts';
import { createChangeFollower, type TypeOf } from './change-follower.ts';
import type { RulesOf } from './folder-rules.ts';
import { lookAt } from './look-at-path.ts';
import type { WatchBatch } from './protocol.ts';
import { createScanLoop } from './scan-loop.ts';
import { createWatchClient } from './watch-client.ts';

/** How often missing roots are looked for and the setting is read. */
const CHECK_MS = 2_000;
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
  /** Compares all folders with the disk; resolves when that is done. */
  rescan(): Promise<void>;
  /** Watches these folders by the rules now in force and compares them with the disk in the background. */
  rulesChanged(folderIds: readonly number[]): void;
  readonly isScanning: boolean;
  /** Codes of what keeps changes from being noticed: `watchLimit`, `watcherFailing`, or a system's error code. */
  troubles(): string[];
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
  /** Called soon after the catalogue or the state of scanning changed, once for many changes. */
  onChange(): void;
}): Library {
  const { catalogue } = options;
  /** Codes by folder path. */
  const troubles = new Map<string, Set<string>>();
  let timers: NodeJS.Timeout[] = [];
  let changeTimer: NodeJS.Immediate | undefined;
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

  function changed(): void {
    if (isClosed) return;
    changeTimer ??= setImmediate(() => {
      changeTimer = undefined;
      options.onChange();
    });
  }

  function watchingBegan(paths: readonly string[]): void {
    // What changed after the first scan looked and before events arrived was told by neither.
    void scans.request(idsOf(paths)).then(() => options.logger.info('library.watching', { folders: paths.length }));
  }

  function receive(batch: WatchBatch): void {
    for (const { folder, code } of batch.troubles) {
      options.logger.warn('library.watchTrouble', { code });
      troubles.set(folder, (troubles.get(folder) ?? new Set()).add(code));
    }
    if (batch.rescan.length > 0) void scans.request(idsOf(batch.rescan));
    if (batch.paths.length > 0) follower.follow(batch.paths);
  }

  function idsOf(paths: readonly string[]): number[] {
    return catalogue.listFolders().flatMap((folder) => (paths.includes(folder.path) ? [folder.id] : []));
  }

  function allIds(): number[] {
    return catalogue.listFolders().map((folder) => folder.id);
  }

  function updateWatching(): void {
    if (isClosed || timers.length === 0) return;
    const folders = options.isWatching() ? catalogue.listFolders().filter((folder) => folder.isAvailable) : [];
    const paths = folders.map((folder) => folder.path);
    const watched = folders.map((folder) => ({ path: folder.path, patterns: options.rulesOf(folder).patterns }));
    const key = JSON.stringify(watched);
    if (key === watchedKey) return;
    watchedKey = key;
    for (const folder of troubles.keys()) if (!paths.includes(folder)) troubles.delete(folder);
    watcher.setFolders(watched);
  }

  async function check(): Promise<void> {
    updateWatching();
    for (const folder of catalogue.listFolders()) {
      if (folder.isAvailable) continue;
      const root = await lookAt(folder.path);
      if (isClosed) return;
      if (root.kind === 'folder' && !(await isHeld(folder))) void scans.request([folder.id]);
    }
  }

  /** An empty root where documents were is most likely the mount point of a disk that is away. */
  async function isHeld(folder: FolderRecord): Promise<boolean> {
    const names = await readdir(folder.path).catch(() => []);
    return names.length === 0 && Object.values(catalogue.counts(folder.id)).some((count) => count > 0);
  }

  function unwatchedIds(): number[] {
    return idsOf([...troubles].flatMap(([path, codes]) => (codes.has('watchLimit') ? [path] : [])));
  }

  return {
    start() {
      timers = [
        setInterval(() => void check(), CHECK_MS),
        setInterval(() => void scans.request(unwatchedIds()), UNWATCHED_RESCAN_MS),
        setInterval(() => void (options.isWatching() && scans.request(allIds())), FULL_RESCAN_MS),
      ];
      void scans.request(allIds());
      updateWatching();
    },
    async addFolder(path) {
      const realPath = await toReadableFolder(path);
      // Without a pause between: two calls at the same time must not both pass.
      checkOverlap(realPath, catalogue.listFolders());
      const folder = catalogue.addFolder(realPath);
      void scans.request([folder.id]);
      updateWatching();
      changed();
      return folder;
    },
    removeFolder(folderId) {
      if (!allIds().includes(folderId)) {
        throw new EngineError('folderNotFound', 'no such folder in the library', { details: { folderId } });
      }
      scans.cancel(folderId);
      catalogue.removeFolder(folderId);
      updateWatching();
      changed();
    },
    rescan: () => scans.request(allIds()),
    rulesChanged(folderIds) {
      updateWatching();
      void scans.request(folderIds);
      changed();
    },
    get isScanning() {
      return scans.isScanning;
    },
    troubles: () => [
      ...new Set([...troubles.values()].flatMap((codes) => [...codes])),
      ...(watcher.isFailing ? ['watcherFailing'] : []),
    ],
    processReport: () => watcher.report(),
    async close() {
      isClosed = true;
      for (const timer of timers) clearInterval(timer);
      clearImmediate(changeTimer);
      await Promise.all([scans.close(), follower.close(), watcher.close()]);
    },
  };
}

/** Errors: folderNotFound where the path leads to no folder that can be read. */
async function toReadableFolder(path: string): Promise<string> {
  try {
    const realPath = await realpath(path);
    await readdir(realPath);
    return realPath;
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new EngineError('folderNotFound', 'this is no folder that can be read', { details: { path, reason }, cause: error });
  }
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
