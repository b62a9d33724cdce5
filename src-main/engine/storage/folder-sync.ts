import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * LanceDB never calls fsync. Its files are written once under a new name and never changed, so a file synced once
 * stays synced, and the manifest in `_versions` is what makes the others count: it comes last.
 */
const SYNC_ORDER = ['data', '_indices', '_deletions', '_transactions', '_versions'];

/** Makes everything below a table's folder durable that has not been made so before. */
export type FolderSync = { sync(): Promise<void> };

async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    // Pruned between listing and opening: nothing left to keep.
    if (isMissing(error)) return null;
    throw error;
  });
  if (handle === null) return;
  try {
    await handle.sync();
  } catch (error) {
    // Windows cannot sync a folder, nor a file that is open for reading only.
    if (process.platform !== 'win32') throw error;
  } finally {
    await handle.close();
  }
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

export function createFolderSync(tableFolder: string): FolderSync {
  let synced = new Set<string>();

  async function syncFolder(folder: string, next: Set<string>): Promise<void> {
    const found = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw error;
    });
    let isChanged = found.length > 0 && !synced.has(folder);
    for (const child of found) {
      const path = join(folder, child.name);
      if (child.isDirectory()) {
        if (!synced.has(path)) isChanged = true;
        await syncFolder(path, next);
      } else if (child.name === 'latest_version_hint.json') {
        // A hint that LanceDB rewrites at will and does without.
        continue;
      } else {
        if (!synced.has(path)) {
          isChanged = true;
          await syncPath(path);
        }
        next.add(path);
      }
    }
    if (isChanged) await syncPath(folder);
    next.add(folder);
  }

  return {
    async sync() {
      const next = new Set<string>();
      for (const name of SYNC_ORDER) await syncFolder(join(tableFolder, name), next);
      if (!synced.has(tableFolder)) await syncPath(tableFolder);
      next.add(tableFolder);
      synced = next;
    },
  };
}

/** Makes the names in a folder durable. */
export async function syncFolderNames(folder: string): Promise<void> {
  await syncPath(folder);
}
