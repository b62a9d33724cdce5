import type { Catalogue, DocumentRecord } from '#engine/catalogue/catalogue.ts';
import { embeddingInput } from '#engine/chunking/embedding-input.ts';
import type { ChunkRow, IndexStore } from '#engine/storage/index-store.ts';
import { toVectorRow } from './words-stage.ts';

/** Chunks embedded and committed together: enough to keep every embedder busy, few enough to lose little at a kill. */
const BATCH_CHUNKS = 768;
const BATCH_DOCUMENTS = 256;
/** While one batch is embedded the next is read, so that embedders never wait for the index. */
const BATCHES_AT_ONCE = 2;

/** Embeds texts in bulk; `vectors` is row-major `[texts × dimensions]`, in the order of `texts`. */
export type EmbedDocuments = (texts: readonly string[]) => Promise<{ readonly vectors: Float32Array; readonly tokens: number }>;

export type MeaningStage = {
  /** Takes documents whose vectors are missing while there is room; returns how many are being embedded. */
  fill(): number;
  /** Resolves when nothing is being embedded or committed. */
  settled(): Promise<void>;
};

/**
 * Adds the vectors that published documents lack. What a document already has (carried over from its last generation,
 * or added before a crash) is found in the index and not embedded again.
 */
export function createMeaningStage(options: {
  catalogue: Catalogue;
  store: IndexStore;
  dimensions: number;
  embed: EmbedDocuments;
  onProgress(): void;
  /** Given what made a batch fail; its documents keep their state and are taken again. */
  onFailure(error: unknown): void;
}): MeaningStage {
  const { catalogue, store, dimensions } = options;
  const inFlight = new Set<number>();
  const running = new Set<Promise<void>>();

  function fill(): number {
    while (running.size < BATCHES_AT_ONCE) {
      const batch = takeBatch();
      if (batch.length === 0) break;
      for (const document of batch) inFlight.add(document.id);
      const run = embedBatch(batch)
        .catch(options.onFailure)
        .finally(() => {
          running.delete(run);
          for (const document of batch) inFlight.delete(document.id);
          options.onProgress();
        });
      running.add(run);
    }
    return inFlight.size;
  }

  function takeBatch(): DocumentRecord[] {
    const batch: DocumentRecord[] = [];
    let chunks = 0;
    for (const document of catalogue.nextWithoutVectors(BATCH_DOCUMENTS, inFlight)) {
      if (batch.length > 0 && chunks + document.chunkCount > BATCH_CHUNKS) break;
      batch.push(document);
      chunks += document.chunkCount;
    }
    return batch;
  }

  async function embedBatch(batch: readonly DocumentRecord[]): Promise<void> {
    const ids = batch.map((document) => document.id);
    const generations = new Map(batch.map((document) => [document.id, document.generation]));
    const isCurrent = (row: { documentId: number; generation: number }): boolean =>
      generations.get(row.documentId) === row.generation;
    const [chunks, vectors] = await Promise.all([store.chunksOf(ids), store.vectorsOf(ids)]);
    const present = new Set(vectors.filter(isCurrent).map((row) => `${row.documentId}:${row.ordinal}`));
    const missing = chunks.filter((row) => isCurrent(row) && !present.has(`${row.documentId}:${row.ordinal}`));
    const titles = new Map(batch.map((document) => [document.id, document.title]));
    for (let start = 0; start < missing.length; start += BATCH_CHUNKS) {
      await embedRows(missing.slice(start, start + BATCH_CHUNKS), titles);
    }
    catalogue.publishVectors(batch.map((document) => ({ documentId: document.id, generation: document.generation })));
  }

  async function embedRows(rows: readonly ChunkRow[], titles: ReadonlyMap<number, string | null>): Promise<void> {
    const texts = rows.map((row) => embeddingInput(titles.get(row.documentId) ?? null, row.heading, row.text));
    const { vectors } = await options.embed(texts);
    await store.addVectors(
      rows.map((row, index) => toVectorRow(row, vectors.subarray(index * dimensions, (index + 1) * dimensions))),
    );
  }

  return {
    fill,
    async settled() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
