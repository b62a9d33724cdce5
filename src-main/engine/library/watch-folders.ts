import { join } from 'node:path';
import { watch, type FSWatcher } from 'chokidar';
import { isIgnoredPath } from './ignore-rules.ts';
import type { WatchBatch } from './protocol.ts';

const BATCH_MS = 100;
/** A loop blocked this long may have let the kernel's queue overflow, which neither libuv nor chokidar tells. */
const OVERFLOW_DELAY_MS = 500;
/** Beyond this many events in a second a scan is cheaper than the events, and surer. */
const STORM_EVENTS = 2_000;
const STORM_WINDOW_MS = 1_000;

type WatchedFolder = { readonly watcher: FSWatcher; readonly ready: PromiseWithResolvers<void>; events: number };

export type FolderWatcher = {
  /** Replaces the set of watched folders; resolves when events of all of them arrive. */
  watch(folders: readonly string[]): Promise<void>;
  close(): Promise<void>;
};

/**
 * Tells which paths may have changed, at most every 100 ms. Events are hints: what may have been lost is told as a
 * folder to rescan. Paths of a folder in a storm are left out and the folder is rescanned instead.
 */
export function createFolderWatcher({ publish }: { publish(batch: WatchBatch): void }): FolderWatcher {
  const watched = new Map<string, WatchedFolder>();
  const paths = new Map<string, string>();
  const rescan = new Set<string>();
  const troubles = new Map<string, { folder: string; code: string }>();
  let sequence = 0;

  function start(folder: string): WatchedFolder {
    const watcher = watch(folder, {
      ignoreInitial: true,
      followSymlinks: false,
      // Its normalising of atomic saves also swallows names that end in `~` or `.tmp`.
      atomic: false,
      ignored: (path, stats) => isIgnoredPath(folder, path, stats === undefined ? null : stats.isDirectory() ? 'folder' : 'file'),
    });
    const entry: WatchedFolder = { watcher, ready: Promise.withResolvers(), events: 0 };
    watcher.once('ready', () => entry.ready.resolve());
    watcher.on('all', (_event, path) => see(folder, entry, path));
    watcher.on('raw', (_event, path: unknown) => {
      // Windows reports a change without a name when its buffer overflowed.
      if (typeof path !== 'string') rescan.add(folder);
    });
    watcher.on('error', (error) => complain(folder, error));
    return entry;
  }

  function see(folder: string, entry: WatchedFolder, path: string): void {
    entry.events += 1;
    if (entry.events <= STORM_EVENTS) paths.set(join(path), folder);
  }

  function complain(folder: string, error: unknown): void {
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
    const name = code === 'ENOSPC' || code === 'EMFILE' ? 'watchLimit' : code;
    troubles.set(`${folder}:${name}`, { folder, code: name });
    rescan.add(folder);
  }

  function flush(): void {
    if (paths.size === 0 && rescan.size === 0 && troubles.size === 0) return;
    sequence += 1;
    publish({ sequence, paths: [...paths.keys()], rescan: [...rescan], troubles: [...troubles.values()] });
    paths.clear();
    rescan.clear();
    troubles.clear();
  }

  function endStormWindow(): void {
    for (const [folder, entry] of watched) {
      if (entry.events > STORM_EVENTS) rescan.add(folder);
      entry.events = 0;
    }
  }

  let lastTick = performance.now();
  function tick(): void {
    const now = performance.now();
    if (now - lastTick > OVERFLOW_DELAY_MS + BATCH_MS) {
      for (const folder of watched.keys()) rescan.add(folder);
    }
    lastTick = now;
    flush();
  }
  const timers = [setInterval(tick, BATCH_MS), setInterval(endStormWindow, STORM_WINDOW_MS)];

  async function stop(folder: string): Promise<void> {
    const entry = watched.get(folder);
    watched.delete(folder);
    for (const [path, owner] of paths) if (owner === folder) paths.delete(path);
    // A root that is missing may never become ready, and someone may be waiting.
    entry?.ready.resolve();
    await entry?.watcher.close();
  }

  return {
    async watch(folders) {
      const wanted = new Set(folders);
      await Promise.all([...watched.keys()].filter((folder) => !wanted.has(folder)).map(stop));
      for (const folder of wanted) if (!watched.has(folder)) watched.set(folder, start(folder));
      await Promise.all([...watched.values()].map((entry) => entry.ready.promise));
    },
    async close() {
      for (const timer of timers) clearInterval(timer);
      await Promise.all([...watched.keys()].map(stop));
    },
  };
}
