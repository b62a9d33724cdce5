import type { FileIdentity } from '#engine/catalogue/catalogue.ts';

/** A file is quiet when size and mtime are equal twice this far apart. */
const QUIET_MS = 300;
/** A missing path waits longer: the new path of a moved file must be seen first, so that the document keeps its id. */
const GONE_MS = 600;
/** What never becomes quiet is taken as it is after this long; its next change comes as another event. */
const PATIENCE_MS = 2_000;

/** Null: nothing is there, or no regular file. */
type Observation = FileIdentity | null;

type PendingPath = { readonly since: number; nextLook: number; last?: Observation; lastAt: number };

export type SettledChanges = {
  readonly seen: { readonly path: string; readonly identity: FileIdentity }[];
  readonly gone: string[];
};

/** Holds back changed paths until they are quiet. Knows no clock and no disk: times are given, in milliseconds. */
export type ChangeSettler = {
  add(paths: Iterable<string>, now: number): void;
  /** The paths to look at now. */
  due(now: number): string[];
  /** Tells what was found at a path that was due. */
  observe(path: string, observation: Observation, now: number): void;
  /** Stops waiting for a path. */
  forget(path: string): void;
  /**
   * Hands out what has settled, each path once. `lastInodeOf`: the inode of the file that was last known at a path, which
   * is missing now; it waits while a file with that inode is still being looked at elsewhere.
   */
  take(now: number, lastInodeOf: (path: string) => bigint | null): SettledChanges;
  readonly size: number;
};

export function createChangeSettler(): ChangeSettler {
  const pending = new Map<string, PendingPath>();
  const settled = new Map<string, FileIdentity>();
  const missing = new Map<string, { readonly since: number; inode?: bigint | null }>();

  return {
    add(paths, now) {
      for (const path of paths) {
        settled.delete(path);
        missing.delete(path);
        if (!pending.has(path)) pending.set(path, { since: now, nextLook: now, lastAt: now });
      }
    },
    due: (now) => [...pending].filter(([, { nextLook }]) => nextLook <= now).map(([path]) => path),
    observe(path, observation, now) {
      const entry = pending.get(path);
      if (entry === undefined) return;
      const isQuiet = entry.last !== undefined && isSame(entry.last, observation) && now - entry.lastAt >= waitFor(observation);
      if (isQuiet || now - entry.since >= PATIENCE_MS) {
        pending.delete(path);
        if (observation === null) missing.set(path, { since: entry.since });
        else settled.set(path, observation);
        return;
      }
      if (entry.last === undefined || !isSame(entry.last, observation)) {
        entry.last = observation;
        entry.lastAt = now;
      }
      entry.nextLook = entry.lastAt + waitFor(observation);
    },
    forget(path) {
      pending.delete(path);
      settled.delete(path);
      missing.delete(path);
    },
    take(now, lastInodeOf) {
      const seen = [...settled].map(([path, identity]) => ({ path, identity }));
      settled.clear();
      const gone: string[] = [];
      if (missing.size > 0) {
        const arriving = new Set(
          [...pending.values()].flatMap(({ last }) => (last === undefined || last === null ? [] : [last.inode])),
        );
        for (const [path, entry] of missing) {
          entry.inode ??= lastInodeOf(path);
          const mayHaveMoved = entry.inode !== null && arriving.has(entry.inode);
          if (!mayHaveMoved || now - entry.since >= PATIENCE_MS) gone.push(path);
        }
      }
      for (const path of gone) missing.delete(path);
      return { seen, gone };
    },
    get size() {
      return pending.size + settled.size + missing.size;
    },
  };
}

function waitFor(observation: Observation): number {
  return observation === null ? GONE_MS : QUIET_MS;
}

function isSame(a: Observation, b: Observation): boolean {
  if (a === null || b === null) return a === b;
  return a.inode === b.inode && a.sizeBytes === b.sizeBytes && a.mtimeNs === b.mtimeNs;
}
