import { readdir } from 'node:fs';
import type { Dirent } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { EngineError } from '#contract';
import type { FileIdentity } from '#engine/catalogue/catalogue.ts';
import type { IgnoreRules } from './ignore-rules.ts';
import { lookAt } from './look-at-path.ts';

/** Folders read, or files looked at, at the same time: beyond 16 a disk gets no faster. */
const CONCURRENCY = 16;
/** Names of one folder are tested against the rules this long at a stretch: it may hold 100,000, and the engine must answer. */
const STRETCH_MS = 10;

export type FoundFile = { readonly path: string; readonly identity: FileIdentity };

export type WalkReport = {
  readonly files: number;
  /** Subfolders that could not be read; nothing is known of what lies in them. */
  readonly unreadableFolders: string[];
  /** Names that are not UTF-8 and so cannot be spoken of. */
  readonly unnameable: number;
  /** True where the root itself holds nothing at all, not even what is ignored. */
  readonly isRootEmpty: boolean;
};

/**
 * Finds every regular file below `root` that `ignores` lets through, in no particular order. Symbolic links are not followed;
 * a folder that is mounted inside itself is entered once. `onFile` is called synchronously between reads.
 * Null where the root itself cannot be read. Errors: cancelled; what `onFile` throws.
 */
export async function walkFolder(
  root: string,
  options: { readonly signal: AbortSignal; readonly ignores: IgnoreRules['ignores']; onFile(file: FoundFile): void },
): Promise<WalkReport | null> {
  const report = { files: 0, unreadableFolders: [] as string[], unnameable: 0, isRootEmpty: false };
  const visited = new Set<string>();
  const waiting: string[] = [];
  let isRootUnreadable = false;

  async function readFolder(folder: string): Promise<void> {
    const look = await lookAt(folder);
    if (look.kind !== 'folder') return noteFailure(folder, look.kind !== 'unreachable');
    const identity = `${look.device}:${look.inode}`;
    if (visited.has(identity)) return;
    visited.add(identity);
    const names = await readNames(folder);
    if (!Array.isArray(names)) return noteFailure(folder, names.code === 'ENOENT' || names.code === 'ENOTDIR');
    if (folder === root) report.isRootEmpty = names.length === 0;
    const files: string[] = [];
    let resumedAt = performance.now();
    for (const entry of names) {
      if (performance.now() - resumedAt > STRETCH_MS) {
        await nextTurn();
        throwIfAborted(options.signal);
        resumedAt = performance.now();
      }
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!options.ignores(path, 'folder')) waiting.push(path);
      } else if (entry.isFile() && !options.ignores(path, 'file')) files.push(path);
    }
    await forEachConcurrently(files, readFile);
  }

  async function readFile(path: string): Promise<void> {
    throwIfAborted(options.signal);
    const look = await lookAt(path);
    if (look.kind === 'file') {
      report.files += 1;
      options.onFile({ path, identity: look.identity });
    } else if (look.kind === 'gone' && isMangled(path)) report.unnameable += 1;
  }

  function noteFailure(folder: string, isGone: boolean): void {
    if (folder === root) isRootUnreadable = true;
    else if (!isGone) report.unreadableFolders.push(folder);
    else if (isMangled(folder)) report.unnameable += 1;
  }

  await readFolder(root);
  while (waiting.length > 0) {
    throwIfAborted(options.signal);
    // The last found first: the stack then holds one branch of the tree, not its whole width.
    await Promise.all(waiting.splice(-CONCURRENCY).map(readFolder));
  }
  return isRootUnreadable ? null : report;
}

function readNames(folder: string): Promise<Dirent[] | NodeJS.ErrnoException> {
  return new Promise((resolve) => readdir(folder, { withFileTypes: true }, (error, names) => resolve(error ?? names)));
}

/** Node puts U+FFFD for bytes that are not UTF-8; the path then leads nowhere. */
function isMangled(path: string): boolean {
  return path.includes('\uFFFD');
}

function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new EngineError('cancelled', 'the scan was cancelled');
}

/** Runs `visit` over all values, `CONCURRENCY` at a time. */
export async function forEachConcurrently<T>(values: readonly T[], visit: (value: T) => Promise<void>): Promise<void> {
  let next = 0;
  async function work(): Promise<void> {
    for (let index = next++; index < values.length; index = next++) {
      const value = values[index];
      if (value !== undefined) await visit(value);
    }
  }
  await Promise.all(Array.from({ length: Math.min(CONCURRENCY, values.length) }, work));
}
