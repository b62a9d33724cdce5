import { expect, test } from 'vitest';
import { dot } from '../vectors/vectors.ts';
import { keyText } from './merge.ts';
import { MIN_INDEXED_VECTORS } from './vector-index.ts';
import type { VectorRow } from './index-store.ts';
import { chunkRow, createRandom, randomVector, vectorNear, vectorRowOf } from './testing/random-rows.ts';
import { NO_FILTER } from './testing/no-filter.ts';
import { openForTest, temporaryFolder } from './testing/temporary-index.ts';

const DIMENSIONS = 128;
const K = 10;

function clusteredRows(random: () => number, count: number): VectorRow[] {
  const centres = Array.from({ length: 400 }, () => randomVector(random, DIMENSIONS));
  const centreOf = () => centres[Math.floor(random() * centres.length)] ?? randomVector(random, DIMENSIONS);
  return Array.from({ length: count }, (_, i) => {
    const chunk = chunkRow({ documentId: 1 + Math.floor(i / 10), ordinal: i % 10, type: i % 50 === 0 ? 'rare' : 'text' });
    return vectorRowOf(chunk, vectorNear(random, centreOf(), 0.8));
  });
}

function exactNearest(rows: readonly VectorRow[], vector: Float32Array): Set<string> {
  const scored = rows.map((row) => ({ row, score: dot(row.vector, vector) })).sort((a, b) => b.score - a.score);
  return new Set(scored.slice(0, K).map(({ row }) => keyText(row)));
}

test('above the threshold the vector index finds at least 98 % of the ten nearest, filtered or not', async () => {
  const random = createRandom(21);
  const rows = clusteredRows(random, 2 * MIN_INDEXED_VECTORS);
  const { store } = await openForTest(await temporaryFolder(), DIMENSIONS);
  for (let from = 0; from < rows.length; from += 5000) await store.addVectors(rows.slice(from, from + 5000));
  while (await store.upkeep({ isIdle: true }));

  const filters = [
    { filter: NO_FILTER, visible: rows },
    { filter: { ...NO_FILTER, types: ['rare'] }, visible: rows.filter((row) => row.type === 'rare') },
  ];
  for (const { filter, visible } of filters) {
    let found = 0;
    const queries = 60;
    for (let i = 0; i < queries; i++) {
      const near = rows[Math.floor(random() * rows.length)]?.vector ?? randomVector(random, DIMENSIONS);
      const query = vectorNear(random, near, 0.85);
      const nearest = exactNearest(visible, query);
      const candidates = await store.searchMeaning(query, filter, K);
      found += candidates.filter((candidate) => nearest.has(keyText(candidate))).length;
    }
    expect(found / (queries * K)).toBeGreaterThanOrEqual(0.98);
  }
}, 60_000);
