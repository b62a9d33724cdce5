import {
  EngineError,
  type Contract,
  type Counts,
  type DocumentId,
  type DocumentSummary,
  type Folder,
  type FolderId,
  type Problem,
} from '#contract';
import type { Implementation } from '#rpc';
import type { Catalogue, DocumentRecord, FolderRecord } from './catalogue/catalogue.ts';
import type { DocumentReader } from './document-reader.ts';
import type { Doctor } from './doctor.ts';
import type { Indexer } from './indexing/indexer.ts';
import type { UserPause } from './indexing/user-pause.ts';
import type { Library } from './library/library.ts';
import type { RulesEditor } from './library/rules-editor.ts';
import { createLatestSearch } from './search/latest-search.ts';
import { titleOf, type Search } from './search/search.ts';
import type { SettingsStore } from './settings.ts';

/** Every method of the contract, as the engine answers it. */
export function createMethods(parts: {
  catalogue: Catalogue;
  library: Library;
  rules: RulesEditor;
  indexer: Indexer;
  userPause: UserPause;
  search: Search;
  settings: SettingsStore;
  reader: DocumentReader;
  doctor: Doctor;
  /** Deletes what the library no longer needs from the disk. */
  eraseRemoved(): Promise<void>;
  /** Closes the engine's parts and erases the data folder. */
  eraseAll(): Promise<void>;
  requestStop(): void;
}): Implementation<Contract>['methods'] {
  const { catalogue, library, indexer, search, settings, reader } = parts;
  const latestSearch = createLatestSearch();
  const folderOf = (record: FolderRecord): Folder => toFolder(record, catalogue.counts(record.id));

  return {
    async 'library.addFolder'({ path }) {
      return folderOf(await library.addFolder(path));
    },
    async 'library.removeFolder'({ folderId }) {
      library.removeFolder(folderId);
      await parts.eraseRemoved();
      return null;
    },
    'library.listFolders': () => catalogue.listFolders().map(folderOf),
    async 'library.rescan'() {
      await library.rescan();
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
    'library.problems'({ limit, cursor }) {
      const { problems, total } = catalogue.problems({ limit, afterPath: decodePathCursor(cursor) });
      const last = problems.at(-1);
      const isMore = problems.length === limit && last !== undefined;
      return { problems: problems.flatMap(toProblem), total, nextCursor: isMore ? encodePathCursor(last.path) : null };
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
    'library.documentText': ({ documentId, start, end }) => reader.read(documentId, { start, end }),
    'library.extractFile': ({ path }) => reader.extract(path),
    'search.query': (request, { clientId, signal }) => latestSearch(clientId, signal, (latest) => search.run(request, latest)),
    'settings.list': () => settings.list(),
    'settings.set': ({ key, value }) => settings.set(key, value),
    'settings.reset': ({ key }) => settings.reset(key),
    'engine.doctor': () => parts.doctor(),
    async 'engine.forgetAll'() {
      await parts.eraseAll();
      parts.requestStop();
      return null;
    },
    'engine.stop'() {
      parts.requestStop();
      return null;
    },
  };
}

function toFolder({ id, path, isAvailable }: FolderRecord, counts: Counts): Folder {
  return { id: id as FolderId, path, isAvailable, counts };
}

function toProblem({ id, path, state, reason }: DocumentRecord): Problem[] {
  return reason === null ? [] : [{ documentId: id as DocumentId, path, state, reason }];
}

function toSummary(document: DocumentRecord): DocumentSummary {
  const { id, path, type, state, reason, identity, date } = document;
  return {
    id: id as DocumentId,
    path,
    title: titleOf(document),
    type,
    state,
    reason,
    sizeBytes: identity.sizeBytes,
    modifiedAt: date,
  };
}

function encodePathCursor(path: string): string {
  return Buffer.from(JSON.stringify([path])).toString('base64url');
}

function decodePathCursor(cursor: string | null): string | null {
  if (cursor === null) return null;
  try {
    const decoded: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(decoded) && typeof decoded[0] === 'string') return decoded[0];
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new EngineError('invalidCursor', 'not a cursor of this list');
}
