import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { EngineError } from '#contract';

/** `SQLITE_BUSY`: somebody else holds the lock. */
const BUSY = 5;
/** `SQLITE_FULL` */
const FULL = 13;

export type EngineLock = { readonly path: string; release(): void };

export function engineLockPath(dataFolder: string): string {
  return path.join(dataFolder, 'engine.lock');
}

/**
 * Makes this process the one engine of the data folder, or returns null where another one is. The lock is an exclusive
 * SQLite transaction, because that is a lock of the operating system which Node offers on all platforms: it ends with
 * the process, however that ends, so it can never be stale. Nothing else in this process may open the file: on POSIX
 * closing any descriptor of it would drop the lock. Errors: indexLocationUnusable, diskFull.
 */
export function takeEngineLock(dataFolder: string): EngineLock | null {
  const file = engineLockPath(dataFolder);
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: 0 });
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database?.close();
    const { errcode } = error as { errcode?: unknown };
    if (errcode === BUSY) return null;
    if (errcode === FULL) throw new EngineError('diskFull', 'no room for the lock', { cause: error });
    throw new EngineError('indexLocationUnusable', 'the lock cannot be taken', {
      details: { path: file, reason: 'lock' },
      cause: error,
    });
  }
  const held = database;
  return { path: file, release: () => held.close() };
}
