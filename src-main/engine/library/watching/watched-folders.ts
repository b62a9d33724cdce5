import { watch, type FSWatcher } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { forEachConcurrently } from '../walk-folder.ts';
import { identifyFolder } from './identify-folder.ts';
import type { TreeEvents, WatchedTree } from './tree-events.ts';

/** One watched folder: it holds its subfolders by name, and nothing of its files. */
type Node = {
  readonly path: string;
  readonly parent: Node | null;
  /** Empty once the folder was moved or deleted: another may come to lie at its path, even with its inode. */
  identity: string;
  watcher: FSWatcher | null;
  readonly children: Map<string, Node>;
};

type Suspect = { readonly path: string; readonly parent: Node; readonly identity: string | null };

/** What the kernel answers when this user has no more watches, queues or handles. */
const LIMIT_CODES: ReadonlySet<string> = new Set(['ENOSPC', 'EMFILE', 'ENFILE']);

/**
 * Watches a folder and all its subfolders with one kernel watch each, as inotify wants it. Resolves when all are
 * watched. Costs memory by the folder, not by the file.
 *
 * A folder's watch is set before its names are read, and a new folder is told as changed once everything below it is
 * watched: what is made in between is told by an event of its own, or found by whoever looks below the told folder.
 */
export async function watchFolderByFolder(root: string, identity: string, events: TreeEvents): Promise<WatchedTree> {
  const top: Node = { path: root, parent: null, identity, watcher: null, children: new Map() };
  /** Why folders could not be watched, by path. */
  const failures = new Map<string, string>();
  let suspects = new Set<string>();
  let isRetryDue = false;
  let examining = true;
  let isClosed = false;

  await enter(top);
  tellTroubles();
  examining = false;
  void examineAll();

  /** Watches a folder and everything below it that is not watched yet. */
  async function enter(node: Node): Promise<void> {
    let waiting = [node];
    while (waiting.length > 0 && !isClosed) {
      const found: Node[] = [];
      await forEachConcurrently(waiting, async (folder) => {
        listen(folder);
        for (const name of await subfolderNames(folder.path)) {
          const child = await createChild(folder, name);
          if (child !== null) found.push(child);
        }
      });
      waiting = found;
    }
  }

  async function createChild(parent: Node, name: string): Promise<Node | null> {
    const path = join(parent.path, name);
    if (events.isIgnored(path, 'folder')) return null;
    const childIdentity = await identifyFolder(path);
    const known = parent.children.get(name);
    if (childIdentity === null || isClosed || isLoop(parent, childIdentity) || isKept(known, childIdentity)) return null;
    if (known !== undefined) leave(known);
    const child: Node = { path, parent, identity: childIdentity, watcher: null, children: new Map() };
    parent.children.set(name, child);
    return child;
  }

  function listen(node: Node): void {
    if (isClosed || node.watcher !== null) return;
    try {
      node.watcher = watch(node.path, (kind, name) => hear(node, kind, name));
      node.watcher.on('error', (error) => fail(node, error));
      failures.delete(node.path);
    } catch (error) {
      fail(node, error);
    }
  }

  function fail(node: Node, error: unknown): void {
    node.watcher?.close();
    node.watcher = null;
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
    // It vanished, which its parent's watch tells.
    if (code !== 'ENOENT' && code !== 'ENOTDIR') failures.set(node.path, LIMIT_CODES.has(code) ? 'watchLimit' : code);
  }

  function hear(node: Node, kind: string, name: string | null): void {
    events.heard();
    if (name === null) return events.lost();
    const path = join(node.path, name);
    // What happens to a folder itself comes under its own name, as if it were one of its children.
    if (name === basename(node.path)) {
      if (node.parent === null) events.rootChanged();
      else if (kind === 'rename') {
        node.identity = '';
        suspect(node.path);
      }
    }
    const isPlainChange = kind === 'change' && !node.children.has(name) && !failures.has(path);
    if (!isPlainChange) suspect(path);
    else if (!events.isIgnored(path, 'file')) events.changed(path);
  }

  function suspect(path: string): void {
    suspects.add(path);
    void examineAll();
  }

  /** Changes the tree, and nothing else does, one step at a time. */
  async function examineAll(): Promise<void> {
    if (examining) return;
    examining = true;
    while ((suspects.size > 0 || isRetryDue) && !isClosed) {
      const paths = suspects;
      suspects = new Set();
      await examine(paths);
      if (isRetryDue) await enterFailed();
      tellTroubles();
    }
    examining = false;
  }

  /** Brings the watches in line with what lies at the paths now, then tells them as changed. */
  async function examine(paths: ReadonlySet<string>): Promise<void> {
    const found: Suspect[] = [];
    await forEachConcurrently([...paths], async (path) => {
      const parent = find(dirname(path));
      if (parent !== null) found.push({ path, parent, identity: await identifyFolder(path) });
    });
    // All that left before all that came, or a moved folder would be heard under its old name.
    for (const { path, parent, identity: now } of found) {
      const known = parent.children.get(basename(path));
      if (known !== undefined && (now === null || !isKept(known, now))) leave(known);
    }
    found.sort((left, right) => left.path.length - right.path.length);
    for (const { path, identity: now } of found) {
      // An outer one may have been left, or entered with all below it, meanwhile.
      const parent = find(dirname(path));
      if (parent === null || isClosed || events.isIgnored(path, now === null ? null : 'folder')) continue;
      const child = now === null ? null : await createChild(parent, basename(path));
      if (child !== null) await enter(child);
      events.changed(path);
    }
  }

  async function enterFailed(): Promise<void> {
    isRetryDue = false;
    for (const path of failures.keys()) {
      const node = find(path);
      if (node === null) continue;
      listen(node);
      // Where the limit is still reached, the others need not be tried.
      if (failures.get(path) === 'watchLimit') return;
      if (failures.has(path)) continue;
      await enter(node);
      events.changed(path);
    }
  }

  function find(path: string): Node | null {
    if (path === root) return top;
    const names = path.slice(root.endsWith(sep) ? root.length : root.length + 1).split(sep);
    let node: Node | undefined = top;
    for (const name of names) node = node?.children.get(name);
    return node ?? null;
  }

  /** Forgets a folder and all below it. */
  function leave(node: Node): void {
    node.parent?.children.delete(basename(node.path));
    const leaving = [node];
    for (let next = leaving.pop(); next !== undefined; next = leaving.pop()) {
      next.watcher?.close();
      next.watcher = null;
      failures.delete(next.path);
      leaving.push(...next.children.values());
    }
  }

  function tellTroubles(): void {
    events.troubles([...new Set(failures.values())]);
  }

  return {
    retry() {
      isRetryDue = failures.size > 0;
      void examineAll();
    },
    close() {
      isClosed = true;
      leave(top);
    },
  };
}

function isKept(known: Node | undefined, identity: string): boolean {
  return known !== undefined && known.identity === identity && known.watcher !== null;
}

/** A folder that is mounted inside itself has no end. */
function isLoop(parent: Node, identity: string): boolean {
  for (let node: Node | null = parent; node !== null; node = node.parent) if (node.identity === identity) return true;
  return false;
}

async function subfolderNames(path: string): Promise<string[]> {
  try {
    const names = await readdir(path, { withFileTypes: true });
    return names.flatMap((name) => (name.isDirectory() ? [name.name] : []));
  } catch {
    // Gone, or not to be read: then nothing below it can be told either, and its own watch says why.
    return [];
  }
}
