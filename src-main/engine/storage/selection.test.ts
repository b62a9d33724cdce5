import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChunkKey } from './index-store.ts';
import { narrowFilter, selectFrom } from './selection.ts';
import { NO_FILTER } from './testing/no-filter.ts';
import { chunkRow, createRandom, randomVector, vectorRowOf } from './testing/random-rows.ts';
import { DIMENSIONS, openForTest, temporaryFolder } from './testing/temporary-index.ts';

/** Looks at a ranking as LanceDB would: a predicate that names documents lets only these through. */
function lookAt(ranking: readonly ChunkKey[]) {
  return async (predicate: string | null, limit: number): Promise<readonly ChunkKey[]> => {
    const named = predicate === null ? null : new Set(predicate.match(/\d+/g)?.map(Number));
    return ranking.filter(({ documentId }) => named?.has(documentId) ?? true).slice(0, limit);
  };
}

test('the best candidates of a long list of documents are found wherever they lie', async () => {
  const rankings = fc.record({
    rows: fc.integer({ min: 0, max: 30_000 }),
    from: fc.integer({ min: 0, max: 30_000 }),
    selected: fc.integer({ min: 1, max: 6_000 }),
    step: fc.integer({ min: 1, max: 7 }),
    limit: fc.integer({ min: 1, max: 3_000 }),
    documents: fc.option(fc.integer({ min: 1, max: 60_000 })),
  });
  const property = fc.asyncProperty(rankings, async ({ rows, from, selected, step, limit, documents }) => {
    const ranking = Array.from({ length: rows }, (_, i) => ({ documentId: Math.floor(i / 2), generation: 1, ordinal: i % 2 }));
    const documentIds = Array.from({ length: selected }, (_, i) => from + i * step);
    const filter = { ...NO_FILTER, documentIds };
    const isSelected = new Set(documentIds);
    const expected = ranking.filter(({ documentId }) => isSelected.has(documentId)).slice(0, limit);
    expect(await selectFrom(filter, limit, lookAt(ranking), documents)).toEqual(expected);
    const narrow = await narrowFilter(filter, limit, lookAt(ranking), documents);
    const named = new Set(narrow?.filter.documentIds);
    if (narrow !== null && narrow.rows !== null) expect(narrow.rows).toEqual(expected);
    expect(expected.every(({ documentId }) => named.has(documentId))).toBe(true);
    expect([...named].every((id) => isSelected.has(id))).toBe(true);
  });
  await fc.assert(property, { numRuns: 40 });
});

test('words and meaning of more documents than a predicate names are those of a search of these documents', async () => {
  const { store } = await openForTest(await temporaryFolder());
  const random = createRandom(3);
  const chunks = Array.from({ length: 9_000 }, (_, i) =>
    chunkRow({ documentId: i + 1, ordinal: 0, terms: `same ${'more '.repeat(i % 7)}`.trim() }),
  );
  const vectors = chunks.map((chunk) => vectorRowOf(chunk, randomVector(random, DIMENSIONS)));
  // Some are folded and indexed, some are not.
  for (const [from, until] of [
    [0, 8_000],
    [8_000, 9_000],
  ] as const) {
    await store.addChunks(chunks.slice(from, until));
    await store.addVectors(vectors.slice(from, until));
    while (from === 0 && (await store.upkeep({ isIdle: true })));
  }
  const query = randomVector(random, DIMENSIONS);
  const every = {
    words: await store.matchWords(['same', 'more'], NO_FILTER, 9_000),
    meaning: await store.searchMeaning(query, NO_FILTER, 9_000),
  };
  for (const isSelected of [(id: number) => id % 2 === 0, (id: number) => id <= 2_500, (id: number) => id > 6_400]) {
    const documentIds = chunks.map(({ documentId }) => documentId).filter(isSelected);
    const filter = { ...NO_FILTER, documentIds };
    const found = [
      (await store.matchWords(['same', 'more'], filter, 50)).matches,
      await store.searchMeaning(query, filter, 50),
    ].map((list) => list.map(({ documentId }) => documentId));
    const expected = [every.words.matches, every.meaning].map((list) =>
      list.flatMap(({ documentId }) => (isSelected(documentId) ? [documentId] : [])).slice(0, 50),
    );
    expect(found[1]).toEqual(expected[1]);
    // Of equal scores any may come.
    const score = new Map(every.words.matches.map((match) => [match.documentId, Math.round(match.score * 1e4)]));
    expect(found[0]?.map((id) => score.get(id))).toEqual(expected[0]?.map((id) => score.get(id)));
    expect((await store.findTerms(['same'], filter, 50_000)).map(({ documentId }) => documentId)).toEqual(documentIds);
  }
}, 60_000);
