import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase } from '../database.ts';
import { initial } from './0001-initial.ts';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'akin-migration-'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

it('creates the schema in an empty file, once', () => {
  const file = join(base, 'catalogue.sqlite');
  const open = () => openDatabase({ file, synchronous: 'FULL', migrations: [initial] });
  const database = open();
  database.run('INSERT INTO folders (path) VALUES (?)', Buffer.from('/a'));
  database.close();
  const again = open();
  expect(again.first('PRAGMA user_version')).toMatchObject({ user_version: 1n });
  expect(again.first('PRAGMA journal_mode')).toMatchObject({ journal_mode: 'wal' });
  expect(again.first('PRAGMA synchronous')).toMatchObject({ synchronous: 2n });
  expect(again.first('PRAGMA secure_delete')).toMatchObject({ secure_delete: 1n });
  expect(again.first('PRAGMA foreign_keys')).toMatchObject({ foreign_keys: 1n });
  expect(again.first('SELECT count(*) AS folders FROM folders')).toMatchObject({ folders: 1n });
  again.close();
});

it('leaves a file alone that a newer version wrote', () => {
  const file = join(base, 'catalogue.sqlite');
  const newer = new DatabaseSync(file);
  newer.exec('PRAGMA user_version = 99');
  newer.close();
  expect(() => openDatabase({ file, synchronous: 'FULL', migrations: [initial] })).toThrow(
    expect.objectContaining({ code: 'indexLocationUnusable', details: { schema: 99, newestKnown: 1 } }),
  );
});

it('leaves nothing behind of a step that fails', () => {
  const file = join(base, 'catalogue.sqlite');
  const broken = { version: 2, sql: 'CREATE TABLE half (id INTEGER); CREATE TABLE half (id INTEGER);' };
  expect(() => openDatabase({ file, synchronous: 'FULL', migrations: [initial, broken] })).toThrow();
  const database = openDatabase({ file, synchronous: 'FULL', migrations: [initial] });
  expect(database.first(`SELECT name FROM sqlite_schema WHERE name = 'half'`)).toBeNull();
  database.close();
});
