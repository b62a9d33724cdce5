import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { EngineError, isWriteError, type Contract, type NetworkCounts } from '#contract';
import type { Implementation } from '#rpc';
import { openStores } from './data-folder.ts';
import { createDoctor } from './doctor.ts';
import { createDocumentReader } from './document-reader.ts';
import { createDocumentTypes } from './document-types.ts';
import { loadManifest, vectorSpaceOf } from './embedding/manifest.ts';
import { createMineEvaluation } from './evaluation/mine.ts';
import { EXTRACTOR_VERSION } from './extraction/formats.ts';
import { createCores } from './indexing/cores.ts';
import { createDiskWatch } from './indexing/disk-watch.ts';
import { createIndexer } from './indexing/indexer.ts';
import { createIngestPool } from './indexing/ingest-pool.ts';
import { sweepUnpublished } from './indexing/recovery.ts';
import { createUserPause } from './indexing/user-pause.ts';
import { createFolderRules } from './library/folder-rules.ts';
import { createFolderPreviews } from './library/folder-previews.ts';
import { createLibrary } from './library/library.ts';
import { createRulesEditor } from './library/rules-editor.ts';
import type { Logger } from './logger.ts';
import { createMethods } from './methods.ts';
import { openModel } from './model.ts';
import { watchAllowance } from './power/allowance.ts';
import { createPersonal } from './personal/personal.ts';
import type { PowerSource } from './power/power-source.ts';
import type { ProcessLauncher } from './process-launcher.ts';
import { createPrivacyReport } from './privacy-report.ts';
import { createPublisher } from './publisher.ts';
import { createRerankStage } from './rerank-stage.ts';
import { findReranker } from './reranking/reranker-manifest.ts';
import { createMeaningSnippet } from './search/meaning-snippet.ts';
import { createFieldValues } from './field-values.ts';
import { createNameIndex } from './search/names/name-index.ts';
import { createSampleFolder } from './sample-folder.ts';
import { createSearch } from './search/search.ts';
import { keepVocabulary } from './search/vocabulary/keep-vocabulary.ts';
import { createWhy } from './search/why.ts';
import { createSettings, readSetting } from './settings.ts';
import { queueNoLongerTooLarge } from './size-limit.ts';
import { toSummary } from './summaries.ts';

/** The model that ships inside the app and serves until another is chosen. */
const DEFAULT_MODEL = 'all-MiniLM-L6-v2';
const PROGRESS_INTERVAL_MS = 100;
/** A search that found nothing waits this long for words to correct it by, which are read right after the start. */
const VOCABULARY_WAIT_MS = 1_500;
/** More readers than this only compete for the disk and for memory. */
const MAX_READERS = 4;

export type EngineOptions = {
  readonly dataFolder: string;
  /** Where the models that ship with the app lie. */
  readonly modelsFolder: string;
  /** Where the sample library that ships with the app lies; it is only ever read. */
  readonly sampleFolder: string;
  readonly launcher: ProcessLauncher;
  readonly logger: Logger;
  readonly lockPath: string;
  readonly socketPath: string;
  readonly version: string;
  /** What this process and its helpers have counted of connections to other machines. */
  network(): NetworkCounts;
  /** What the machine runs on; without it, always the mains. */
  readonly power?: PowerSource;
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
  const installed = await findReranker(options.modelsFolder);
  const stores = await openStores({
    dataFolder: options.dataFolder,
    dimensions: manifest.dimensions,
    space: vectorSpaceOf(manifest),
    logger,
    vectorIndex: (catalogue) => readSetting(catalogue, 'search.vectorIndex'),
  });
  const { catalogue, extractions, store } = stores;
  const isSwept = await sweepUnpublished(catalogue, store).then(
    () => true,
    (error: unknown) => {
      // Searching goes on without it; indexing waits for it.
      if (!isWriteError(error)) throw error;
      return false;
    },
  );

  const settings = createSettings(catalogue, (key) => {
    if (key === 'extraction.textExtensions') void types.refresh();
    if (key === 'extraction.maxFileSizeMb' && queueNoLongerTooLarge(catalogue, maxFileSizeBytes()) > 0) indexer.wake();
    if (key === 'search.vectorIndex') indexer.upkeepDue();
    if (key === 'watching.enabled') library.watchingChanged();
    if (key === 'history.enabled') personal.reconsider();
    model.reconfigure();
    rerank.reconfigure();
    allowance.refresh();
    pool.reconsider();
  });
  const idleListeners = new Set<() => void>();
  const changed = (): void => {
    progress.touch();
    if (!isBusy()) for (const listener of idleListeners) listener();
  };
  /** Pauses and allowed cores have changed, so more, or less, may be taken up. */
  const allowanceChanged = (): void => {
    pool.reconsider();
    model.pool.reconsider();
    indexer.wake();
    changed();
  };
  const allowance = watchAllowance({
    settings: () => settings.all(),
    power: options.power ?? { read: () => null, subscribe: () => () => undefined },
    machineCores: availableParallelism(),
    onChange: allowanceChanged,
  });
  const userPause = createUserPause({ catalogue, onChange: allowanceChanged, now: Date.now });
  const disk = createDiskWatch({ folder: options.dataFolder, logger, onChange: allowanceChanged });
  const cores = createCores({
    allowance: () => allowance.current,
    isPaused: () => userPause.isPaused || disk.trouble !== null || allowance.current.kind === 'paused',
    reading: () => pool.load(),
    embedding: () => model.pool.load(),
  });
  const model = openModel({
    modelFolder,
    manifest,
    launcher,
    logger,
    catalogue,
    settings,
    limit: cores.embedders,
    onFree: () => pool.reconsider(),
  });
  const names = createNameIndex({ catalogue });
  const search = createSearch({
    catalogue,
    store,
    names,
    embedQuery: (text, { signal }) => model.pool.embedQuery(text, { signal }),
    modelLanguages: manifest.languages,
    whenVocabularyReady: () => vocabulary.whenReady(VOCABULARY_WAIT_MS),
    canRerank: (query) => rerank.canRerank(query),
    logger,
  });
  const vocabulary = keepVocabulary({
    vocabulary: store.vocabulary,
    isSearching: () => search.isSearching(),
    onFailure: (error) => logger.warn('vocabulary.failed', { error: error instanceof Error ? error.name : 'unknown' }),
  });
  const libraryChanged = (): void => {
    names.refresh();
    indexer.wake();
    changed();
  };
  const types = createDocumentTypes({
    catalogue,
    textExtensions: () => settings.all()['extraction.textExtensions'],
    onChange: libraryChanged,
  });
  const rules = createFolderRules(catalogue);
  const library = createLibrary({
    catalogue,
    rulesOf: rules.rulesOf,
    launcher,
    typeOf: types.typeOf,
    logger,
    isWatching: () => settings.all()['watching.enabled'],
    onWriteError: disk.failed,
    isDiskInTrouble: () => disk.trouble !== null,
    onChange: libraryChanged,
  });
  const previews = createFolderPreviews({ patterns: rules.patternsOfNewFolders, typeOf: types.typeOf });
  const maxFileSizeBytes = (): number => settings.all()['extraction.maxFileSizeMb'] * 1024 * 1024;
  const pool = createIngestPool({
    launcher,
    modelFolder,
    size: () => cores.readers(settings.all()['extraction.processes'] || Math.min(MAX_READERS, availableParallelism())),
    onRoom() {
      model.pool.reconsider();
      indexer.wake();
    },
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
    isEmbedding: () => model.pool.load().working > 0,
    userPause,
    allowance: () => allowance.current,
    disk,
    recover: isSwept ? null : () => sweepUnpublished(catalogue, store),
    maxFileSizeBytes,
    isScanning: () => library.isScanning,
    isSearching: () => search.isSearching(),
    logger,
    onChange: changed,
  });
  const reader = createDocumentReader({ catalogue, extractions, typeOf: types.typeOf, pool, maxFileSizeBytes });
  const rerank = createRerankStage({
    installed,
    launcher,
    logger,
    isOn: () => settings.all()['search.reranker'] === 'auto',
    read: reader.read,
  });
  const progress = createPublisher(() => indexer.progress(), PROGRESS_INTERVAL_MS);
  const personal = createPersonal({
    catalogue,
    isHistoryOn: () => settings.all()['history.enabled'],
    toSummary,
    onChange: () => personalRevisions.touch(),
    now: Date.now,
  });
  const personalRevisions = createPublisher(() => personal.revisions(), PROGRESS_INTERVAL_MS);
  const isBusy = (): boolean => library.isScanning || indexer.isBusy();

  personal.reconsider();
  names.refresh();
  library.start();
  indexer.wake();

  let closing: Promise<void> | null = null;
  const close = (): Promise<void> => (closing ??= closeParts());
  async function closeParts(): Promise<void> {
    progress.close();
    personalRevisions.close();
    rerank.close();
    allowance.close();
    userPause.close();
    await previews.close();
    await library.close();
    await names.close();
    await vocabulary.close();
    const indexing = indexer.close();
    // Embedding that is held up, or takes long, is done again at the next start: its callers must not wait for it.
    await model.close();
    await indexing;
    await disk.close();
    await stores.close();
  }

  const methods = createMethods({
    catalogue,
    library,
    rules: createRulesEditor({ catalogue, rules, library }),
    sample: createSampleFolder({ path: options.sampleFolder, catalogue, library }),
    previews,
    indexer,
    userPause,
    search,
    rerank,
    fieldValues: createFieldValues({ catalogue, names }),
    explainWhy: createWhy({ catalogue, store, search }),
    chooseByMeaning: createMeaningSnippet({ embedQuery: (text, { signal }) => model.pool.embedQuery(text, { signal }) }),
    measureMine: createMineEvaluation({ catalogue, search, passages: store.chunks, model: manifest.key }),
    settings,
    personal,
    indexSize: store.statistics,
    reportPrivacy: createPrivacyReport({ dataFolder: options.dataFolder, catalogue, network: options.network }),
    reader,
    doctor: createDoctor({
      ...options,
      catalogue,
      store,
      model,
      rerank,
      manifest,
      reports: () => [...library.processReport(), ...pool.report(), ...model.pool.report(), ...rerank.report()],
      troubles: () => library.troubles(),
    }),
    onQueued() {
      indexer.wake();
      changed();
    },
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
    implementation: {
      methods,
      topics: {
        progress: (publish) => progress.subscribe(publish),
        personal(publish) {
          // Pages listen to it: somebody is about to type, and the first letter must not wait until the model has started.
          void model.pool.warmUp().catch((error: unknown) => {
            if (!(error instanceof EngineError)) throw error;
            // Words are searched meanwhile, and each query tries again.
            logger.warn('model.notWarm', { code: error.code });
          });
          return personalRevisions.subscribe(publish);
        },
      },
    },
    isBusy,
    onIdle: (listener) => void idleListeners.add(listener),
    close,
  };
}
