import { expect, it, onTestFinished } from 'vitest';
import { openDatabase } from './database.ts';
import { createSelectionMemory } from './selection-memory.ts';

function openMemory() {
  const database = openDatabase({
    file: ':memory:',
    synchronous: 'FULL',
    migrations: [{ version: 1, sql: 'CREATE TABLE numbers (n INTEGER);' }],
  });
  onTestFinished(() => database.close());
  const remember = createSelectionMemory(database);
  const asked: string[] = [];
  const select = (sql: string, ...parameters: string[]) =>
    remember(sql, parameters, () => {
      asked.push([sql, ...parameters].join(' '));
      return [asked.length];
    });
  return { database, select, asked };
}

it('asks once for the same selection, and again for another', () => {
  const { select, asked } = openMemory();
  expect([select('path', 'a'), select('path', 'b'), select('path', 'a')]).toEqual([[1], [2], [1]]);
  expect(asked).toEqual(['path a', 'path b']);
});

it('forgets everything with any change of a row', () => {
  const { database, select } = openMemory();
  select('path', 'a');
  database.run('INSERT INTO numbers VALUES (1)');
  expect(select('path', 'a')).toEqual([2]);
  database.run('UPDATE numbers SET n = 2');
  expect(select('path', 'a')).toEqual([3]);
});

it('keeps the eight that were asked for last', () => {
  const { select } = openMemory();
  for (let folder = 0; folder < 8; folder++) select('path', String(folder));
  select('path', '0');
  select('path', 'another');
  expect(select('path', '0')).toEqual([1]);
  expect(select('path', '1')).toEqual([10]);
});
