import { identifyFolder } from './identify-folder.ts';
import type { TreeEvents, WatchedTree } from './tree-events.ts';
import { watchFolderByFolder } from './watched-folders.ts';
import { watchRecursively } from './watched-recursively.ts';

/** No system tells that a folder above the root was renamed, or that a disk was mounted over it. */
const ROOT_CHECK_MS = 1_000;

export type RootEvents = Omit<TreeEvents, 'rootChanged'>;

export type WatchedRoot = {
  /** Resolves when everything below the root is watched, or there is no root to watch. */
  readonly ready: Promise<void>;
  /** Watches everything anew; resolves when that is done. Calls that come meanwhile share one more round. */
  restart(): Promise<void>;
  close(): void;
};

/**
 * Watches a tree for as long as it is wanted, also when its root goes away and comes back. `retryMs`: how often folders
 * that could not be watched are tried again.
 */
export function watchRoot(root: string, options: { readonly events: RootEvents; readonly retryMs: number }): WatchedRoot {
  const { events } = options;
  let identity: string | null = null;
  let tree: WatchedTree | null = null;
  let check: Promise<void> | null = null;
  let nextRestart: Promise<void> | null = null;
  let isFirst = true;
  let isClosed = false;
  const treeEvents: TreeEvents = { ...events, rootChanged: () => void checkRoot() };

  function checkRoot(): Promise<void> {
    return (check ??= compare().finally(() => {
      check = null;
    }));
  }

  async function compare(): Promise<void> {
    const now = await identifyFolder(root);
    if (isClosed || (now === identity && !isFirst)) return;
    tree?.close();
    tree = null;
    identity = now;
    if (now !== null) await open(now);
    if (!isFirst) events.changed(root);
    isFirst = false;
  }

  async function restart(): Promise<void> {
    await check;
    nextRestart = null;
    if (isClosed) return;
    identity = null;
    // As at first: whoever asked knows that anything may have changed.
    isFirst = true;
    await checkRoot();
  }

  async function open(now: string): Promise<void> {
    const opened =
      process.platform === 'linux' ? await watchFolderByFolder(root, now, treeEvents) : watchRecursively(root, treeEvents);
    if (isClosed) opened.close();
    else tree = opened;
  }

  const timers = [setInterval(() => void checkRoot(), ROOT_CHECK_MS), setInterval(() => tree?.retry(), options.retryMs)];
  return {
    ready: checkRoot(),
    restart: () => (nextRestart ??= restart()),
    close() {
      isClosed = true;
      for (const timer of timers) clearInterval(timer);
      tree?.close();
    },
  };
}
