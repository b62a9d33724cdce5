import { mkdir, readFile, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing, syncFolderNames } from './folder-sync.ts';
import type { LanceConnection, LanceTable } from './lance.ts';

/** Versions to go back before a table is given up: after a power cut it is the newest one or two that are broken. */
const MAX_VERSIONS_BACK = 5;

export type Recovered = { readonly table: LanceTable; readonly versionsBack: number };

/** Newest first: LanceDB names a manifest by its version counted down from 2^64 - 1, twenty digits wide. */
async function manifestsOf(tableFolder: string): Promise<string[]> {
  const names = await readdir(join(tableFolder, '_versions')).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  return names.filter((name) => /^\d{20}\.manifest$/.test(name)).sort();
}

async function quarantine(folder: string, tableName: string, manifest: string): Promise<void> {
  const versions = join(folder, `${tableName}.lance`, '_versions');
  const target = join(folder, 'quarantine');
  await mkdir(target, { recursive: true, mode: 0o700 });
  await rename(join(versions, manifest), join(target, `${tableName}-${manifest}`));
  await syncFolderNames(target);
  await syncFolderNames(versions);
}

/**
 * Opens a table at its newest version that `verify` can read; manifests of broken ones are moved to `quarantine/`.
 * Null where no version can be read. `reconnect` gives a connection that remembers nothing of earlier attempts.
 */
export async function openNewestSound(options: {
  folder: string;
  tableName: string;
  reconnect: () => Promise<LanceConnection>;
  verify: (table: LanceTable) => Promise<void>;
}): Promise<Recovered | null> {
  const { folder, tableName, reconnect, verify } = options;
  const tableFolder = join(folder, `${tableName}.lance`);
  for (let versionsBack = 0; versionsBack <= MAX_VERSIONS_BACK; versionsBack++) {
    const [newest] = await manifestsOf(tableFolder);
    if (newest === undefined) return null;
    // A file that the system refuses to give out is no damaged one: this throws and nothing is moved.
    await readFile(join(tableFolder, '_versions', newest));
    try {
      const table = await (await reconnect()).openTable(tableName);
      await verify(table);
      return { table, versionsBack };
    } catch {
      // LanceDB tells damage apart by its sentences only, so every failure to read counts as damage.
      await quarantine(folder, tableName, newest);
    }
  }
  return null;
}
