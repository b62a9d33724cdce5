import { EngineError, isCancelled, type Reason } from '#contract';
import { createClient, type Client } from '#rpc';
import { ingestTable, type IngestedChunk, type IngestedFile, type IngestHead } from '#engine/extraction/protocol.ts';
import type { Logger } from '#engine/logger.ts';
import type { EngineProcess, ProcessExit, ProcessLauncher } from '#engine/process-launcher.ts';

/** A process that grows beyond this is killed with its file. */
const MEMORY_LIMIT_BYTES = 512 * 1024 * 1024;

/** A parser's heap never shrinks to nothing, so a process is replaced once it has grown to this, or read so many files. */
const RECYCLE_BYTES = 300 * 1024 * 1024;
const FILES_PER_PROCESS = 50_000;
const IDLE_EXIT_MS = 10_000;
/** A file that takes longer no longer counts against the pool's size, so that it holds up nobody: so many at most. */
const SLOW_MS = 3_000;
const MAX_SLOW = 2;
const MEMORY_CHECK_MS = 250;
/** Files that are read together are small; if they take longer than this one of them hangs, and each is then read alone. */
const TOGETHER_TIMEOUT_MS = 10_000;

export type FileToRead = {
  readonly path: string;
  readonly type: string;
  readonly maxSizeBytes: number;
  readonly knownFingerprint: string | null;
  /** What the user chose for the text; null where the bytes are to tell. */
  readonly encoding: string | null;
};

/** `died`: the process did not survive this file, which may be the file's fault or a kill from outside. */
export type ReadOutcome =
  | { readonly kind: 'read'; readonly head: IngestHead; readonly chunks: readonly IngestedChunk[] }
  | { readonly kind: 'died'; readonly reason: Extract<Reason, 'timedOut' | 'outOfMemory' | 'crashed'> };

export type IngestPool = {
  /** Reads one file in a disposable process. Waits while all processes are busy. Errors: cancelled after `close`. */
  read(file: FileToRead): Promise<ReadOutcome>;
  /**
   * Reads small files in one process, `MAX_FILES_AT_ONCE` at most, telling each outcome as it is known. Where the process
   * dies, the files that it had not told of are read one by one, so that each answers for itself alone.
   */
  readTogether(files: readonly FileToRead[], onOutcome: (index: number, outcome: ReadOutcome) => void): Promise<void>;
  /** How many files can be read at once now. */
  readonly size: number;
  /** `working`: processes that read now; `isPressing`: a file waits for one. */
  load(): { readonly working: number; readonly isPressing: boolean };
  /** Call it when the size may have changed. */
  reconsider(): void;
  report(): { readonly role: 'ingest'; readonly pid: number; readonly memoryBytes: number | null; readonly restarts: number }[];
  close(): void;
};

type Worker = {
  readonly process: EngineProcess;
  readonly client: Client<typeof ingestTable>;
  filesRead: number;
  isSlow: boolean;
  hasExited: boolean;
};
type Waiting = { resolve(worker: Promise<Worker>): void; reject(error: EngineError): void };

/** Keeps `size` ingest processes, started on demand, replaced when they die or have read many files, let go when idle. */
export function createIngestPool(options: {
  launcher: ProcessLauncher;
  modelFolder: string;
  /** How many processes may read now, slow ones aside. */
  size(): number;
  /** Called when a process has become free, or slow: another file can be read. */
  onRoom?(): void;
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
    const worker: Worker = { process, client, filesRead: 0, isSlow: false, hasExited: false };
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

  function sizeNow(): number {
    const slow = [...busy].filter((worker) => worker.isSlow).length;
    return options.size() + Math.min(slow, MAX_SLOW);
  }

  function acquire(): Promise<Worker> {
    if (isClosed) return Promise.reject(closedError());
    if (busy.size < sizeNow()) {
      const worker = idle.pop();
      if (worker === undefined) return start();
      busy.add(worker);
      return Promise.resolve(worker);
    }
    return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
  }

  function release(worker: Worker, isUsable: boolean): void {
    busy.delete(worker);
    const isWorn = worker.filesRead >= FILES_PER_PROCESS || (worker.process.memoryBytes() ?? 0) > RECYCLE_BYTES;
    if (!isUsable || isWorn || isClosed) worker.process.kill();
    else if (!worker.hasExited) idle.push(worker);
    letIn();
    options.onRoom?.();
    clearTimeout(idleTimer);
    idleTimer = setTimeout(dismissIdle, IDLE_EXIT_MS);
    idleTimer.unref();
  }

  function letIn(): void {
    while (waiting.length > 0 && busy.size < sizeNow()) waiting.shift()?.resolve(acquire());
  }

  function slowDown(worker: Worker): void {
    worker.isSlow = true;
    letIn();
    options.onRoom?.();
  }

  function dismissIdle(): void {
    for (const worker of idle.splice(0)) worker.process.kill();
  }

  async function read(file: FileToRead): Promise<ReadOutcome> {
    const outcomes = await readInOneGo([file], options.timeoutMs());
    if (!Array.isArray(outcomes)) return outcomes;
    const [outcome] = outcomes;
    if (outcome === undefined) throw new Error('an ingest process read nothing of what it was given');
    return outcome;
  }

  async function readTogether(
    files: readonly FileToRead[],
    onOutcome: (index: number, outcome: ReadOutcome) => void,
  ): Promise<void> {
    let told = 0;
    while (told < files.length) {
      const left = files.slice(told);
      const outcomes = await readInOneGo(left, left.length > 1 ? TOGETHER_TIMEOUT_MS : options.timeoutMs());
      if (!Array.isArray(outcomes)) break;
      for (const outcome of outcomes) onOutcome(told++, outcome);
    }
    for (const [index, file] of files.entries()) if (index >= told) onOutcome(index, await read(file));
  }

  /** The outcomes of the first of the files, one at least, or how the process died over them. */
  async function readInOneGo(
    files: readonly FileToRead[],
    timeoutMs: number,
  ): Promise<Extract<ReadOutcome, { kind: 'read' }>[] | Extract<ReadOutcome, { kind: 'died' }>> {
    const worker = await acquire();
    const guard = watchOver(worker.process, timeoutMs);
    const slowTimer = setTimeout(() => slowDown(worker), SLOW_MS);
    let isUsable = false;
    try {
      const ingested = await worker.client.call('read', { files: [...files] });
      const last = ingested.at(-1);
      if (last !== undefined) await collectChunks(worker.client, last);
      worker.filesRead += ingested.length;
      isUsable = true;
      return ingested.map(({ head, chunks }) => ({ kind: 'read', head, chunks }));
    } catch (error) {
      if (isClosed || isCancelled(error)) throw error;
      deaths += 1;
      worker.process.kill();
      const reason = guard.verdict() ?? verdictOfExit(await worker.process.exited);
      options.logger.warn('ingest.died', { reason, pid: worker.process.pid });
      return { kind: 'died', reason };
    } finally {
      guard.stop();
      clearTimeout(slowTimer);
      worker.isSlow = false;
      release(worker, isUsable);
    }
  }

  return {
    read,
    readTogether,
    get size() {
      return sizeNow();
    },
    load: () => ({ working: busy.size, isPressing: waiting.length > 0 }),
    reconsider: letIn,
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

/** Adds the chunks that did not fit the first message. */
async function collectChunks(client: Client<typeof ingestTable>, { head, chunks }: IngestedFile): Promise<void> {
  const expected = head.kind === 'extracted' ? head.chunkCount : 0;
  while (chunks.length < expected) {
    const page = await client.call('next', {});
    if (page.length === 0) throw new Error('an ingest process sent fewer chunks than it announced');
    for (const chunk of page) chunks.push(chunk);
  }
  if (chunks.length > expected) throw new Error('an ingest process sent more chunks than it announced');
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
