import type { Catalogue, DocumentRecord } from '#engine/catalogue/catalogue.ts';
import { embeddingInput } from '#engine/chunking/embedding-input.ts';
import type { ChunkRow, IndexStore } from '#engine/storage/index-store.ts';
import { toVectorRow } from './words-stage.ts';

/** Chunks embedded and committed together: enough to keep every embedder busy, few enough to lose little at a kill. */
const BATCH_CHUNKS = 768;
const BATCH_DOCUMENTS = 256;
/** While one batch is embedded the next is read, so that embedders never wait for the index. */
const BATCHES_AT_ONCE = 2;
/** An edit is published with what else is fresh, not with more: its batch is to take seconds. */
const FRESH_CHUNKS = 128;

/** Embeds texts in bulk; `vectors` is row-major `[texts × dimensions]`, in the order of `texts`. */
export type EmbedDocuments = (
  texts: readonly string[],
  /** `isUrgent`: before all that waits and is not. */
  options?: { readonly isUrgent?: boolean },
) => Promise<{ readonly vectors: Float32Array; readonly tokens: number }>;

export type MeaningStage = {
  /**
   * Takes documents whose vectors are missing while there is room, edits first and apart; returns how many are being
   * embedded. `onlyFresh`: edits alone.
   */
  fill(options: { readonly onlyFresh: boolean }): number;
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
  let freshRun: Promise<void> | null = null;

  function fill({ onlyFresh }: { readonly onlyFresh: boolean }): number {
    if (freshRun === null) {
      const fresh = takeBatch(catalogue.nextFreshWithoutVectors(BATCH_DOCUMENTS, inFlight), FRESH_CHUNKS);
      if (fresh.length > 0) freshRun = start(fresh, true).finally(() => (freshRun = null));
    }
    while (!onlyFresh && running.size < BATCHES_AT_ONCE) {
      const batch = takeBatch(catalogue.nextWithoutVectors(BATCH_DOCUMENTS, inFlight), BATCH_CHUNKS);
      if (batch.length === 0) break;
      const run = start(batch, false).finally(() => running.delete(run));
      running.add(run);
    }
    return inFlight.size;
  }

  function start(batch: readonly DocumentRecord[], isUrgent: boolean): Promise<void> {
    for (const document of batch) inFlight.add(document.id);
    return embedBatch(batch, isUrgent)
      .catch(options.onFailure)
      .finally(() => {
        for (const document of batch) inFlight.delete(document.id);
        // In a turn of its own: by then the batch no longer counts as running.
        setImmediate(options.onProgress);
      });
  }

  function takeBatch(documents: readonly DocumentRecord[], chunksAtMost: number): DocumentRecord[] {
    const batch: DocumentRecord[] = [];
    let chunks = 0;
    for (const document of documents) {
      if (batch.length > 0 && chunks + document.chunkCount > chunksAtMost) break;
      batch.push(document);
      chunks += document.chunkCount;
    }
    return batch;
  }

  async function embedBatch(batch: readonly DocumentRecord[], isUrgent: boolean): Promise<void> {
    const ids = batch.map((document) => document.id);
    const generations = new Map(batch.map((document) => [document.id, document.generation]));
    const isCurrent = (row: { documentId: number; generation: number }): boolean =>
      generations.get(row.documentId) === row.generation;
    const [chunks, vectors] = await Promise.all([store.chunksOf(ids), store.vectorsOf(ids)]);
    const present = new Set(vectors.filter(isCurrent).map((row) => `${row.documentId}:${row.ordinal}`));
    const missing = chunks.filter((row) => isCurrent(row) && !present.has(`${row.documentId}:${row.ordinal}`));
    const titles = new Map(batch.map((document) => [document.id, document.title]));
    for (let start = 0; start < missing.length; start += BATCH_CHUNKS) {
      await embedRows(missing.slice(start, start + BATCH_CHUNKS), { titles, isUrgent });
    }
    catalogue.publishVectors(batch.map((document) => ({ documentId: document.id, generation: document.generation })));
  }

  async function embedRows(
    rows: readonly ChunkRow[],
    { titles, isUrgent }: { readonly titles: ReadonlyMap<number, string | null>; readonly isUrgent: boolean },
  ): Promise<void> {
    const texts = rows.map((row) => embeddingInput(titles.get(row.documentId) ?? null, row.heading, row.text));
    const { vectors } = await options.embed(texts, { isUrgent });
    await store.addVectors(
      rows.map((row, index) => toVectorRow(row, vectors.subarray(index * dimensions, (index + 1) * dimensions))),
    );
  }

  return {
    fill,
    async settled() {
      while (running.size > 0 || freshRun !== null) await Promise.all([...running, freshRun]);
    },
  };
}
