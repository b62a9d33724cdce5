import { watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';
import type { TreeEvents, WatchedTree } from './tree-events.ts';

/** Watches a whole tree with the one watch that macOS and Windows need for it. */
export function watchRecursively(root: string, events: TreeEvents): WatchedTree {
  let watcher: FSWatcher | null = null;

  function start(): void {
    try {
      watcher = watch(root, { recursive: true }, (_kind, name) => hear(name));
      watcher.on('error', fail);
      events.troubles([]);
    } catch (error) {
      fail(error);
    }
  }

  function hear(name: string | null): void {
    events.heard();
    // Windows reports a change without a name when its buffer overflowed.
    if (name === null) return events.lost();
    const path = join(root, name);
    if (!events.isIgnored(path, null)) events.changed(path);
  }

  function fail(error: unknown): void {
    watcher?.close();
    watcher = null;
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
    // On Windows, how the loss of the root shows.
    if (code === 'EPERM' || code === 'ENOENT') return events.rootChanged();
    events.troubles([code === 'EMFILE' || code === 'ENOSPC' ? 'watchLimit' : code]);
  }

  start();
  return {
    retry() {
      if (watcher !== null) return;
      start();
      if (watcher !== null) events.lost();
    },
    close: () => watcher?.close(),
  };
}
