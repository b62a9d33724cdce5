import { EngineError, type Contract, type Counts, type Folder, type FolderId } from '#contract';
import type { Implementation } from '#rpc';
import { createAccounting } from './accounting.ts';
import type { Catalogue, FolderRecord } from './catalogue/catalogue.ts';
import { createDocumentFiles } from './document-files.ts';
import type { DocumentReader } from './document-reader.ts';
import type { Doctor } from './doctor.ts';
import type { MeasureMine } from './evaluation/mine.ts';
import { canonicalEncoding } from './extraction/known-encodings.ts';
import type { FieldValues } from './field-values.ts';
import type { Indexer } from './indexing/indexer.ts';
import type { UserPause } from './indexing/user-pause.ts';
import type { FolderPreviews } from './library/folder-previews.ts';
import type { Library } from './library/library.ts';
import type { RulesEditor } from './library/rules-editor.ts';
import type { Personal } from './personal/personal.ts';
import type { PrivacyReporter } from './privacy-report.ts';
import type { RerankStage } from './rerank-stage.ts';
import { createLatestSearch } from './search/latest-search.ts';
import type { ChooseByMeaning } from './search/meaning-snippet.ts';
import type { Search } from './search/search.ts';
import type { ExplainWhy } from './search/why.ts';
import type { SampleFolder } from './sample-folder.ts';
import type { SettingsStore } from './settings.ts';
import type { IndexStore } from './storage/index-store.ts';
import { toSummary } from './summaries.ts';

/** Every method of the contract, as the engine answers it. */
export function createMethods(parts: {
  catalogue: Catalogue;
  library: Library;
  rules: RulesEditor;
  sample: SampleFolder;
  previews: FolderPreviews;
  indexer: Indexer;
  userPause: UserPause;
  search: Search;
  rerank: RerankStage;
  explainWhy: ExplainWhy;
  fieldValues: FieldValues;
  chooseByMeaning: ChooseByMeaning;
  measureMine: MeasureMine;
  settings: SettingsStore;
  personal: Personal;
  indexSize: IndexStore['statistics'];
  reportPrivacy: PrivacyReporter;
  reader: DocumentReader;
  doctor: Doctor;
  /** Called when documents were queued by a request. */
  onQueued(): void;
  /** Deletes what the library no longer needs from the disk. */
  eraseRemoved(): Promise<void>;
  /** Closes the engine's parts and erases the data folder. */
  eraseAll(): Promise<void>;
  requestStop(): void;
}): Implementation<Contract>['methods'] {
  const { catalogue, library, indexer, search, settings, reader } = parts;
  const latestSearch = createLatestSearch();
  const latestFacets = createLatestSearch();
  const folderOf = (record: FolderRecord): Folder => ({
    ...toFolder(record, catalogue.counts(record.id)),
    heldBecause: library.heldBecause(record),
    isSample: parts.sample.isSample(record),
    troubles: library.troublesOf(record),
  });

  async function eraseAll(): Promise<null> {
    await parts.eraseAll();
    parts.requestStop();
    return null;
  }

  return {
    async 'library.addFolder'({ path }) {
      return folderOf(await library.addFolder(path));
    },
    async 'library.removeFolder'({ folderId }) {
      library.removeFolder(folderId);
      await parts.eraseRemoved();
      return null;
    },
    'library.addSample': async () => folderOf(await parts.sample.add()),
    'library.suggestFolders': () => [],
    'library.previewFolder': ({ path }, { signal }) => parts.previews.preview(path, signal),
    'library.listFolders': () => catalogue.listFolders().map(folderOf),
    async 'library.rescan'({ folderId }) {
      await library.rescan(folderId);
      return null;
    },
    'library.progress': () => indexer.progress(),
    'library.pause'({ forMs }) {
      parts.userPause.pause(forMs);
      return null;
    },
    'library.resume'() {
      parts.userPause.resume();
      return null;
    },
    ...createAccounting(catalogue, { onQueued: parts.onQueued }),
    'library.setEncoding'({ documentId, encoding }) {
      const known = encoding === null ? null : canonicalEncoding(encoding);
      if (encoding !== null && known === null) throw new EngineError('invalidParams', 'no such encoding');
      if (!catalogue.chooseEncoding(documentId, known)) throw new EngineError('documentNotFound', `no document ${documentId}`);
      parts.onQueued();
      return null;
    },
    'library.ignoreRules'() {
      const { defaults, rules } = parts.rules.list();
      return { defaults, rules: rules.map(({ folderId, patterns }) => ({ folderId: folderId as FolderId | null, patterns })) };
    },
    async 'library.setIgnoreRules'(change) {
      await parts.rules.set(change);
      return null;
    },
    'library.previewIgnoreRules': ({ folderId, patterns, limit }, { signal }) =>
      parts.rules.preview({ folderId, patterns }, { limit, signal }),
    'library.findDocument'({ path }) {
      const document = catalogue.documentAt(path);
      return document === null ? null : toSummary(document);
    },
    ...createDocumentFiles(catalogue, reader),
    'library.documentText': ({ documentId, start, end }) => reader.read(documentId, { start, end }),
    'library.extractFile': ({ path }) => reader.extract(path),
    'search.query'({ purpose, ...request }, { clientId, signal }) {
      if (purpose === 'results') parts.rerank.cancel(clientId);
      return latestSearch(`${clientId} ${purpose}`, signal, (latest) => search.run(request, latest));
    },
    'search.passages': (request, { signal }) => search.passages(request, signal),
    'search.rerank': (request, caller) => parts.rerank.run(request, caller),
    'search.facets': (request, { clientId, signal }) =>
      latestFacets(String(clientId), signal, (latest) => search.facets(request, latest)),
    'search.values': (wanted) => parts.fieldValues(wanted),
    'search.snippetByMeaning': async ({ query, documentId, start, end }, { signal }) =>
      parts.chooseByMeaning(query, (await reader.read(documentId, { start, end })).text, signal),
    'search.why': (wanted, { signal }) => parts.explainWhy(wanted, signal),
    'evaluation.mine': (wanted, { signal }) => parts.measureMine(wanted, signal),
    'library.rebuild'() {
      const queued = catalogue.queueRebuild();
      parts.onQueued();
      return { queued };
    },
    'library.indexSize': () => parts.indexSize(),
    ...parts.personal.methods,
    'privacy.report': () => parts.reportPrivacy(),
    'privacy.eraseAll': eraseAll,
    'settings.list': () => settings.list(),
    'settings.set': ({ key, value }) => settings.set(key, value),
    'settings.reset': ({ key }) => settings.reset(key),
    'engine.doctor': () => parts.doctor(),
    'engine.forgetAll': eraseAll,
    'engine.stop'() {
      parts.requestStop();
      return null;
    },
  };
}

function toFolder(
  { id, path, isAvailable }: FolderRecord,
  counts: Counts,
): Omit<Folder, 'heldBecause' | 'troubles' | 'isSample'> {
  return { id: id as FolderId, path, isAvailable, counts };
}
