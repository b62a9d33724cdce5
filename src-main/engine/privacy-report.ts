import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { storedKind, type NetworkCounts, type PrivacyReport, type StoredKind } from '#contract';
import type { Catalogue } from './catalogue/catalogue.ts';

export type PrivacyReporter = () => Promise<PrivacyReport>;

/** Files of the data folder by how their names begin; a log of SQLite's beside a database counts with it. */
const KINDS: readonly (readonly [prefix: string, kind: StoredKind])[] = [
  ['catalogue.sqlite', 'catalogue'],
  ['extractions.sqlite', 'texts'],
  ['index', 'index'],
  ['logs', 'logs'],
];

/** Measures what the engine keeps, and passes on what was counted of the network. */
export function createPrivacyReport(options: {
  readonly dataFolder: string;
  readonly catalogue: Pick<Catalogue, 'personal'>;
  network(): NetworkCounts;
}): PrivacyReporter {
  return async () => ({
    dataFolder: options.dataFolder,
    stored: await measureStored(options.dataFolder),
    personal: options.catalogue.personal.counts(),
    network: options.network(),
  });
}

async function measureStored(dataFolder: string): Promise<PrivacyReport['stored']> {
  const bytes = new Map<StoredKind, number>();
  for (const name of await readdir(dataFolder)) {
    const kind = KINDS.find(([prefix]) => name.startsWith(prefix))?.[1] ?? 'other';
    bytes.set(kind, (bytes.get(kind) ?? 0) + (await sizeOf(join(dataFolder, name))));
  }
  return storedKind.options.map((kind) => ({ kind, bytes: bytes.get(kind) ?? 0 }));
}

/** In bytes, of a file or of all files below a folder; 0 where it went away meanwhile, as files of the index do. */
async function sizeOf(path: string): Promise<number> {
  try {
    const status = await lstat(path);
    if (!status.isDirectory()) return status.size;
    let sum = 0;
    for (const name of await readdir(path)) sum += await sizeOf(join(path, name));
    return sum;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 0;
    throw error;
  }
}
