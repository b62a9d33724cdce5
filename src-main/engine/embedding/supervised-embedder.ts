import { setTimeout as delay } from 'node:timers/promises';
import { EngineError } from '#contract';
import { createClient, type Client } from '#rpc';
import type { Logger } from '../logger.ts';
import type { EngineProcess, ProcessLauncher } from '../process-launcher.ts';
import { embedderTable, type EmbeddingRole } from './protocol.ts';

/** `vectors` is row-major `[texts × dimensions]`, rows L2-normalised. */
export type Embedded = { readonly vectors: Float32Array; readonly tokens: number };

export type EmbedderReport = {
  readonly role: string;
  readonly pid: number;
  readonly memoryBytes: number | null;
  readonly restarts: number;
};

/** One embedder process at a time, started when first needed and again after each death. */
export type SupervisedEmbedder = {
  /**
   * Embeds texts. Work lost with a process is done again on a new one, twice; then it rejects.
   * Errors: cancelled, modelUnusable, connectionLost, engineUnavailable (too many deaths in a row, or closed).
   */
  embed(texts: readonly string[], role: EmbeddingRole, options?: { readonly signal?: AbortSignal }): Promise<Embedded>;
  /** Ends the process, which gives its memory back; the next call starts one. */
  leave(): void;
  /** Null while no process runs. */
  report(): EmbedderReport | null;
  close(): void;
};

export type SupervisedEmbedderOptions = {
  readonly launcher: ProcessLauncher;
  readonly logger: Logger;
  /** For the report: `embedder.query` or `embedder.bulk`. */
  readonly name: string;
  readonly isLowPriority: boolean;
  /** Read at each start of a process. */
  load(): { readonly modelFolder: string; readonly weights: string; readonly batchTokens: number };
  /** How long a call may take before its process counts as hung; default 60 s. */
  readonly watchdogMs?: number;
};

const WATCHDOG_MS = 60_000;
const ATTEMPTS = 3;
/** Deaths without one answer between them after which starting again is given up until the next call. */
const RESTART_CEILING = 5;
const FIRST_BACKOFF_MS = 50;
const LONGEST_BACKOFF_MS = 5000;

type Running = {
  readonly process: EngineProcess;
  readonly client: Client<typeof embedderTable>;
  readonly loaded: Promise<unknown>;
};

export function createSupervisedEmbedder(options: SupervisedEmbedderOptions): SupervisedEmbedder {
  const { launcher, logger, name, isLowPriority, watchdogMs = WATCHDOG_MS } = options;
  let running: Running | null = null;
  let isClosed = false;
  let starts = 0;
  let deathsInARow = 0;

  function start(): Running {
    starts += 1;
    const process = launcher.start('embedder', { isLowPriority });
    const client = createClient(embedderTable, process.channel);
    const loaded = guarded(process, client.call('load', options.load()));
    const current: Running = { process, client, loaded };
    loaded.catch(() => current === running && drop());
    // The channel tells of a death first; whoever retries after it must not meet the dead process again.
    void client.closed.then(async () => {
      if (running !== current) return;
      running = null;
      deathsInARow += 1;
      process.kill();
      const { code, signal } = await process.exited;
      logger.warn('embedder.died', { name, pid: process.pid, code, signal, deathsInARow });
    });
    return current;
  }

  /** Kills a process that does not answer in time: its pending calls then reject with `connectionLost`. */
  async function guarded<T>(process: EngineProcess, call: Promise<T>): Promise<T> {
    const timer = setTimeout(() => {
      logger.error('embedder.hung', { name, pid: process.pid, watchdogMs });
      process.kill();
    }, watchdogMs);
    try {
      return await call;
    } finally {
      clearTimeout(timer);
    }
  }

  function drop(): void {
    const dropped = running;
    running = null;
    dropped?.client.close();
    dropped?.process.kill();
  }

  async function attempt(texts: readonly string[], role: EmbeddingRole, signal: AbortSignal | undefined): Promise<Embedded> {
    if (deathsInARow > 0) await delay(backoffMs(deathsInARow), undefined, signal === undefined ? {} : { signal });
    if (isClosed) throw closedError();
    running ??= start();
    const { process, client, loaded } = running;
    await loaded;
    const embedded = await guarded(
      process,
      client.call('embed', { texts: [...texts], role }, signal === undefined ? {} : { signal }),
    );
    deathsInARow = 0;
    return embedded;
  }

  return {
    async embed(texts, role, { signal } = {}) {
      for (let attempts = 1; ; attempts += 1) {
        try {
          return await attempt(texts, role, signal);
        } catch (error) {
          if (signal?.aborted === true) throw new EngineError('cancelled', 'embedding was cancelled', { cause: error });
          if (isClosed) throw closedError();
          const isLost = error instanceof EngineError && error.code === 'connectionLost';
          if (!isLost || attempts === ATTEMPTS) throw error;
          if (deathsInARow > RESTART_CEILING) throw tooManyDeaths();
        }
      }
    },
    leave: drop,
    report() {
      if (running === null) return null;
      const { process } = running;
      return { role: name, pid: process.pid, memoryBytes: process.memoryBytes(), restarts: starts - 1 };
    },
    close() {
      isClosed = true;
      drop();
    },
  };
}

function backoffMs(deathsInARow: number): number {
  return Math.min(FIRST_BACKOFF_MS * 4 ** (deathsInARow - 1), LONGEST_BACKOFF_MS);
}

function closedError(): EngineError {
  return new EngineError('engineUnavailable', 'the embedders are closed');
}

function tooManyDeaths(): EngineError {
  return new EngineError('engineUnavailable', 'embedder processes die again and again', { details: { reason: 'embedderDied' } });
}
