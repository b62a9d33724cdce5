import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '#contract';
import { PASSAGE_COLUMNS } from './columns.ts';
import { isMissing } from './folder-sync.ts';
import { passagesFromArrow } from './from-arrow.ts';
import type { ChunkKey, ChunkRow, IndexStore, PassageRow, VectorRow } from './index-store.ts';
import { checkTwins } from './integrity.ts';
import { createLettersSearch } from './letters.ts';
import type { MeaningSearch } from './meaning.ts';
import { keyText } from './merge.ts';
import type { Twin, UpkeepPace } from './twin.ts';
import type { OwnVocabulary } from './vocabulary/vocabulary.ts';
import { documentPredicates, rowsOfGenerations, staleRows } from './where.ts';
import type { RowSelection } from './where.ts';
import type { DocumentMatching, TermSearch, WordMatching } from './words.ts';
import { toWriteError } from './write-errors.ts';
import type { WriteQueue } from './write-queue.ts';

export type StoreParts = {
  readonly folder: string;
  readonly chunks: Twin<ChunkRow>;
  readonly vectors: Twin<VectorRow>;
  readonly vocabulary: OwnVocabulary;
  readonly findTerms: TermSearch;
  readonly matchWords: WordMatching;
  readonly documentsWithWords: DocumentMatching;
  readonly searchMeaning: MeaningSearch;
  readonly queue: WriteQueue;
  readonly onWriteFailure?: ((error: EngineError) => void) | undefined;
  readonly closeConnection: () => void;
};

const PASSAGES = { columns: PASSAGE_COLUMNS, fromArrow: passagesFromArrow };

async function reading<Result>(read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (cause) {
    throw new EngineError('indexDamaged', 'Reading the index failed', { cause });
  }
}

async function folderSize(folder: string): Promise<number> {
  const children = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = children
    .filter((child) => child.isFile())
    .map(async (child) => {
      try {
        return (await stat(join(child.parentPath, child.name))).size;
      } catch (error) {
        // Pruned meanwhile.
        if (isMissing(error)) return 0;
        throw error;
      }
    });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

export function createIndexStore(parts: StoreParts): IndexStore {
  const { folder, chunks, vectors, vocabulary, queue, findTerms } = parts;
  const searchLetters = createLettersSearch({ shards: [chunks.main, chunks.recent], vocabulary, findTerms });
  let isClosed = false;

  async function writing<Result>(job: () => Promise<Result>): Promise<Result> {
    return queue.run(async () => {
      if (isClosed) throw new EngineError('cancelled', 'The index is closed');
      try {
        return await job();
      } catch (cause) {
        const error = toWriteError(cause);
        parts.onWriteFailure?.(error);
        throw error;
      }
    });
  }

  async function deleteFromBoth(rows: RowSelection): Promise<void> {
    await writing(async () => {
      await chunks.delete(rows);
      await vectors.delete(rows);
    });
  }

  async function nextStep(pace: UpkeepPace) {
    return (await chunks.nextStep(pace)) ?? (await vectors.nextStep(pace));
  }

  return {
    async addChunks(rows) {
      if (rows.length > 0) await writing(() => chunks.add(rows));
    },
    async addVectors(rows) {
      if (rows.length > 0) await writing(() => vectors.add(rows));
    },
    async deleteRows(documents) {
      if (documents.length > 0) await deleteFromBoth(staleRows(documents));
    },
    async deleteGenerations(generations) {
      if (generations.length > 0) await deleteFromBoth(rowsOfGenerations(generations));
    },
    chunksOf: (documentIds) => reading(() => chunks.rowsWhere(documentPredicates(documentIds))),
    vectorsOf: (documentIds) => reading(() => vectors.rowsWhere(documentPredicates(documentIds))),
    async generations() {
      const keys = (await reading(() => Promise.all([chunks.generations(), vectors.generations()]))).flat();
      return [...new Map(keys.map((key) => [`${key.documentId}.${key.generation}`, key])).values()];
    },
    async chunks(keys) {
      const rows = await reading(() => chunks.rowsByKey(keys, PASSAGES));
      return inOrderOf(keys, rows);
    },
    vocabulary,
    findTerms: (terms, filter, limit) => reading(() => findTerms(terms, filter, limit)),
    matchWords: (terms, filter, limit, further) => reading(() => parts.matchWords(terms, filter, limit, further)),
    documentsWithWords: (terms, filter, further) => reading(() => parts.documentsWithWords(terms, filter, further)),
    searchLetters: (letters, filter, limit) => reading(() => searchLetters(letters, filter, limit)),
    searchMeaning: (vector, filter, limit) => reading(() => parts.searchMeaning(vector, filter, limit)),
    // One step for each call, so that the caller can put a search before the next.
    async upkeep({ isIdle, isReading = false, signal }) {
      const pace = isIdle ? 'idle' : isReading ? 'reading' : 'working';
      // Asked after every commit, mostly in vain: no turn of the queue for that.
      if (!isIdle && (await nextStep(pace)) === null) return false;
      return writing(async () => {
        const step = await nextStep(pace);
        if (step === null) return false;
        if (signal?.aborted === true) return true;
        await step();
        return (await nextStep(pace)) !== null;
      });
    },
    async statistics() {
      const [chunkRows, vectorRows, sizeBytes] = await Promise.all([chunks.rows(), vectors.rows(), folderSize(folder)]);
      return { chunks: chunkRows, vectors: vectorRows, sizeBytes };
    },
    // As a write, so that no row moves while the keys are read.
    checkIntegrity: () => queue.run(() => checkTwins(chunks, vectors)),
    async purge() {
      await writing(async () => {
        await chunks.purge();
        await vectors.purge();
        vocabulary.reset();
      });
    },
    async close() {
      isClosed = true;
      await queue.drained();
      for (const shard of [chunks.main, chunks.recent, vectors.main, vectors.recent]) {
        await shard.readsEnded();
        shard.close();
      }
      parts.closeConnection();
    },
  };
}

function inOrderOf(keys: readonly ChunkKey[], rows: readonly PassageRow[]): PassageRow[] {
  const byKey = new Map(rows.map((row) => [keyText(row), row]));
  return keys.flatMap((key) => byKey.get(keyText(key)) ?? []);
}
