import {
  contract,
  documentId,
  EngineError,
  type Contract,
  type Coverage,
  type DocumentSummary,
  type DocumentText,
  type Folder,
  type Progress,
  type SearchResult,
  type SearchResults,
} from '#contract';
import { serve, type Channel, type Implementation } from '#rpc';
import { createInMemoryPair } from '#rpc/channels/in-memory.ts';

type Methods = Implementation<Contract>['methods'];

/** A server of the contract for tests of the page: it answers from what a test puts here, over the real rpc. */
export type LibraryDouble = {
  /** Replaces single methods. */
  readonly methods: { -readonly [M in keyof Methods]?: Methods[M] };
  progress: Progress;
  /** Sends the progress to whoever listens. */
  publish(progress: Progress): void;
  openChannel(): Promise<Channel>;
  /** Ends all connections, as a killed engine does. While `isDown` no new one is accepted. */
  kill(): void;
  isDown: boolean;
};

export const noFacets = { total: 0, types: [], languages: [], years: [], folders: [], tookMs: 0 };

export const noCounts = { queued: 0, nameOnly: 0, words: 0, indexed: 0, partial: 0, skipped: 0, failed: 0 };

export function progressOf(change: Partial<Progress> = {}): Progress {
  return {
    counts: noCounts,
    isSettled: true,
    isScanning: false,
    documentsTotal: 0,
    wordsDone: 0,
    meaningDone: 0,
    tokensPerSecond: null,
    remainingMs: null,
    trouble: null,
    paused: null,
    pausedUntil: null,
    ...change,
  };
}

/** A file that could not be read, unless `change` says otherwise. */
export function fileOf(id: number, change: Partial<DocumentSummary>): DocumentSummary {
  const path = `/files/${id}.md`;
  return {
    id: documentId.parse(id),
    path,
    title: `${id}.md`,
    type: 'markdown',
    state: 'failed',
    reason: null,
    sizeBytes: 10,
    modifiedAt: 0,
    ...change,
  };
}

export function coverageOf(change: Partial<Coverage> = {}): Coverage {
  const none = { total: 0, searchable: 0, nameOnly: 0, waiting: 0, attention: 0 };
  return { ...none, byType: [], byReason: [], byFolder: [], ...change };
}

export function resultsOf(query: string, results: SearchResult[], change: Partial<SearchResults> = {}): SearchResults {
  return {
    query,
    tookMs: 3,
    total: results.length,
    isTotalExact: true,
    correction: null,
    results,
    folders: [],
    nextCursor: null,
    usedMeaning: true,
    canRerank: false,
    problems: [],
    ...change,
  };
}

/** A result with one passage for each given text; their highlights are the first occurrence of `marked`. */
export function resultOf(id: number, texts: readonly string[], marked: string): SearchResult {
  let position = 0;
  const passages = texts.map((text) => {
    const start = position;
    position += text.length + 1;
    const from = text.indexOf(marked);
    const highlights: [number, number][] = from === -1 ? [] : [[from, from + marked.length]];
    const snippet = { start: 0, end: text.length };
    return { text, page: null, anchor: null, heading: '', start, end: start + text.length, score: 1, highlights, snippet };
  });
  return {
    documentId: documentId.parse(id),
    path: `/files/${id}.md`,
    title: `Document ${id}`,
    type: 'markdown',
    modifiedAt: 0,
    score: 1,
    nameHighlights: null,
    passages,
    passageCount: passages.length,
    similar: [],
  };
}

export function createLibraryDouble(): LibraryDouble {
  const channels = new Set<Channel>();
  const listeners = new Set<(progress: Progress) => void>();
  const double: LibraryDouble = {
    methods: {},
    progress: progressOf(),
    publish(progress) {
      double.progress = progress;
      for (const listener of listeners) listener(progress);
    },
    async openChannel() {
      if (double.isDown) throw new EngineError('connectionLost', 'the double is down');
      const [page, server] = createInMemoryPair();
      channels.add(server);
      serve(contract, implementation, server, { capabilities: ['addFolderByPath'], isTrusted: false });
      return page;
    },
    kill() {
      for (const channel of channels) channel.close();
      channels.clear();
    },
    isDown: false,
  };

  const unused = (): never => {
    throw new EngineError('unknownMethod', 'the test did not say how to answer');
  };
  const replaceable = <M extends keyof Methods>(method: M, fallback: Methods[M]): Methods[M] => {
    const answer = (...parameters: Parameters<Methods[M]>): unknown => {
      const run: (...given: Parameters<Methods[M]>) => unknown = double.methods[method] ?? fallback;
      return run(...parameters);
    };
    return answer as Methods[M];
  };
  const implementation: Implementation<Contract> = {
    methods: {
      'library.addFolder': replaceable('library.addFolder', unused),
      'library.removeFolder': replaceable('library.removeFolder', unused),
      'library.addSample': replaceable('library.addSample', unused),
      'library.suggestFolders': replaceable('library.suggestFolders', () => []),
      'library.previewFolder': replaceable('library.previewFolder', unused),
      'library.listFolders': replaceable('library.listFolders', (): Folder[] => []),
      'library.rescan': replaceable('library.rescan', unused),
      'library.progress': () => double.progress,
      'library.problems': unused,
      'library.files': replaceable('library.files', () => ({ files: [], total: 0, nextCursor: null })),
      'library.subfolders': replaceable('library.subfolders', () => ({ subfolders: [], total: 0 })),
      'library.coverage': replaceable('library.coverage', () => coverageOf()),
      'library.retry': replaceable('library.retry', unused),
      'library.pause': replaceable('library.pause', unused),
      'library.resume': replaceable('library.resume', unused),
      'library.setEncoding': replaceable('library.setEncoding', unused),
      'library.ignoreRules': replaceable('library.ignoreRules', unused),
      'library.setIgnoreRules': replaceable('library.setIgnoreRules', unused),
      'library.previewIgnoreRules': replaceable('library.previewIgnoreRules', unused),
      'library.findDocument': unused,
      'library.locateDocument': unused,
      'library.fileStatus': replaceable('library.fileStatus', () => ({ status: 'unchanged' as const })),
      'library.pageMaps': replaceable('library.pageMaps', () => ({ pages: [] })),
      'library.documentBlocks': async (parameters, context) => {
        const read = double.methods['library.documentText'] ?? unused;
        return { ...(await read(parameters, context)), blocks: [] };
      },
      'library.vaultOf': replaceable('library.vaultOf', () => null),
      'library.documentText': replaceable('library.documentText', unused as () => DocumentText),
      'library.extractFile': unused,
      'search.query': replaceable('search.query', ({ query }) => resultsOf(query, [])),
      'search.passages': replaceable('search.passages', () => []),
      'search.facets': replaceable('search.facets', () => noFacets),
      'search.values': replaceable('search.values', () => []),
      'search.snippetByMeaning': replaceable('search.snippetByMeaning', ({ start, end }) => ({ start: 0, end: end - start })),
      'search.rerank': replaceable('search.rerank', unused),
      'search.why': replaceable('search.why', unused),
      'evaluation.mine': unused,
      'library.rebuild': replaceable('library.rebuild', () => ({ queued: 0 })),
      'library.indexSize': replaceable('library.indexSize', () => ({ chunks: 0, vectors: 0, sizeBytes: 0 })),
      'history.list': replaceable('history.list', () => []),
      'history.add': replaceable('history.add', () => null),
      'history.remove': replaceable('history.remove', () => null),
      'history.clear': replaceable('history.clear', () => null),
      'recents.opened': replaceable('recents.opened', () => null),
      'recents.list': replaceable('recents.list', () => []),
      'savedSearches.list': replaceable('savedSearches.list', () => []),
      'savedSearches.save': replaceable('savedSearches.save', unused),
      'savedSearches.rename': replaceable('savedSearches.rename', unused),
      'savedSearches.remove': replaceable('savedSearches.remove', () => null),
      'privacy.report': replaceable('privacy.report', unused),
      'privacy.eraseAll': replaceable('privacy.eraseAll', () => null),
      'settings.list': replaceable('settings.list', () => []),
      'settings.set': replaceable('settings.set', unused),
      'settings.reset': unused,
      'engine.doctor': unused,
      'engine.forgetAll': unused,
      'engine.stop': unused,
    },
    topics: {
      progress(publish) {
        listeners.add(publish);
        publish(double.progress);
        return () => listeners.delete(publish);
      },
      personal(publish) {
        publish({ history: 0, recents: 0, savedSearches: 0 });
        return () => undefined;
      },
    },
  };
  return double;
}
