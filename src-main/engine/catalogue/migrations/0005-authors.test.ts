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

it.each([1, 2, 3, 4])('gives the documents of a catalogue of version %i no author until they are read again', (version) => {
  const file = join(base, 'catalogue.sqlite');
  const earlier = CATALOGUE_MIGRATIONS.filter((migration) => migration.version <= version);
  const old = openDatabase({ file, synchronous: 'FULL', migrations: earlier });
  old.run('INSERT INTO folders (path) VALUES (?)', Buffer.from('/one'));
  old.run(
    `INSERT INTO documents (folder_id, path, type, is_readable, state, device, inode, size_bytes, mtime_ns, date)
      VALUES (1, ?, 'text', 1, 'indexed', 1, 1, 1, 1, 1)`,
    Buffer.from('/one/owl.txt'),
  );
  old.close();
  const catalogue = openCatalogue({ file });
  expect(catalogue.documentAt('/one/owl.txt')).toMatchObject({ state: 'indexed', author: null });
  catalogue.close();
});
