import type { ChunkRow, VectorRow } from '../index-store.ts';

/** Repeatable pseudo-random numbers in [0, 1): mulberry32. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function normalised(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

export function randomVector(random: () => number, dimensions: number): Float32Array {
  return normalised(Float32Array.from({ length: dimensions }, () => gaussian(random)));
}

/** A vector at about this cosine to `centre`. */
export function vectorNear(random: () => number, centre: Float32Array, cosine: number): Float32Array {
  const offset = randomVector(random, centre.length);
  const weight = Math.sqrt(1 / cosine ** 2 - 1);
  return normalised(centre.map((value, i) => value + weight * (offset[i] ?? 0)));
}

export function chunkRow(row: Partial<ChunkRow> & { readonly documentId: number; readonly ordinal: number }): ChunkRow {
  const text = row.text ?? `Chunk ${row.ordinal} of document ${row.documentId}`;
  const start = row.ordinal * 1000;
  return {
    generation: 1,
    folderId: 1,
    type: 'text',
    date: 1_700_000_000_000,
    tags: [],
    start,
    end: start + text.length,
    anchor: '',
    heading: '',
    text,
    terms: text.toLowerCase(),
    embeddingFingerprint: `${row.documentId}-${row.ordinal}`,
    ...row,
  };
}

export function vectorRowOf(chunk: ChunkRow, vector: Float32Array): VectorRow {
  const { documentId, generation, ordinal, folderId, type, date, tags, embeddingFingerprint } = chunk;
  return { documentId, generation, ordinal, folderId, type, date, tags, embeddingFingerprint, vector };
}
