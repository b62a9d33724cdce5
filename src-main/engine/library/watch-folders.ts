import { createIgnoreRules } from './ignore-rules.ts';
import type { WatchBatch, WatchedFolder } from './protocol.ts';
import { createOverflowMeter } from './watching/overflow-meter.ts';
import { watchRoot, type RootEvents, type WatchedRoot } from './watching/watched-root.ts';

const BATCH_MS = 100;
const STORM_WINDOW_MS = 1_000;
/** Beyond this many paths in a second a scan is cheaper than looking at each, and surer. */
const STORM_PATHS = 10_000;
const RETRY_MS = 30_000;

type Watched = { readonly root: WatchedRoot; readonly patterns: string; readonly paths: Set<string>; pathsInWindow: number };

export type FolderWatcher = {
  /** Replaces the set of watched folders, anew where patterns changed; resolves when events of all of them arrive. */
  watch(folders: readonly WatchedFolder[]): Promise<void>;
  close(): void;
};

/**
 * Tells which paths may have changed, at most every 100 ms. Events are hints: what may have been lost is told as a
 * folder to rescan. Paths of a folder in a storm are left out and the folder is rescanned instead.
 */
export function createFolderWatcher(options: {
  publish(batch: WatchBatch): void;
  /** How many paths in a second make a storm. */
  readonly stormPaths?: number;
  /** How often folders that could not be watched are tried again. */
  readonly retryMs?: number;
}): FolderWatcher {
  const { publish, stormPaths = STORM_PATHS, retryMs = RETRY_MS } = options;
  const watched = new Map<string, Watched>();
  const rescan = new Set<string>();
  const overflowed = new Set<string>();
  const troubles = new Map<string, readonly string[]>();
  const told = new Map<string, string>();
  const overflow = createOverflowMeter({
    onOverflow() {
      for (const folder of watched.keys()) lose(folder);
    },
  });
  let sequence = 0;

  function start({ path: folder, patterns }: WatchedFolder): Watched {
    const rules = createIgnoreRules({ root: folder, patterns });
    const events: RootEvents = {
      isIgnored: (path, kind) => rules.ignores(path, kind),
      changed: (path) => see(folder, path),
      heard: () => overflow.count(),
      lost: () => lose(folder),
      troubles: (codes) => complain(folder, codes),
    };
    const root = watchRoot(folder, { events, retryMs });
    return { root, patterns, paths: new Set(), pathsInWindow: 0 };
  }

  function see(folder: string, path: string): void {
    const entry = watched.get(folder);
    if (entry === undefined || entry.paths.has(path)) return;
    entry.pathsInWindow += 1;
    if (entry.pathsInWindow <= stormPaths) entry.paths.add(path);
  }

  /** New folders may be among what was lost, so the watches are set anew before the folder is compared with the disk. */
  function lose(folder: string): void {
    const root = watched.get(folder)?.root;
    void root?.restart().then(() => {
      if (watched.get(folder)?.root !== root) return;
      rescan.add(folder);
      overflowed.add(folder);
    });
  }

  function complain(folder: string, codes: readonly string[]): void {
    const key = codes.toSorted().join();
    if ((told.get(folder) ?? '') === key) return;
    told.set(folder, key);
    troubles.set(folder, codes);
  }

  function flush(): void {
    const paths: string[] = [];
    for (const entry of watched.values()) {
      paths.push(...entry.paths);
      entry.paths.clear();
    }
    if (paths.length === 0 && rescan.size === 0 && troubles.size === 0) return;
    sequence += 1;
    publish({
      sequence,
      paths,
      rescan: [...rescan],
      overflowed: [...overflowed],
      troubles: [...troubles].map(([folder, codes]) => ({ folder, codes: [...codes] })),
    });
    rescan.clear();
    overflowed.clear();
    troubles.clear();
  }

  function endStormWindow(): void {
    for (const [folder, entry] of watched) {
      if (entry.pathsInWindow > stormPaths) rescan.add(folder);
      entry.pathsInWindow = 0;
    }
  }

  function stop(folder: string): void {
    watched.get(folder)?.root.close();
    watched.delete(folder);
    told.delete(folder);
    for (const names of [rescan, overflowed, troubles]) names.delete(folder);
  }

  const timers = [setInterval(flush, BATCH_MS), setInterval(endStormWindow, STORM_WINDOW_MS)];
  return {
    async watch(folders) {
      const wanted = new Map(folders.map((folder) => [folder.path, folder]));
      for (const [path, { patterns }] of watched) if (wanted.get(path)?.patterns !== patterns) stop(path);
      for (const folder of wanted.values()) if (!watched.has(folder.path)) watched.set(folder.path, start(folder));
      await Promise.all([...watched.values()].map(({ root }) => root.ready));
    },
    close() {
      for (const timer of timers) clearInterval(timer);
      for (const folder of watched.keys()) stop(folder);
    },
  };
}
