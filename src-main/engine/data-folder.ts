import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError, isWriteError } from '#contract';
import { ANALYSER_VERSION } from './analysis/analyse.ts';
import type { Catalogue, ExtractionStore } from './catalogue/catalogue.ts';
import { openExtractionStore } from './catalogue/extraction-store.ts';
import { openCatalogue } from './catalogue/open-catalogue.ts';
import { CHUNKER_VERSION } from './chunking/chunk-document.ts';
import { EXTRACTOR_VERSION } from './extraction/formats.ts';
import type { Logger } from './logger.ts';
import type { IndexStore } from './storage/index-store.ts';
import { probeIndexLocation } from './storage/location.ts';
import { openIndexStore } from './storage/open.ts';
import type { VectorIndexOption } from './storage/vector-index.ts';
import { toWriteError } from './storage/write-errors.ts';

/** Changes when what the chunks table holds would come out differently for the same files. */
export const WORDS_IDENTITY = `extractor ${EXTRACTOR_VERSION}, chunker ${CHUNKER_VERSION}, analyser ${ANALYSER_VERSION}`;

export type Stores = {
  readonly catalogue: Catalogue;
  readonly extractions: ExtractionStore;
  readonly store: IndexStore;
  close(): Promise<void>;
  /** Deletes everything that the engine keeps but the lock and the logs. The stores are closed by then. */
  erase(): Promise<void>;
};

/**
 * Opens catalogue, extracted texts and index of one data folder, and queues everything again where the index was made
 * by another version of the code, or had to be given up. On a full disk an index that is there is opened all the same: searching needs no room.
 * Errors: indexLocationUnusable, processorUnsupported, diskFull, writeFailed.
 */
export async function openStores(options: {
  dataFolder: string;
  dimensions: number;
  space: string;
  logger: Logger;
  /** Which vector index is wanted now; without it `auto`. */
  vectorIndex?: (catalogue: Catalogue) => VectorIndexOption;
}): Promise<Stores> {
  const indexFolder = join(options.dataFolder, 'index');
  await mkdir(indexFolder, { recursive: true, mode: 0o700 });
  await probe(indexFolder);
  const catalogue = openCatalogue({ file: join(options.dataFolder, 'catalogue.sqlite') });
  const extractions = openExtractionStore({ file: join(options.dataFolder, 'extractions.sqlite') });
  const isOutdated = catalogue.fact('wordsIdentity') !== WORDS_IDENTITY;
  if (isOutdated) {
    await rm(indexFolder, { recursive: true, force: true });
    await mkdir(indexFolder, { recursive: true, mode: 0o700 });
  }
  const { store, wasRebuilt } = await openIndex({
    folder: indexFolder,
    dimensions: options.dimensions,
    space: options.space,
    logger: options.logger,
    vectorIndex: () => options.vectorIndex?.(catalogue) ?? 'auto',
  });
  if (isOutdated || wasRebuilt) {
    options.logger.warn('index.rebuilding', { isOutdated, wasRebuilt });
    catalogue.queueAll();
    catalogue.setFact('wordsIdentity', WORDS_IDENTITY);
  }
  if (catalogue.fact('vectorSpace') !== options.space) {
    catalogue.dropVectors();
    catalogue.setFact('vectorSpace', options.space);
  }
  return {
    catalogue,
    extractions,
    store,
    async close() {
      await store.close();
      extractions.close();
      catalogue.close();
    },
    async erase() {
      const files = ['catalogue.sqlite', 'extractions.sqlite'].flatMap((name) => [name, `${name}-wal`, `${name}-shm`]);
      for (const name of ['index', ...files]) await rm(join(options.dataFolder, name), { recursive: true, force: true });
    },
  };
}

async function probe(indexFolder: string): Promise<void> {
  try {
    await probeIndexLocation(indexFolder);
  } catch (error) {
    const isUsable = error instanceof EngineError && error.code === 'diskFull' && (await readdir(indexFolder)).length > 0;
    if (!isUsable) throw error;
  }
}

async function openIndex(options: Parameters<typeof openIndexStore>[0]): ReturnType<typeof openIndexStore> {
  try {
    return await openIndexStore(options);
  } catch (error) {
    const writeError = toWriteError(error);
    throw isWriteError(writeError) ? writeError : error;
  }
}
