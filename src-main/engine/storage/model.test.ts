import { expect, test } from 'vitest';
import { dot } from '../vectors/vectors.ts';
import type {
  Candidate,
  ChunkKey,
  ChunkRow,
  PassageRow,
  FilterColumns,
  IndexFilter,
  IndexStore,
  VectorRow,
} from './index-store.ts';
import { keyText } from './merge.ts';
import { chunkRow, createRandom, randomVector, vectorRowOf } from './testing/random-rows.ts';
import { NO_FILTER } from './testing/no-filter.ts';
import { DIMENSIONS, openForTest, temporaryFolder } from './testing/temporary-index.ts';

const WORDS = ['alpha', 'beta', 'gamma', 'delta', 'Äpfel', '漢字', 'x1', 'the', 'zeta', 'eta', 'theta', 'iota'];
const TYPES = ['pdf', "o'text", 'markdown'];
const TAGS = ["it's", 'a"b', '100%', 'back\\slash', ''];

/** The same index as plain lists. */
type Model = { chunks: Map<string, ChunkRow>; vectors: Map<string, VectorRow> };

function passes(row: ChunkKey & FilterColumns, filter: IndexFilter): boolean {
  const { documentIds, folderIds, types, tags, from, before } = filter;
  return (
    (documentIds === null || documentIds.length === 0 || documentIds.includes(row.documentId)) &&
    (folderIds.length === 0 || folderIds.includes(row.folderId)) &&
    (types.length === 0 || types.includes(row.type)) &&
    (tags.length === 0 || tags.some((tag) => row.tags.includes(tag))) &&
    (from === null || row.date >= from) &&
    (before === null || row.date < before)
  );
}

function byKey(a: ChunkKey, b: ChunkKey): number {
  return a.documentId - b.documentId || a.generation - b.generation || a.ordinal - b.ordinal;
}

function keysOf(rows: readonly ChunkKey[]): string[] {
  return rows.map(keyText).sort();
}

function nearest(model: Model, vector: Float32Array, filter: IndexFilter, limit: number): Candidate[] {
  return [...model.vectors.values()]
    .filter((row) => passes(row, filter))
    .map((row) => ({ ...row, score: dot(row.vector, vector) }))
    .sort((a, b) => b.score - a.score || byKey(a, b))
    .slice(0, limit);
}

async function expectSame(store: IndexStore, model: Model, random: () => number): Promise<void> {
  const pick = <T>(values: readonly T[]): T[] => (random() < 0.7 ? [] : values.filter(() => random() < 0.5));
  const filter: IndexFilter = {
    documentIds: random() < 0.8 ? null : [1, 2, 3, 5, 8].filter(() => random() < 0.7),
    folderIds: pick([1, 2]),
    types: pick(TYPES),
    tags: pick(TAGS),
    from: random() < 0.8 ? null : 40.5,
    before: random() < 0.8 ? null : 70,
  };
  const chunks = [...model.chunks.values()];
  const terms = WORDS.filter(() => random() < 0.15);
  const wanted = chunks.filter((row) => passes(row, filter) && row.terms.split(' ').some((term) => terms.includes(term)));
  expect(keysOf(await store.findTerms(terms, filter, 10_000))).toEqual(keysOf(wanted));

  const vector = randomVector(random, DIMENSIONS);
  const expected = nearest(model, vector, filter, 7);
  const found = await store.searchMeaning(vector, filter, 7);
  expect(found.map(keyText)).toEqual(expected.map(keyText));
  found.forEach((candidate, i) => expect(candidate.score).toBeCloseTo(expected[i]?.score ?? NaN, 5));

  const documentIds = [1, 4, 7];
  const whole = chunks.filter((row) => documentIds.includes(row.documentId)).sort(byKey);
  expect(await store.chunksOf(documentIds)).toEqual(whole);
  const keys = chunks.filter(() => random() < 0.1).reverse();
  expect(await store.chunks([...keys, { documentId: 99, generation: 1, ordinal: 0 }])).toEqual(keys.map(toPassage));
  const generations = new Set([...chunks, ...model.vectors.values()].map((row) => `${row.documentId}.${row.generation}`));
  const stored = (await store.generations()).map((row) => `${row.documentId}.${row.generation}`);
  expect(stored.sort()).toEqual([...generations].sort());
}

function toPassage({ documentId, generation, ordinal, start, end, anchor, heading, text }: ChunkRow): PassageRow {
  return { documentId, generation, ordinal, start, end, anchor, heading, text };
}

async function expectSameCounts(store: IndexStore, model: Model): Promise<void> {
  const { chunks, vectors } = await store.statistics();
  expect([chunks, vectors]).toEqual([model.chunks.size, model.vectors.size]);
}

function randomChunk(random: () => number, documentId: number, generation: number, ordinal: number): ChunkRow {
  const terms = Array.from({ length: 1 + Math.floor(random() * 8) }, () => WORDS[Math.floor(random() * WORDS.length)] ?? 'x');
  return chunkRow({
    documentId,
    generation,
    ordinal,
    folderId: 1 + Math.floor(random() * 2),
    type: TYPES[Math.floor(random() * TYPES.length)] ?? 'pdf',
    date: Math.floor(random() * 100),
    tags: TAGS.filter(() => random() < 0.2),
    heading: 'One › Two',
    terms: terms.join(' '),
    text: terms.join('; '),
  });
}

async function runStep(store: IndexStore, model: Model, random: () => number, folding: { large: boolean }): Promise<void> {
  const action = random();
  const documentId = 1 + Math.floor(random() * 12);
  const generation = 1 + Math.floor(random() * 3);
  if (action < 0.5) {
    const rows = Array.from({ length: 1 + Math.floor(random() * 30) }, (_, i) => randomChunk(random, documentId, generation, i));
    const vectors = rows.map((row) => vectorRowOf(row, randomVector(random, DIMENSIONS)));
    await Promise.all([store.addChunks(rows), store.addVectors(vectors)]);
    for (const row of rows) model.chunks.set(keyText(row), row);
    for (const row of vectors) model.vectors.set(keyText(row), row);
  } else if (action < 0.65) {
    const keepFrom = random() < 0.3 ? Infinity : generation;
    await store.deleteRows([{ documentId, keepFrom }]);
    for (const rows of [model.chunks, model.vectors]) {
      for (const [key, row] of rows) if (row.documentId === documentId && row.generation < keepFrom) rows.delete(key);
    }
  } else if (action < 0.75) {
    await store.deleteGenerations([{ documentId, generation }]);
    for (const rows of [model.chunks, model.vectors]) {
      for (const [key, row] of rows) if (row.documentId === documentId && row.generation === generation) rows.delete(key);
    }
  } else if (action < 0.9) {
    // Searches at any moment of it see the same index.
    const isIdle = random() < 0.7;
    for (let steps = Math.floor(random() * 6); steps > 0; steps--) {
      const [isMoreDue] = await Promise.all([store.upkeep({ isIdle }), expectSame(store, model, random)]);
      if (!isMoreDue) break;
    }
  } else if (folding.large) {
    // Enough rows of one document to make a fold due; they stay.
    folding.large = false;
    const rows = Array.from({ length: 1200 }, (_, i) => randomChunk(random, 50 + model.chunks.size, 1, i));
    await store.addChunks(rows);
    for (const row of rows) model.chunks.set(keyText(row), row);
  } else {
    folding.large = true;
  }
}

test.each([1, 2])(
  'an index answers like plain lists after any sequence of writes, deletions and upkeep (seed %i)',
  async (seed) => {
    const random = createRandom(seed);
    const folder = await temporaryFolder();
    let { store } = await openForTest(folder);
    const model: Model = { chunks: new Map(), vectors: new Map() };
    const folding = { large: true };
    for (let step = 0; step < 80; step++) {
      await runStep(store, model, random, folding);
      await expectSameCounts(store, model);
      if (step % 6 === 5) await expectSame(store, model, random);
      if (step % 40 === 39) {
        expect(await store.checkIntegrity()).toEqual([]);
        await store.close();
        const reopened = await openForTest(folder);
        expect(reopened.wasRebuilt).toBe(false);
        store = reopened.store;
      }
    }
    await store.purge();
    await expectSame(store, model, random);
    expect((await store.findTerms([], NO_FILTER, 5)).length).toBe(0);
  },
  120_000,
);
