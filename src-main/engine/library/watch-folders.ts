import { join } from 'node:path';
import { watch, type FSWatcher } from 'chokidar';
import { createIgnoreRules, type IgnoreRules } from './ignore-rules.ts';
import type { WatchBatch, WatchedFolder } from './protocol.ts';

const BATCH_MS = 100;
/** A loop blocked this long may have let the kernel's queue overflow, which neither libuv nor chokidar tells. */
const OVERFLOW_DELAY_MS = 500;
/** Beyond this many events in a second a scan is cheaper than the events, and surer. */
const STORM_EVENTS = 2_000;
const STORM_WINDOW_MS = 1_000;

type Watched = {
  readonly watcher: FSWatcher;
  readonly rules: IgnoreRules;
  readonly ready: PromiseWithResolvers<void>;
  events: number;
};

export type FolderWatcher = {
  /** Replaces the set of watched folders, anew where patterns changed; resolves when events of all of them arrive. */
  watch(folders: readonly WatchedFolder[]): Promise<void>;
  close(): Promise<void>;
};

/**
 * Tells which paths may have changed, at most every 100 ms. Events are hints: what may have been lost is told as a
 * folder to rescan. Paths of a folder in a storm are left out and the folder is rescanned instead.
 */
export function createFolderWatcher({ publish }: { publish(batch: WatchBatch): void }): FolderWatcher {
  const watched = new Map<string, Watched>();
  const paths = new Map<string, string>();
  const rescan = new Set<string>();
  const troubles = new Map<string, { folder: string; code: string }>();
  let sequence = 0;

  function start({ path: folder, patterns }: WatchedFolder): Watched {
    const rules = createIgnoreRules({ root: folder, patterns });
    const watcher = watch(folder, {
      ignoreInitial: true,
      followSymlinks: false,
      // Its normalising of atomic saves also swallows names that end in `~` or `.tmp`.
      atomic: false,
      ignored: (path, stats) => rules.ignores(join(path), stats === undefined ? null : stats.isDirectory() ? 'folder' : 'file'),
    });
    const entry: Watched = { watcher, rules, ready: Promise.withResolvers(), events: 0 };
    watcher.once('ready', () => entry.ready.resolve());
    watcher.on('all', (_event, path) => see(folder, entry, path));
    watcher.on('raw', (_event, path: unknown) => {
      // Windows reports a change without a name when its buffer overflowed.
      if (typeof path !== 'string') rescan.add(folder);
    });
    watcher.on('error', (error) => complain(folder, error));
    return entry;
  }

  function see(folder: string, entry: Watched, path: string): void {
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
      const wanted = new Map(folders.map((folder) => [folder.path, folder]));
      const ended = [...watched].filter(([path, { rules }]) => wanted.get(path)?.patterns !== rules.patterns);
      await Promise.all(ended.map(([path]) => stop(path)));
      for (const folder of wanted.values()) if (!watched.has(folder.path)) watched.set(folder.path, start(folder));
      await Promise.all([...watched.values()].map((entry) => entry.ready.promise));
    },
    async close() {
      for (const timer of timers) clearInterval(timer);
      await Promise.all([...watched.keys()].map(stop));
    },
  };
}
