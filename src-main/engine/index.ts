import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Contract } from '#contract';
import type { Implementation } from '#rpc';
import { openStores } from './data-folder.ts';
import { createDoctor } from './doctor.ts';
import { createDocumentReader } from './document-reader.ts';
import { loadManifest, vectorSpaceOf } from './embedding/manifest.ts';
import { documentTypeOf, EXTRACTOR_VERSION } from './extraction/formats.ts';
import { createIndexer } from './indexing/indexer.ts';
import { createIngestPool } from './indexing/ingest-pool.ts';
import { sweepUnpublished } from './indexing/recovery.ts';
import { createFolderRules } from './library/folder-rules.ts';
import { createLibrary } from './library/library.ts';
import { createRulesEditor } from './library/rules-editor.ts';
import type { Logger } from './logger.ts';
import { createMethods } from './methods.ts';
import { openModel } from './model.ts';
import type { ProcessLauncher } from './process-launcher.ts';
import { createPublisher } from './publisher.ts';
import { createSearch } from './search/search.ts';
import { createSettings } from './settings.ts';

/** The model that ships inside the app and serves until another is chosen. */
const DEFAULT_MODEL = 'all-MiniLM-L6-v2';
const PROGRESS_INTERVAL_MS = 100;
/** More readers than this only compete for the disk and for memory. */
const MAX_READERS = 4;

export type EngineOptions = {
  readonly dataFolder: string;
  /** Where the models that ship with the app lie. */
  readonly modelsFolder: string;
  readonly launcher: ProcessLauncher;
  readonly logger: Logger;
  readonly lockPath: string;
  readonly socketPath: string;
  readonly version: string;
  /** Asks the host to close the engine and leave. */
  requestStop(): void;
};

export type Engine = {
  readonly implementation: Implementation<Contract>;
  /** True while work is queued or under way; the host keeps the engine until then. */
  isBusy(): boolean;
  /** Calls the listener whenever the engine may have become idle. */
  onIdle(listener: () => void): void;
  close(): Promise<void>;
};

/**
 * Opens the data folder and puts the engine's parts together. The caller holds the data folder's lock.
 * Errors: indexLocationUnusable, processorUnsupported, modelUnusable.
 */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { launcher, logger } = options;
  const modelFolder = join(options.modelsFolder, DEFAULT_MODEL);
  const manifest = await loadManifest(modelFolder);
  const stores = await openStores({
    dataFolder: options.dataFolder,
    dimensions: manifest.dimensions,
    space: vectorSpaceOf(manifest),
    logger,
  });
  const { catalogue, extractions, store } = stores;
  await sweepUnpublished(catalogue, store);

  const settings = createSettings(catalogue, () => model.reconfigure());
  const idleListeners = new Set<() => void>();
  const changed = (): void => {
    progress.touch();
    if (!isBusy()) for (const listener of idleListeners) listener();
  };
  const model = openModel({ modelFolder, manifest, launcher, logger, catalogue, settings });
  const search = createSearch({
    catalogue,
    store,
    embedQuery: (text, { signal }) => model.pool.embedQuery(text, { signal }),
    modelLanguages: manifest.languages,
    logger,
  });
  const rules = createFolderRules(catalogue);
  const library = createLibrary({
    catalogue,
    rulesOf: rules.rulesOf,
    launcher,
    typeOf: documentTypeOf,
    logger,
    isWatching: () => settings.all()['watching.enabled'],
    onChange() {
      indexer.wake();
      changed();
    },
  });
  const maxFileSizeBytes = (): number => settings.all()['extraction.maxFileSizeMb'] * 1024 * 1024;
  const pool = createIngestPool({
    launcher,
    modelFolder,
    size: settings.all()['extraction.processes'] || Math.min(MAX_READERS, availableParallelism()),
    timeoutMs: () => settings.all()['extraction.timeoutSeconds'] * 1000,
    logger,
  });
  const indexer = createIndexer({
    catalogue,
    extractions,
    extractorVersion: EXTRACTOR_VERSION,
    store,
    pool,
    embed: model.embedDocuments,
    dimensions: manifest.dimensions,
    tokensPerSecond: () => model.pool.tokensPerSecond(),
    maxFileSizeBytes,
    isScanning: () => library.isScanning,
    isSearching: () => search.isSearching(),
    logger,
    onChange: changed,
  });
  const progress = createPublisher(() => indexer.progress(), PROGRESS_INTERVAL_MS);
  const isBusy = (): boolean => library.isScanning || indexer.isBusy();

  library.start();
  indexer.wake();

  let closing: Promise<void> | null = null;
  const close = (): Promise<void> => (closing ??= closeParts());
  async function closeParts(): Promise<void> {
    progress.close();
    await library.close();
    await indexer.close();
    await model.close();
    await stores.close();
  }

  const methods = createMethods({
    catalogue,
    library,
    rules: createRulesEditor({ catalogue, rules, library }),
    indexer,
    search,
    settings,
    reader: createDocumentReader({ catalogue, extractions, pool, maxFileSizeBytes }),
    doctor: createDoctor({
      ...options,
      catalogue,
      store,
      model,
      manifest,
      reports: () => [...library.processReport(), ...pool.report(), ...model.pool.report()],
      troubles: () => library.troubles(),
    }),
    async eraseRemoved() {
      await indexer.removed();
      extractions.keepOnly(catalogue.fingerprints());
      await store.purge();
    },
    async eraseAll() {
      await close();
      await stores.erase();
    },
    requestStop: options.requestStop,
  });

  return {
    implementation: { methods, topics: { progress: (publish) => progress.subscribe(publish) } },
    isBusy,
    onIdle: (listener) => void idleListeners.add(listener),
    close,
  };
}
