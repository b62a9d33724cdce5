import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { dot } from '../vectors/vectors.ts';
import type { IndexStore, VectorRow } from './index-store.ts';
import { connectLance } from './lance.ts';
import { openLayout } from './layout.ts';
import { keyText } from './merge.ts';
import { openIndexStore } from './open.ts';
import { NO_FILTER } from './testing/no-filter.ts';
import { chunkRow, createRandom, randomVector, vectorNear, vectorRowOf } from './testing/random-rows.ts';
import { silentLogger, temporaryFolder } from './testing/temporary-index.ts';
import { MIN_INDEXED_VECTORS, type VectorIndexOption } from './vector-index.ts';

const DIMENSIONS = 128;
const K = 20;
const random = createRandom(5);
const centres = Array.from({ length: 200 }, () => randomVector(random, DIMENSIONS));
const rows: VectorRow[] = Array.from({ length: MIN_INDEXED_VECTORS + 2_000 }, (_, i) => {
  const chunk = chunkRow({ documentId: 1 + Math.floor(i / 4), ordinal: i % 4 });
  return vectorRowOf(chunk, vectorNear(random, centres[i % centres.length] ?? randomVector(random, DIMENSIONS), 0.8));
});
const queries = Array.from({ length: 40 }, (_, i) => vectorNear(random, rows[i * 97]?.vector ?? new Float32Array(), 0.85));
const nearest = queries.map((query) => {
  const scored = rows.map((row) => ({ row, score: dot(row.vector, query) })).sort((a, b) => b.score - a.score);
  return new Set(scored.slice(0, K).map(({ row }) => keyText(row)));
});

async function recallOf(store: IndexStore): Promise<number> {
  let found = 0;
  for (const [i, query] of queries.entries()) {
    const candidates = await store.searchMeaning(query, NO_FILTER, K);
    found += candidates.filter((candidate) => nearest[i]?.has(keyText(candidate)) === true).length;
  }
  return found / (queries.length * K);
}

async function openWith(folder: string, option: () => VectorIndexOption): Promise<IndexStore> {
  const { store } = await openIndexStore({
    folder,
    dimensions: DIMENSIONS,
    space: 'test',
    logger: silentLogger,
    vectorIndex: option,
  });
  onTestFinished(() => store.close());
  return store;
}

async function settle(store: IndexStore): Promise<void> {
  while (await store.upkeep({ isIdle: true }));
}

/** What LanceDB says of the index of vectors, and the bytes of all index files that hold vectors: codes of more bits take more. */
async function indexOnDisk(folder: string): Promise<{ type: string | null; codeBytes: number }> {
  const tableName = (await openLayout(folder)).placementOf('vectors_test')?.table ?? '';
  const { connection } = await connectLance(folder);
  const table = await connection.openTable(tableName);
  const index = (await table.listIndices()).find(({ columns }) => columns.includes('vector'));
  connection.close();
  const root = join(folder, `${tableName}.lance`, '_indices');
  let codeBytes = 0;
  for (const file of await readdir(root, { recursive: true })) {
    if (file.endsWith('auxiliary.idx')) codeBytes += (await stat(join(root, file))).size;
  }
  return { type: index?.indexType ?? null, codeBytes };
}

test('each option makes its own index in the background, finds what an exact search finds, and leaves no old one behind', async () => {
  const folder = await temporaryFolder();
  let option: VectorIndexOption = 'exact';
  const store = await openWith(folder, () => option);
  for (let from = 0; from < rows.length; from += 4000) await store.addVectors(rows.slice(from, from + 4000));
  await settle(store);
  expect([await indexOnDisk(folder), await recallOf(store)]).toEqual([{ type: null, codeBytes: 0 }, 1]);

  const sizes: Partial<Record<VectorIndexOption, number>> = {};
  for (option of ['binary', 'auto', 'int8'] as const) {
    expect(await recallOf(store)).toBeGreaterThanOrEqual(0.98);
    await settle(store);
    const { type, codeBytes } = await indexOnDisk(folder);
    expect(type).toBe('IvfRq');
    sizes[option] = codeBytes;
    expect(await recallOf(store)).toBeGreaterThanOrEqual(0.98);
  }
  // One bit, five and eight: were an old index left behind, the sizes would add up.
  const { binary = 0, auto = 0, int8 = 0 } = sizes;
  expect([auto / binary > 2, auto / binary < 5, int8 / auto > 1.2, int8 / auto < 2]).toEqual([true, true, true, true]);

  option = 'exact';
  await settle(store);
  expect([await indexOnDisk(folder), await recallOf(store)]).toEqual([{ type: null, codeBytes: 0 }, 1]);
}, 60_000);

test('searches while the index is being replaced find what they found before', async () => {
  let option: VectorIndexOption = 'auto';
  const store = await openWith(await temporaryFolder(), () => option);
  for (let from = 0; from < rows.length; from += 4000) await store.addVectors(rows.slice(from, from + 4000));
  await settle(store);
  option = 'binary';
  let isSettled = false;
  const settled = settle(store).then(() => (isSettled = true));
  do expect(await recallOf(store)).toBeGreaterThanOrEqual(0.98);
  while (!isSettled);
  await settled;
}, 60_000);

test('an option chosen before the engine stopped takes effect after its next start', async () => {
  const folder = await temporaryFolder();
  const first = await openWith(folder, () => 'auto');
  for (let from = 0; from < rows.length; from += 4000) await first.addVectors(rows.slice(from, from + 4000));
  await settle(first);
  const before = await indexOnDisk(folder);
  await first.close();
  const second = await openWith(folder, () => 'binary');
  expect(await recallOf(second)).toBeGreaterThanOrEqual(0.98);
  await settle(second);
  expect((await openLayout(folder)).placementOf('vectors_test')?.vectorIndex).toBe('binary');
  expect((await indexOnDisk(folder)).codeBytes).toBeLessThan(before.codeBytes / 2);
  expect(await recallOf(second)).toBeGreaterThanOrEqual(0.98);
}, 60_000);
