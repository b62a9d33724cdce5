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

it.each([1, 2, 3, 4, 5])('gives a catalogue of version %i room for what a person does, and keeps its documents', (version) => {
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
  const documentId = catalogue.documentAt('/one/owl.txt')?.id ?? 0;
  const { personal } = catalogue;
  expect(personal.counts()).toEqual({ queries: 0, openedDocuments: 0, savedSearches: 0 });
  personal.setOpenings({ documentId, lastOpenedAt: 1, count: 1, weightDate: 1 }, 10);
  expect(() => personal.setOpenings({ documentId: documentId + 1, lastOpenedAt: 1, count: 1, weightDate: 1 }, 10)).toThrow();
  expect(personal.counts()).toMatchObject({ openedDocuments: 1 });
  // An opened document is forgotten with its folder.
  catalogue.removeFolder(1);
  expect(personal.counts()).toMatchObject({ openedDocuments: 0 });
  expect(catalogue.checkIntegrity()).toEqual([]);
  catalogue.close();
});
