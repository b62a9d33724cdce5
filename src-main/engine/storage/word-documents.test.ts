import { expect, test } from 'vitest';
import { NO_FILTER } from './testing/no-filter.ts';
import { chunkRow } from './testing/random-rows.ts';
import { openForTest, temporaryFolder } from './testing/temporary-index.ts';

test('names every document with any of the words once, in young chunks as in old ones', async () => {
  const { store } = await openForTest(await temporaryFolder());
  const rows = Array.from({ length: 300 }, (_, i) => {
    const terms = i % 3 === 0 ? 'owl barn' : i % 3 === 1 ? 'owl night hunt field' : 'fox';
    return chunkRow({ documentId: Math.floor(i / 2) + 1, ordinal: i % 2, terms, type: i < 150 ? 'text' : 'pdf' });
  });
  const expected = new Set(rows.filter(({ terms }) => terms !== 'fox').map(({ documentId }) => documentId));
  const check = async (): Promise<void> => {
    const found = await store.documentsWithWords(['owl', 'barn'], NO_FILTER);
    expect(found.map(({ documentId }) => documentId).toSorted((a, b) => a - b)).toEqual([...expected]);
    const sorted = found.toSorted((a, b) => b.score - a.score || a.documentId - b.documentId);
    expect(found).toEqual(sorted);
    expect(found[0]?.ordinal).toBe(
      rows.find(({ documentId, terms }) => documentId === found[0]?.documentId && terms.includes('barn'))?.ordinal,
    );
    const texts = await store.documentsWithWords(['owl'], { ...NO_FILTER, types: ['text'] });
    expect(texts.every(({ documentId }) => documentId <= 75)).toBe(true);
  };
  await store.addChunks(rows.slice(0, 200));
  await store.purge();
  await store.addChunks(rows.slice(200));
  await check();
  await store.purge();
  await check();
  expect(await store.documentsWithWords([], NO_FILTER)).toEqual([]);
  expect(await store.documentsWithWords(['wolf'], NO_FILTER)).toEqual([]);
});

test('tells the generations of a document apart', async () => {
  const { store } = await openForTest(await temporaryFolder());
  await store.addChunks([1, 2].map((generation) => chunkRow({ documentId: 7, ordinal: 0, generation, terms: 'owl' })));
  const found = await store.documentsWithWords(['owl'], NO_FILTER);
  expect(found.map(({ documentId, generation }) => [documentId, generation])).toEqual([
    [7, 1],
    [7, 2],
  ]);
});
