import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase } from '../database.ts';
import { openCatalogue } from '../open-catalogue.ts';
import { CATALOGUE_MIGRATIONS } from './catalogue-migrations.ts';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'akin-migration-'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

it.each([1, 2, 3])('counts what a catalogue of version %i holds, and gives each file known by name its reason', (version) => {
  const file = join(base, 'catalogue.sqlite');
  const earlier = CATALOGUE_MIGRATIONS.filter((migration) => migration.version <= version);
  const old = openDatabase({ file, synchronous: 'FULL', migrations: earlier });
  old.run('INSERT INTO folders (path) VALUES (?)', Buffer.from('/one'));
  const standings: [string, string, string | null, number][] = [
    ['text', 'indexed', null, 1],
    ['text', 'indexed', null, 1],
    ['pdf', 'failed', 'corrupt', 1],
    ['text', 'skipped', 'empty', 1],
    ['other', 'nameOnly', null, 0],
  ];
  for (const [index, [type, state, reason, isReadable]] of standings.entries()) {
    old.run(
      `INSERT INTO documents (folder_id, path, type, is_readable, state, reason, device, inode, size_bytes, mtime_ns, date)
        VALUES (1, ?, ?, ?, ?, ?, 1, ?, 1, 1, 1)`,
      Buffer.from(`/one/${index}`),
      type,
      isReadable,
      state,
      reason,
      index,
    );
  }
  old.close();

  const catalogue = openCatalogue({ file });
  expect(catalogue.tallies()).toEqual([
    { type: 'pdf', state: 'failed', reason: 'corrupt', count: 1 },
    { type: 'text', state: 'indexed', reason: null, count: 2 },
    { type: 'text', state: 'nameOnly', reason: 'empty', count: 1 },
    { type: 'other', state: 'nameOnly', reason: 'unsupportedType', count: 1 },
  ]);
  expect(catalogue.counts()).toMatchObject({ indexed: 2, failed: 1, nameOnly: 2, skipped: 0 });
  expect(catalogue.checkIntegrity()).toEqual([]);
  catalogue.close();
});
