import { setTimeout as delay } from 'node:timers/promises';
import { EngineError, type Table } from '#contract';
import { createClient, type Client } from '#rpc';
import type { Logger } from '../logger.ts';
import type { EngineProcess, ProcessLauncher, ProcessRole } from '../process-launcher.ts';

export type ModelProcessReport = {
  readonly role: string;
  readonly pid: number;
  readonly memoryBytes: number | null;
  readonly restarts: number;
};

/** One process with a model at a time, started when first needed and again after each death. */
export type SupervisedProcess<T extends Table> = {
  /**
   * Makes a call on the process, once its model is loaded. A call lost with a process is made again on a new one, twice;
   * then it rejects. Errors: those of the call, cancelled, connectionLost, engineUnavailable (too many deaths in a row, or closed).
   */
  run<R>(call: (client: Client<T>) => Promise<R>, options?: { readonly signal?: AbortSignal | undefined }): Promise<R>;
  /** Ends the process, which gives its memory back; the next call starts one. */
  leave(): void;
  /** Null while no process runs. */
  report(): ModelProcessReport | null;
  close(): void;
};

export type SupervisedProcessOptions<T extends Table> = {
  readonly launcher: ProcessLauncher;
  readonly logger: Logger;
  readonly role: ProcessRole;
  /** For the report: `embedder.query`, `embedder.bulk` or `reranker`. */
  readonly name: string;
  readonly isLowPriority: boolean;
  readonly table: T;
  /** The first call to each process. */
  load(client: Client<T>): Promise<unknown>;
  /** How long a call may take before its process counts as hung; default 60 s. */
  readonly watchdogMs?: number;
};

const WATCHDOG_MS = 60_000;
const ATTEMPTS = 3;
/** Deaths without one answer between them after which starting again is given up until the next call. */
const RESTART_CEILING = 5;
const FIRST_BACKOFF_MS = 50;
const LONGEST_BACKOFF_MS = 5000;

type Running<T extends Table> = {
  readonly process: EngineProcess;
  readonly client: Client<T>;
  readonly loaded: Promise<unknown>;
};

export function createSupervisedProcess<T extends Table>(options: SupervisedProcessOptions<T>): SupervisedProcess<T> {
  const { launcher, logger, role, name, isLowPriority, watchdogMs = WATCHDOG_MS } = options;
  let running: Running<T> | null = null;
  let isClosed = false;
  let starts = 0;
  let deathsInARow = 0;

  function start(): Running<T> {
    starts += 1;
    const process = launcher.start(role, { isLowPriority });
    const client = createClient(options.table, process.channel);
    const loaded = guarded(process, options.load(client));
    const current: Running<T> = { process, client, loaded };
    loaded.catch(() => current === running && drop());
    // The channel tells of a death first; whoever retries after it must not meet the dead process again.
    void client.closed.then(async () => {
      if (running !== current) return;
      running = null;
      deathsInARow += 1;
      process.kill();
      const { code, signal } = await process.exited;
      logger.warn(`${role}.died`, { name, pid: process.pid, code, signal, deathsInARow });
    });
    return current;
  }

  /** Kills a process that does not answer in time: its pending calls then reject with `connectionLost`. */
  async function guarded<R>(process: EngineProcess, call: Promise<R>): Promise<R> {
    const timer = setTimeout(() => {
      logger.error(`${role}.hung`, { name, pid: process.pid, watchdogMs });
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

  async function attempt<R>(call: (client: Client<T>) => Promise<R>, signal: AbortSignal | undefined): Promise<R> {
    if (deathsInARow > 0) await delay(backoffMs(deathsInARow), undefined, signal === undefined ? {} : { signal });
    if (isClosed) throw closedError(name);
    running ??= start();
    const { process, client, loaded } = running;
    await loaded;
    const answer = await guarded(process, call(client));
    deathsInARow = 0;
    return answer;
  }

  return {
    async run(call, { signal } = {}) {
      for (let attempts = 1; ; attempts += 1) {
        try {
          return await attempt(call, signal);
        } catch (error) {
          if (signal?.aborted === true) throw new EngineError('cancelled', 'the call was cancelled', { cause: error });
          if (isClosed) throw closedError(name);
          const isLost = error instanceof EngineError && error.code === 'connectionLost';
          if (!isLost || attempts === ATTEMPTS) throw error;
          if (deathsInARow > RESTART_CEILING) throw tooManyDeaths(role);
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

function closedError(name: string): EngineError {
  return new EngineError('engineUnavailable', `${name} is closed`);
}

function tooManyDeaths(role: ProcessRole): EngineError {
  return new EngineError('engineUnavailable', `${role} processes die again and again`, { details: { reason: `${role}Died` } });
}
