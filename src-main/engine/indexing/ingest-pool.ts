import { EngineError, isCancelled, type Reason } from '#contract';
import { createClient, type Client } from '#rpc';
import { ingestTable, type IngestedChunk, type IngestHead } from '#engine/extraction/protocol.ts';
import type { Logger } from '#engine/logger.ts';
import type { EngineProcess, ProcessExit, ProcessLauncher } from '#engine/process-launcher.ts';

/** A process that grows beyond this is killed with its file. */
const MEMORY_LIMIT_BYTES = 512 * 1024 * 1024;

/** A parser's heap never shrinks to nothing, so a process is replaced once it has grown to this, or read so many files. */
const RECYCLE_BYTES = 300 * 1024 * 1024;
const FILES_PER_PROCESS = 5_000;
const IDLE_EXIT_MS = 10_000;
const MEMORY_CHECK_MS = 250;

export type FileToRead = {
  readonly path: string;
  readonly type: string;
  readonly maxSizeBytes: number;
  readonly knownFingerprint: string | null;
};

/** `died`: the process did not survive this file, which may be the file's fault or a kill from outside. */
export type ReadOutcome =
  | { readonly kind: 'read'; readonly head: IngestHead; readonly chunks: readonly IngestedChunk[] }
  | { readonly kind: 'died'; readonly reason: Extract<Reason, 'timedOut' | 'outOfMemory' | 'crashed'> };

export type IngestPool = {
  /** Reads one file in a disposable process. Waits while all processes are busy. Errors: cancelled after `close`. */
  read(file: FileToRead): Promise<ReadOutcome>;
  /** How many files can be read at once. */
  readonly size: number;
  report(): { readonly role: 'ingest'; readonly pid: number; readonly memoryBytes: number | null; readonly restarts: number }[];
  close(): void;
};

type Worker = {
  readonly process: EngineProcess;
  readonly client: Client<typeof ingestTable>;
  filesRead: number;
  hasExited: boolean;
};
type Waiting = { resolve(worker: Promise<Worker>): void; reject(error: EngineError): void };

/** Keeps up to `size` ingest processes, started on demand, replaced when they die or have read many files, let go when idle. */
export function createIngestPool(options: {
  launcher: ProcessLauncher;
  modelFolder: string;
  size: number;
  /** A file that takes longer is killed with its process, never waited for. */
  timeoutMs(): number;
  logger: Logger;
}): IngestPool {
  const idle: Worker[] = [];
  const busy = new Set<Worker>();
  const waiting: Waiting[] = [];
  let idleTimer: NodeJS.Timeout | undefined;
  let isClosed = false;
  let deaths = 0;

  async function start(): Promise<Worker> {
    const process = options.launcher.start('ingest', { isLowPriority: true });
    const client = createClient(ingestTable, process.channel);
    const worker: Worker = { process, client, filesRead: 0, hasExited: false };
    busy.add(worker);
    void process.exited.then(() => {
      worker.hasExited = true;
      const position = idle.indexOf(worker);
      if (position >= 0) idle.splice(position, 1);
    });
    try {
      await client.call('configure', { modelFolder: options.modelFolder });
    } catch (error) {
      release(worker, false);
      throw error;
    }
    return worker;
  }

  function acquire(): Promise<Worker> {
    if (isClosed) return Promise.reject(closedError());
    const worker = idle.pop();
    if (worker !== undefined) {
      busy.add(worker);
      return Promise.resolve(worker);
    }
    if (busy.size < options.size) return start();
    return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
  }

  function release(worker: Worker, isUsable: boolean): void {
    busy.delete(worker);
    const isWorn = worker.filesRead >= FILES_PER_PROCESS || (worker.process.memoryBytes() ?? 0) > RECYCLE_BYTES;
    if (!isUsable || isWorn || isClosed) worker.process.kill();
    else if (!worker.hasExited) idle.push(worker);
    const next = waiting.shift();
    if (next !== undefined) next.resolve(acquire());
    clearTimeout(idleTimer);
    idleTimer = setTimeout(dismissIdle, IDLE_EXIT_MS);
    idleTimer.unref();
  }

  function dismissIdle(): void {
    for (const worker of idle.splice(0)) worker.process.kill();
  }

  async function read(file: FileToRead): Promise<ReadOutcome> {
    const worker = await acquire();
    const guard = watchOver(worker.process, options.timeoutMs());
    let isUsable = false;
    try {
      const head = await worker.client.call('open', file);
      const chunks = head.kind === 'extracted' ? await collectChunks(worker.client, head.chunkCount) : [];
      worker.filesRead += 1;
      isUsable = true;
      return { kind: 'read', head, chunks };
    } catch (error) {
      if (isClosed || isCancelled(error)) throw error;
      deaths += 1;
      worker.process.kill();
      const reason = guard.verdict() ?? verdictOfExit(await worker.process.exited);
      options.logger.warn('ingest.died', { reason, pid: worker.process.pid });
      return { kind: 'died', reason };
    } finally {
      guard.stop();
      release(worker, isUsable);
    }
  }

  return {
    read,
    size: options.size,
    report: () =>
      [...busy, ...idle].map(({ process }) => ({
        role: 'ingest',
        pid: process.pid,
        memoryBytes: process.memoryBytes(),
        restarts: deaths,
      })),
    close() {
      isClosed = true;
      clearTimeout(idleTimer);
      for (const { reject } of waiting.splice(0)) reject(closedError());
      dismissIdle();
      for (const worker of busy) worker.process.kill();
    },
  };
}

function closedError(): EngineError {
  return new EngineError('cancelled', 'the engine is closing');
}

async function collectChunks(client: Client<typeof ingestTable>, expected: number): Promise<IngestedChunk[]> {
  const chunks: IngestedChunk[] = [];
  for (let page = await client.call('next', {}); page.length > 0; page = await client.call('next', {})) {
    for (const chunk of page) chunks.push(chunk);
    if (chunks.length > expected) throw new Error('an ingest process sent more chunks than it announced');
  }
  return chunks;
}

/** Kills a process that runs too long or grows too big; `verdict` says which it was. */
function watchOver(process: EngineProcess, timeoutMs: number): { verdict(): 'timedOut' | 'outOfMemory' | null; stop(): void } {
  let verdict: 'timedOut' | 'outOfMemory' | null = null;
  const condemn = (reason: 'timedOut' | 'outOfMemory'): void => {
    verdict ??= reason;
    process.kill();
  };
  const deadline = setTimeout(() => condemn('timedOut'), timeoutMs);
  const memoryCheck = setInterval(() => {
    if ((process.memoryBytes() ?? 0) > MEMORY_LIMIT_BYTES) condemn('outOfMemory');
  }, MEMORY_CHECK_MS);
  return {
    verdict: () => verdict,
    stop() {
      clearTimeout(deadline);
      clearInterval(memoryCheck);
    },
  };
}

/** V8 aborts when its heap limit is reached; everything else is a crash. */
function verdictOfExit(exit: ProcessExit): 'outOfMemory' | 'crashed' {
  return exit.signal === 'SIGABRT' || exit.code === 134 ? 'outOfMemory' : 'crashed';
}
