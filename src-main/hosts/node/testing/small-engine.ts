// An engine process with everything but the engine: same lock, socket, contract and life, next to no methods.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { contract, EngineError, type Contract, type DoctorReport, type Result } from '#contract';
import type { Engine } from '#engine';
import type { Implementation } from '#rpc';
import { ENGINE_EXIT, reportToStarter } from '../engine-report.ts';
import { createFileLogger } from '../file-logger.ts';
import { runEngine } from '../run-engine.ts';

type Location = Result<Contract, 'library.locateDocument'>;

const progress = {
  counts: { queued: 0, nameOnly: 0, words: 0, indexed: 0, partial: 0, skipped: 0, failed: 0 },
  paused: null,
  pausedUntil: null,
  isSettled: true,
  isScanning: false,
  documentsTotal: 0,
  wordsDone: 0,
  meaningDone: 0,
  tokensPerSecond: null,
  remainingMs: null,
  trouble: null,
};

const { values } = parseArgs({
  options: {
    'data-folder': { type: 'string', default: '' },
    'models-folder': { type: 'string' },
    stay: { type: 'boolean', default: false },
  },
});
const dataFolder = values['data-folder'];
const logger = createFileLogger({ file: path.join(dataFolder, 'logs', 'engine.ndjson') });
process.on('disconnect', () => undefined);
process.exit(
  await runEngine({ dataFolder, stay: values.stay, logger, createEngine, report: reportToStarter }).catch(
    () => ENGINE_EXIT.crashed,
  ),
);

function createEngine(place: { lockPath: string; socketPath: string; requestStop(): void }): Promise<Engine> {
  if (existsSync(path.join(dataFolder, 'unfit'))) {
    return Promise.reject(new EngineError('modelUnusable', 'no such model', { details: { reason: 'missing' } }));
  }
  const idleListeners = new Set<() => void>();
  let isBusy = false;
  const answers: Partial<Implementation<Contract>['methods']> = {
    'engine.doctor': () => doctorReport(place),
    'engine.stop': () => {
      place.requestStop();
      return null;
    },
    // Busy until the test puts a file `finish` into the data folder.
    'library.rescan': () => {
      isBusy = true;
      const watch = setInterval(() => {
        if (!existsSync(path.join(dataFolder, 'finish'))) return;
        clearInterval(watch);
        isBusy = false;
        for (const listener of idleListeners) listener();
      }, 20);
      return null;
    },
    'library.findDocument': ({ path: file }) => {
      throw new EngineError('documentNotFound', 'none', { details: { path: file } });
    },
    // What the test has put into the data folder's `located.json`, by id.
    'library.locateDocument': ({ documentId }) => {
      const located = new Map<string, Location>(
        Object.entries(JSON.parse(readFileSync(path.join(dataFolder, 'located.json'), 'utf8'))),
      ).get(String(documentId));
      if (located === undefined) throw new EngineError('documentNotFound', 'none');
      return located;
    },
    'library.removeFolder': (_params, { signal }) =>
      new Promise((resolve) => signal.addEventListener('abort', () => resolve(null), { once: true })),
    'library.progress': () => progress,
    'library.listFolders': () => [],
  };
  const missing = Object.keys(contract.methods).filter((name) => !Object.hasOwn(answers, name));
  const methods = {
    ...answers,
    ...Object.fromEntries(missing.map((name) => [name, () => Promise.reject(new EngineError('internal', `no ${name} here`))])),
  } as Implementation<Contract>['methods'];
  const implementation: Implementation<Contract> = {
    methods,
    topics: {
      progress(publish) {
        publish(progress);
        return () => undefined;
      },
      personal(publish) {
        publish({ history: 0, recents: 0, savedSearches: 0 });
        return () => undefined;
      },
    },
  };
  return Promise.resolve({
    implementation,
    isBusy: () => isBusy,
    onIdle: (listener) => void idleListeners.add(listener),
    close: () => Promise.resolve(),
  });
}

function doctorReport({ lockPath, socketPath }: { lockPath: string; socketPath: string }): DoctorReport {
  return {
    versions: { akin: 'small' },
    dataFolder,
    lockPath,
    socketPath,
    model: {
      key: '',
      dimensions: 1,
      maxTokens: 1,
      weights: '',
      batchTokens: 1,
      processes: 0,
      tokensPerSecond: {},
      agreement: {},
    },
    reranker: null,
    processor: { name: '', cores: 1, features: [] },
    processes: [{ role: 'engine', pid: process.pid, memoryBytes: null, restarts: 0 }],
    index: { chunks: 0, vectors: 0, sizeBytes: 0 },
    faults: [],
  };
}
