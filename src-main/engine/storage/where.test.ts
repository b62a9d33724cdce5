import { expect, test } from 'vitest';
import { chunkRow } from './testing/random-rows.ts';
import { NO_FILTER } from './testing/no-filter.ts';
import { openForTest, temporaryFolder } from './testing/temporary-index.ts';

const HOSTILE = [
  "'",
  "''",
  "' OR 1=1 --",
  '\\',
  "\\'",
  '"',
  '%',
  '_',
  '\n',
  '\t',
  '🙂',
  'a\u0301',
  '؛',
  ']',
  "', 'x",
  '--',
  '/*',
  '',
  ' ',
];

test('any text works as tag and type, and filters for exactly itself', async () => {
  const { store } = await openForTest(await temporaryFolder());
  await store.addChunks(
    HOSTILE.map((text, i) => chunkRow({ documentId: i + 1, ordinal: 0, tags: [text], type: text, terms: 'same' })),
  );
  for (const [i, text] of HOSTILE.entries()) {
    const byTag = await store.findTerms(['same'], { ...NO_FILTER, tags: [text] }, 100);
    const byType = await store.findTerms(['same'], { ...NO_FILTER, types: [text] }, 100);
    expect([byTag, byType].map((list) => list.map(({ documentId }) => documentId))).toEqual([[i + 1], [i + 1]]);
  }
});

test('a filter by more documents than one list takes still lets all of them through', async () => {
  const { store } = await openForTest(await temporaryFolder());
  await store.addChunks(Array.from({ length: 6000 }, (_, i) => chunkRow({ documentId: i + 1, ordinal: 0, terms: 'same' })));
  const documentIds = Array.from({ length: 5000 }, (_, i) => i + 500);
  const found = await store.findTerms(['same'], { ...NO_FILTER, documentIds }, 10_000);
  expect(found.map(({ documentId }) => documentId)).toEqual(documentIds);
});

test('dates are compared in milliseconds, from inclusive and before exclusive', async () => {
  const { store } = await openForTest(await temporaryFolder());
  const dates = [-5, 0, 999.7, 1000, 1000.2, 8.64e15];
  await store.addChunks(dates.map((date, i) => chunkRow({ documentId: i + 1, ordinal: 0, date, terms: 'same' })));
  const found = async (from: number | null, before: number | null) =>
    (await store.findTerms(['same'], { ...NO_FILTER, from, before }, 100)).map(({ documentId }) => documentId);
  expect(await found(1000, null)).toEqual([4, 5, 6]);
  expect(await found(null, 1000)).toEqual([1, 2, 3]);
  expect(await found(0, 1000.1)).toEqual([2, 3, 4, 5]);
});
