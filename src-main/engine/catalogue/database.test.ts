import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase, type Database } from './database.ts';

let base: string;
let database: Database;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'akin-database-'));
  const sql = 'CREATE TABLE texts (text TEXT);';
  database = openDatabase({ file: join(base, 'test.sqlite'), synchronous: 'FULL', migrations: [{ version: 1, sql }] });
});
afterEach(() => {
  database.close();
  rmSync(base, { recursive: true, force: true });
});

const count = () => database.first('SELECT count(*) AS count FROM texts')?.['count'];

it('keeps nothing of a transaction that fails', () => {
  expect(() =>
    database.transaction(() => {
      database.run('INSERT INTO texts VALUES (?)', 'x');
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(count()).toBe(0n);
});

it('names a full disk, and works again once there is room', () => {
  database.all('PRAGMA max_page_count = 5');
  const fill = () => database.transaction(() => database.run('INSERT INTO texts VALUES (?)', 'x'.repeat(100_000)));
  expect(fill).toThrow(expect.objectContaining({ code: 'diskFull' }));
  expect(count()).toBe(0n);
  database.all('PRAGMA max_page_count = 5000');
  fill();
  expect(count()).toBe(1n);
});

it('says that the engine is away to who asks it once it is closed', () => {
  const closed = openDatabase({ file: join(base, 'closed.sqlite'), synchronous: 'FULL', migrations: [] });
  closed.first('SELECT 1');
  closed.close();
  const away = expect.objectContaining({ code: 'engineUnavailable' });
  expect(() => closed.first('SELECT 1')).toThrow(away);
  expect(() => [...closed.iterate('SELECT 1')]).toThrow(away);
  expect(() => closed.transaction(() => 1)).toThrow(away);
});
