import { EngineError } from '#contract';
import { createClient } from '#rpc';
import type { Logger } from '#engine/logger.ts';
import type { EngineProcess, ProcessLauncher } from '#engine/process-launcher.ts';
import { watcherTable, type WatchBatch, type WatchedFolder } from './protocol.ts';

const FIRST_RESTART_MS = 100;
const LONGEST_RESTART_MS = 30_000;
/** A process that lived this long has earned a quick restart again. */
const STABLE_MS = 60_000;
const TROUBLE_RESTARTS = 3;

type Running = {
  readonly process: EngineProcess;
  readonly client: ReturnType<typeof createWatcherClient>;
  readonly startedAt: number;
};

export type WatchClient = {
  /** Replaces the set of watched folders; none ends the process. */
  setFolders(folders: readonly WatchedFolder[]): void;
  /** True while the process keeps dying. */
  readonly isFailing: boolean;
  report(): { role: string; pid: number; memoryBytes: number | null; restarts: number }[];
  close(): Promise<void>;
};

/** Keeps one watcher process running while there is anything to watch, and replaces it when it dies. */
export function createWatchClient(options: {
  readonly launcher: ProcessLauncher;
  readonly logger: Logger;
  onBatch(batch: WatchBatch): void;
  /** These folders are watched from now on; what changed before may not have been told. */
  onWatching(paths: readonly string[]): void;
}): WatchClient {
  let wanted: readonly WatchedFolder[] = [];
  /** Patterns by folder path. */
  let watched: ReadonlyMap<string, string> = new Map();
  let running: Running | null = null;
  let restartTimer: NodeJS.Timeout | undefined;
  let restartMs = FIRST_RESTART_MS;
  let restarts = 0;
  let recentRestarts = 0;
  let isClosed = false;

  function start(): void {
    restartTimer = undefined;
    const process = options.launcher.start('watcher');
    const client = createWatcherClient(process);
    const current: Running = { process, client, startedAt: performance.now() };
    running = current;
    watched = new Map();
    let lastSequence = 0;
    client.subscribe('changes', (batch) => {
      const isGap = batch.sequence > lastSequence + 1;
      lastSequence = batch.sequence;
      options.onBatch(isGap ? { ...batch, rescan: wanted.map(({ path }) => path) } : batch);
    });
    void process.exited.then(() => restartAfter(current));
    void update(current);
  }

  async function update(current: Running): Promise<void> {
    const folders = wanted;
    try {
      await current.client.call('watch', { folders: [...folders] });
    } catch (error) {
      // Its process died, which brings its own restart; anything else is not expected of it.
      if (error instanceof EngineError && error.code === 'connectionLost') return;
      options.logger.error('watcher.refused', { code: error instanceof EngineError ? error.code : 'unknown' });
      return current.process.kill();
    }
    if (running !== current || folders !== wanted) return;
    const added = folders.filter(({ path, patterns }) => watched.get(path) !== patterns);
    watched = new Map(folders.map(({ path, patterns }) => [path, patterns]));
    if (added.length > 0) options.onWatching(added.map(({ path }) => path));
  }

  function restartAfter(ended: Running): void {
    if (running !== ended) return;
    running = null;
    if (isClosed || wanted.length === 0) return;
    const isStable = performance.now() - ended.startedAt > STABLE_MS;
    if (isStable) {
      restartMs = FIRST_RESTART_MS;
      recentRestarts = 0;
    }
    restarts += 1;
    recentRestarts += 1;
    options.logger.warn('watcher.died', { restarts, waitMs: restartMs });
    restartTimer = setTimeout(start, restartMs);
    restartMs = Math.min(restartMs * 2, LONGEST_RESTART_MS);
  }

  async function stop(): Promise<void> {
    clearTimeout(restartTimer);
    restartTimer = undefined;
    const ending = running;
    running = null;
    ending?.client.close();
    ending?.process.kill();
    await ending?.process.exited;
  }

  return {
    setFolders(folders) {
      if (isClosed) return;
      wanted = [...folders];
      if (wanted.length === 0) void stop();
      else if (running !== null) void update(running);
      else if (restartTimer === undefined) start();
    },
    get isFailing() {
      return recentRestarts >= TROUBLE_RESTARTS && restartTimer !== undefined;
    },
    report() {
      if (running === null) return [];
      return [{ role: 'watcher', pid: running.process.pid, memoryBytes: running.process.memoryBytes(), restarts }];
    },
    async close() {
      isClosed = true;
      await stop();
    },
  };
}

function createWatcherClient(process: EngineProcess) {
  return createClient(watcherTable, process.channel);
}
