import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from '../database.ts';
import { openCatalogue } from '../open-catalogue.ts';
import { CATALOGUE_MIGRATIONS } from './catalogue-migrations.ts';

it('finds the types of the documents that a catalogue of version 7 holds', () => {
  const base = mkdtempSync(join(tmpdir(), 'akin-migration-'));
  const file = join(base, 'catalogue.sqlite');
  const old = openDatabase({ file, synchronous: 'FULL', migrations: CATALOGUE_MIGRATIONS.slice(0, 7) });
  old.run('INSERT INTO folders (path) VALUES (?)', Buffer.from('/one'));
  for (const [index, type] of ['text', 'pdf', 'text', 'powerpoint'].entries()) {
    old.run(
      `INSERT INTO documents (folder_id, path, type, is_readable, state, device, inode, size_bytes, mtime_ns, date)
        VALUES (1, ?, ?, 1, 'queued', 1, ?, 1, 1, 1)`,
      Buffer.from(`/one/${index}`),
      type,
      index,
    );
  }
  old.close();
  const catalogue = openCatalogue({ file });
  const typesOf = (...texts: string[]): string[] => {
    return catalogue.typesMatching(texts.map((text) => ({ text, isQuoted: false })));
  };
  expect(typesOf('pdf', 'text')).toEqual(['pdf', 'text']);
  expect(typesOf('p*')).toEqual(['pdf', 'powerpoint']);
  expect(typesOf('mail')).toEqual([]);
  catalogue.close();
  rmSync(base, { recursive: true, force: true });
});
