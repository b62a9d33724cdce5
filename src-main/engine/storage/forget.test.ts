import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chunkRow } from './testing/random-rows.ts';
import { NO_FILTER } from './testing/no-filter.ts';
import { openForTest, temporaryFolder } from './testing/temporary-index.ts';

async function filesHolding(folder: string, bytes: string): Promise<string[]> {
  const children = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = children.filter((child) => child.isFile()).map((child) => join(child.parentPath, child.name));
  const contents = await Promise.all(files.map((file) => readFile(file)));
  return files.filter((_, i) => contents[i]?.includes(bytes));
}

test.each([false, true])('after a purge no deleted text is left on the disk (folded: %s)', async (isFolded) => {
  const folder = await temporaryFolder();
  const { store } = await openForTest(folder);
  const rows = Array.from({ length: 1500 }, (_, i) => chunkRow({ documentId: 1 + i, ordinal: 0 }));
  await store.addChunks(rows);
  // One row among many: compaction alone would leave it where it is.
  await store.addChunks([
    chunkRow({ documentId: 5000, ordinal: 0, text: 'xyzzysecret', terms: 'plughsecret', heading: 'fnordsecret' }),
  ]);
  if (isFolded) while (await store.upkeep({ isIdle: true }));
  expect((await filesHolding(folder, 'fnordsecret')).length).toBeGreaterThan(0);

  await store.deleteRows([{ documentId: 5000, keepFrom: Infinity }]);
  expect(await store.findTerms(['plughsecret'], NO_FILTER, 10)).toEqual([]);
  await store.purge();
  for (const secret of ['xyzzysecret', 'plughsecret', 'fnordsecret']) expect(await filesHolding(folder, secret)).toEqual([]);
  expect(await store.statistics()).toMatchObject({ chunks: 1500 });
  expect(await store.checkIntegrity()).toEqual([]);
});

test('versions that no search can be reading any more do not pile up on the disk', async () => {
  const folder = await temporaryFolder();
  const { store } = await openForTest(folder);
  for (let documentId = 1; documentId <= 40; documentId++) await store.addChunks([chunkRow({ documentId, ordinal: 0 })]);
  await store.purge();
  const recent = (await readdir(folder)).find((name) => name.startsWith('chunks_recent-')) ?? '';
  expect((await readdir(join(folder, recent, 'data'))).length).toBe(1);
});
