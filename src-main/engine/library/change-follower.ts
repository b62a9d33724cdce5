import { isCancelled, isWriteError } from '#contract';
import { isInside, outermostPaths } from '#engine/catalogue/paths.ts';
import type { Catalogue, FolderRecord, SeenFile } from '#engine/catalogue/catalogue.ts';
import { createChangeSettler, type SettledChanges } from './change-settler.ts';
import type { RulesOf } from './folder-rules.ts';
import type { IgnoreRules } from './ignore-rules.ts';
import { createPathCheck, lookAt, lookBelow, type FolderLooks } from './look-at-path.ts';
import { forEachConcurrently, walkFolder } from './walk-folder.ts';

const TICK_MS = 100;
const WRITE_BATCH = 500;

export type TypeOf = (path: string) => { readonly type: string; readonly isReadable: boolean };

export type ChangeFollower = {
  /** Paths of files or folders that may have changed in any way. */
  follow(paths: readonly string[]): void;
  close(): Promise<void>;
};

/** Looks at paths that may have changed until they are quiet, then brings the catalogue in line with them. */
export function createChangeFollower(options: {
  readonly catalogue: Catalogue;
  readonly typeOf: TypeOf;
  readonly rulesOf: RulesOf;
  /** A folder's root changed, or is not what it was: only a scan can tell. */
  onRootChanged(folderId: number): void;
  /** The device that the folder's root was on when it was last scanned, or null before that. */
  deviceOf(folderId: number): bigint | null;
  onChange(): void;
}): ChangeFollower {
  const { catalogue } = options;
  const settler = createChangeSettler();
  const stopping = new AbortController();
  let incoming = new Set<string>();
  let loop: Promise<void> | null = null;

  async function run(): Promise<void> {
    while ((incoming.size > 0 || settler.size > 0) && !stopping.signal.aborted) {
      const paths = incoming;
      incoming = new Set();
      const looks: FolderLooks = new Map();
      await forEachConcurrently(outermostPaths(paths), (path) => expand(path, looks));
      await forEachConcurrently(settler.due(performance.now()), (path) => look(path, looks));
      if (!stopping.signal.aborted) await apply(settler.take(performance.now(), lastInodeOf));
      await new Promise((resolve) => setTimeout(resolve, TICK_MS));
    }
  }

  /** Turns a folder into the files in it and those that the catalogue still has there. */
  async function expand(path: string, looks: FolderLooks): Promise<void> {
    const folder = folderOf(path);
    if (folder === undefined) return;
    if (folder.path === path) return options.onRootChanged(folder.id);
    const found = await lookBelow(folder.path, path, looks);
    if (found.kind === 'unreachable') return;
    const ignores: IgnoreRules['ignores'] = (inner, kind) => options.rulesOf(folder).ignores(inner, kind);
    const now = performance.now();
    // Known ones there have gone: rules that hide some kind of file or folder may have shown what was there before.
    settler.add(knownAt(path), now);
    if (ignores(path, found.kind === 'gone' || found.kind === 'other' ? null : found.kind)) return;
    if (found.kind === 'folder') {
      const files: string[] = [];
      try {
        // Null: it vanished, or cannot be read; its own event will come, or a scan will tell.
        await walkFolder(path, { signal: stopping.signal, ignores, onFile: (file) => files.push(file.path) });
      } catch (error) {
        if (isCancelled(error)) return;
        throw error;
      }
      settler.add(files, now);
    } else {
      settler.add([path], now);
    }
  }

  function knownAt(path: string): string[] {
    const documents = catalogue.documents(catalogue.documentsUnder([path], Number.MAX_SAFE_INTEGER));
    const below = [...documents.values()].map((document) => document.path);
    return catalogue.documentAt(path) === null ? below : [path, ...below];
  }

  function lastInodeOf(path: string): bigint | null {
    return catalogue.documentAt(path)?.identity.inode ?? null;
  }

  async function look(path: string, looks: FolderLooks): Promise<void> {
    const folder = folderOf(path);
    if (folder === undefined) return settler.forget(path);
    const found = await lookBelow(folder.path, path, looks);
    if (found.kind === 'unreachable') settler.forget(path);
    else settler.observe(path, found.kind === 'file' ? found.identity : null, performance.now());
  }

  async function apply({ seen, gone }: SettledChanges): Promise<void> {
    const folders = catalogue.listFolders();
    // All arrivals before all departures: a file may have moved from one folder to another.
    for (const folder of folders) {
      const files = seen.filter(({ path }) => isInside(folder.path, path));
      if (files.length > 0) await guarded(folder, () => applySeen(folder, files));
    }
    for (const folder of folders) {
      const paths = gone.filter((path) => isInside(folder.path, path));
      if (paths.length > 0) await guarded(folder, () => applyGone(folder, paths));
    }
  }

  function applySeen(folder: FolderRecord, files: SettledChanges['seen']): Promise<void> {
    const known = files.map((file): SeenFile => ({ ...file, ...options.typeOf(file.path) }));
    return inBatches(known, (batch) => {
      // The folder may have been removed since the last batch.
      if (folderOf(folder.path) === undefined) return;
      // The rules may have changed while the file was settling, and what they hide was removed then.
      const shown = batch.filter(({ path }) => !options.rulesOf(folder).ignores(path, 'file'));
      catalogue.recordSeen(folder.id, shown, { isFresh: true, hasPath: createPathCheck() });
    });
  }

  async function applyGone(folder: FolderRecord, paths: readonly string[]): Promise<void> {
    if (await isRootSound(folder)) await inBatches(paths, (batch) => void catalogue.recordGone(batch));
    else options.onRootChanged(folder.id);
  }

  /** What a full disk kept from being written is found again by a scan, which tries until there is room. */
  async function guarded(folder: FolderRecord, write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      if (!isWriteError(error)) throw error;
      options.onRootChanged(folder.id);
    }
  }

  async function inBatches<T>(values: readonly T[], write: (batch: T[]) => void): Promise<void> {
    for (let start = 0; start < values.length && !stopping.signal.aborted; start += WRITE_BATCH) {
      write(values.slice(start, start + WRITE_BATCH));
      options.onChange();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** A disk that was taken away leaves no root, or an empty one on another device: then nothing was deleted. */
  async function isRootSound(folder: FolderRecord): Promise<boolean> {
    const root = await lookAt(folder.path);
    const device = options.deviceOf(folder.id);
    return root.kind === 'folder' && (device === null || root.device === device);
  }

  function folderOf(path: string): FolderRecord | undefined {
    return catalogue.listFolders().find((folder) => isInside(folder.path, path));
  }

  return {
    follow(paths) {
      if (stopping.signal.aborted) return;
      for (const path of paths) incoming.add(path);
      loop ??= run().finally(() => {
        loop = null;
      });
    },
    async close() {
      stopping.abort();
      await loop;
    },
  };
}
