import { spawn } from 'node:child_process';
import { readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { IndexStore } from './index-store.ts';
import { chunkRow, createRandom } from './testing/random-rows.ts';
import { NO_FILTER } from './testing/no-filter.ts';
import { openForTest, temporaryFolder } from './testing/temporary-index.ts';

const DIMENSIONS = 8;
const ROWS_PER_DOCUMENT = 150;
const writer = fileURLToPath(import.meta.resolve('./testing/writer.ts'));

/** Ids acknowledged by a writer that is killed at a random moment after its first acknowledgement. */
async function writeUntilKilled(folder: string, firstId: number, afterMs: number): Promise<number[]> {
  const child = spawn(process.execPath, [writer, folder, String(firstId), String(DIMENSIONS)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, LANCEDB_LOG: 'error' },
  });
  let output = '';
  const exited = new Promise((resolve) => child.on('close', resolve));
  child.stdout.on('data', (part: Buffer) => {
    if (output === '') setTimeout(() => child.kill('SIGKILL'), afterMs);
    output += part.toString();
  });
  await exited;
  return output.split('\n').filter(Boolean).map(Number);
}

async function expectComplete(store: IndexStore, documentIds: readonly number[]): Promise<void> {
  for (const documentId of documentIds) {
    expect((await store.chunksOf([documentId])).length).toBe(ROWS_PER_DOCUMENT);
    expect((await store.vectorsOf([documentId])).length).toBe(ROWS_PER_DOCUMENT);
    expect((await store.findTerms([`doc${documentId}`], NO_FILTER, 1000)).length).toBe(ROWS_PER_DOCUMENT);
  }
}

test('a writer killed at any moment loses no acknowledged row and doubles none', async () => {
  const random = createRandom(11);
  const folder = await temporaryFolder();
  const acknowledged: number[] = [];
  for (let round = 0; round < 5; round++) {
    const firstId = 1 + 1000 * round;
    const ids = await writeUntilKilled(folder, firstId, random() * 1500);
    expect(ids[0]).toBe(firstId);
    acknowledged.push(...ids);
    const { store, wasRebuilt } = await openForTest(folder, DIMENSIONS);
    expect(wasRebuilt).toBe(false);
    expect(await store.checkIntegrity()).toEqual([]);
    await expectComplete(store, acknowledged);
    await store.close();
  }
}, 120_000);

async function newestManifest(folder: string, table: RegExp): Promise<string> {
  const name = (await readdir(folder)).find((child) => table.test(child)) ?? '';
  const versions = join(folder, name, '_versions');
  const [newest = ''] = (await readdir(versions)).filter((child) => child.endsWith('.manifest')).sort();
  return join(versions, newest);
}

test.each([0, 100])('a newest manifest cut to %i bytes costs the newest write at most', async (length) => {
  const folder = await temporaryFolder();
  const first = await openForTest(folder, DIMENSIONS);
  await first.store.addChunks([chunkRow({ documentId: 1, ordinal: 0 })]);
  await first.store.addChunks([chunkRow({ documentId: 2, ordinal: 0 })]);
  await first.store.close();
  await truncate(await newestManifest(folder, /^chunks_recent-/), length);

  const { store, wasRebuilt } = await openForTest(folder, DIMENSIONS);
  expect(wasRebuilt).toBe(true);
  expect((await store.chunksOf([1, 2])).map((row) => row.documentId)).toEqual([1]);
  expect((await readdir(join(folder, 'quarantine'))).length).toBe(1);
  await store.addChunks([chunkRow({ documentId: 2, ordinal: 0 })]);
  expect((await store.findTerms(['document'], NO_FILTER, 10)).length).toBe(2);
  expect(await store.checkIntegrity()).toEqual([]);
});

test('a table without any readable version starts empty and says so', async () => {
  const folder = await temporaryFolder();
  const first = await openForTest(folder, DIMENSIONS);
  for (let documentId = 1; documentId <= 8; documentId++) await first.store.addChunks([chunkRow({ documentId, ordinal: 0 })]);
  await first.store.close();
  const versions = join(await newestManifest(folder, /^chunks_recent-/), '..');
  for (const name of await readdir(versions)) await truncate(join(versions, name), 0);

  const { store, wasRebuilt } = await openForTest(folder, DIMENSIONS);
  expect(wasRebuilt).toBe(true);
  expect(await store.statistics()).toMatchObject({ chunks: 0 });
  await store.addChunks([chunkRow({ documentId: 1, ordinal: 0 })]);
  expect((await store.findTerms(['document'], NO_FILTER, 10)).length).toBe(1);
});

/** Enough to be folded into the table that has an index. */
const ROWS = 300;

test('an unreadable word index is made anew from the rows', async () => {
  const folder = await temporaryFolder();
  const first = await openForTest(folder, DIMENSIONS);
  await first.store.addChunks(Array.from({ length: ROWS }, (_, ordinal) => chunkRow({ documentId: 1, ordinal })));
  while (await first.store.upkeep({ isIdle: true }));
  await first.store.close();
  const table = (await readdir(folder)).find((name) => name.startsWith('chunks-')) ?? '';
  for (const child of await readdir(join(folder, table, '_indices'), { recursive: true, withFileTypes: true })) {
    if (child.isFile()) await truncate(join(child.parentPath, child.name), 10);
  }

  const { store, wasRebuilt } = await openForTest(folder, DIMENSIONS);
  expect(wasRebuilt).toBe(false);
  expect((await store.findTerms(['chunk'], NO_FILTER, 1000)).length).toBe(ROWS);
});

test('a table that cannot be optimised is copied into a new one, and nothing is lost', async () => {
  const folder = await temporaryFolder();
  const first = await openForTest(folder, DIMENSIONS);
  await first.store.addChunks(Array.from({ length: ROWS }, (_, ordinal) => chunkRow({ documentId: 1, ordinal })));
  while (await first.store.upkeep({ isIdle: true }));
  await first.store.addChunks(Array.from({ length: ROWS }, (_, ordinal) => chunkRow({ documentId: 2, ordinal })));
  const table = (await readdir(folder)).find((name) => name.startsWith('chunks-')) ?? '';
  // No index can be written any more; the rows can still be read.
  await rm(join(folder, table, '_indices'), { recursive: true });
  await writeFile(join(folder, table, '_indices'), '');
  while (await first.store.upkeep({ isIdle: true }));
  expect(await readdir(folder)).not.toContain(table);
  expect((await first.store.findTerms(['chunk'], NO_FILTER, 1000)).length).toBe(2 * ROWS);
  expect(await first.store.checkIntegrity()).toEqual([]);
});
