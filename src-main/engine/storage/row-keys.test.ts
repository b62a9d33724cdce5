import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { chunksSchema } from './columns.ts';
import { keysFromArrow, rowIdsFromArrow } from './from-arrow.ts';
import type { ChunkRow, IndexStore } from './index-store.ts';
import { connectLance, type LanceTable } from './lance.ts';
import { readRowKeys } from './row-keys.ts';
import { chunkRow } from './testing/random-rows.ts';
import { NO_FILTER } from './testing/no-filter.ts';
import { openForTest, temporaryFolder } from './testing/temporary-index.ts';
import { chunksToArrow } from './to-arrow.ts';

const rowsOf = (from: number, to: number): ChunkRow[] =>
  Array.from({ length: to - from }, (_, i) =>
    chunkRow({ documentId: Math.floor((from + i) / 3) + 1, ordinal: (from + i) % 3, terms: `common w${from + i}` }),
  );
const keyOf = ({ documentId, generation, ordinal }: ChunkRow) => ({ documentId, generation, ordinal });

async function openTable(): Promise<LanceTable> {
  const { connection } = await connectLance(await temporaryFolder());
  onTestFinished(() => connection.close());
  return connection.createEmptyTable('chunks', chunksSchema);
}

async function add(table: LanceTable, rows: readonly ChunkRow[]): Promise<void> {
  await table.add(chunksToArrow(rows.map((row) => ({ row, batch: 0 }))));
}

test('tells the key of every row and the row of every key, with holes and over several fragments', async () => {
  const table = await openTable();
  const rows = rowsOf(0, 90);
  await add(table, rows.slice(0, 60));
  await table.delete('documentId IN (1, 7, 20)');
  await add(table, rows.slice(60));
  const known = await readRowKeys(table);

  const stored = await table.query().select(['documentId', 'generation', 'ordinal']).withRowId().toArrow();
  const [rowIds, keys] = [rowIdsFromArrow(stored), keysFromArrow(stored)];
  expect(keys).toHaveLength(81);
  expect(known.keysOf(rowIds)).toEqual(keys);
  expect(known.keysOf(rowIds.toReversed())).toEqual(keys.toReversed());
  expect(keys.map((key) => known.rowIdOf(key))).toEqual([...rowIds]);
  for (const gone of [{ documentId: 7 }, { ordinal: 3 }, { generation: 2 }, { documentId: 1_000 }]) {
    expect(known.rowIdOf({ documentId: 2, generation: 1, ordinal: 0, ...gone })).toBeUndefined();
  }
});

test('does not know rows that came later, nor takes those for others that were deleted or moved', async () => {
  const table = await openTable();
  await add(table, rowsOf(0, 30));
  const known = await readRowKeys(table);
  await table.delete('documentId = 1');
  await add(table, rowsOf(30, 60));
  await table.optimize({ cleanupOlderThan: new Date() });
  const stored = await table.query().select(['documentId', 'generation', 'ordinal']).withRowId().toArrow();
  const keys = keysFromArrow(stored);
  known.keysOf(rowIdsFromArrow(stored)).forEach((key, row) => expect([undefined, keys[row]]).toContainEqual(key));
  const rowId = known.rowIdOf({ documentId: 1, generation: 1, ordinal: 0 });
  const taken = await table
    .takeRowIds([rowId ?? 0n])
    .select(['documentId'])
    .toArrow();
  expect(taken.numRows).toBe(0);
});

test('reading an empty table knows nothing and fails at nothing', async () => {
  const known = await readRowKeys(await openTable());
  expect(known.keysOf(new BigUint64Array([0n, 4_294_967_296n]))).toEqual([undefined, undefined]);
  expect(known.rowIdOf({ documentId: 1, generation: 1, ordinal: 0 })).toBeUndefined();
});

test('rows are read by key wherever upkeep has put them, and never one that was replaced or deleted', async () => {
  const { store } = await openForTest(await temporaryFolder());
  const rows = new Map(rowsOf(0, 60).map((row) => [`${row.documentId}.${row.ordinal}`, row]));
  const expectSame = async (): Promise<void> => {
    const all = [...rows.values()];
    // At first, and once the keys are in memory.
    for (let turn = 0; turn < 3; turn++) {
      const read = await store.chunks([...all.map(keyOf), { documentId: 99, generation: 1, ordinal: 0 }]);
      expect(read.map(({ text, ...key }) => [key.documentId, key.ordinal, text])).toEqual(
        all.map(({ documentId, ordinal, text }) => [documentId, ordinal, text]),
      );
      expect(await wordsOf(store)).toEqual(all.map(({ documentId, ordinal }) => `${documentId}.${ordinal}`).toSorted());
      await pause(20);
    }
  };
  await store.addChunks([...rows.values()]);
  await expectSame();
  await store.purge();
  await expectSame();
  const replaced = chunkRow({ documentId: 4, ordinal: 1, text: 'another', terms: 'common' });
  await store.addChunks([replaced]);
  rows.delete('4.1');
  rows.set('4.1', replaced);
  await expectSame();
  await store.deleteRows([{ documentId: 2, keepFrom: Infinity }]);
  for (const ordinal of [0, 1, 2]) rows.delete(`2.${ordinal}`);
  await expectSame();
  // Copied into a new table, whose fragments have the numbers of the old one's.
  await store.purge();
  await expectSame();
});

async function wordsOf(store: IndexStore): Promise<string[]> {
  const { matches } = await store.matchWords(['common'], NO_FILTER, 1_000);
  return matches.map(({ documentId, ordinal }) => `${documentId}.${ordinal}`).toSorted();
}
