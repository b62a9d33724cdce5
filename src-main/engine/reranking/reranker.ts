import { EngineError } from '#contract';
import { createSupervisedProcess, type ModelProcessReport } from '#engine/embedding/supervised-process.ts';
import type { Logger } from '../logger.ts';
import type { ProcessLauncher } from '../process-launcher.ts';
import { rerankerTable } from './protocol.ts';

/** The cross-encoder in a process of its own, started with the first pair and ended when it has had none for a while. */
export type Reranker = {
  /**
   * How well a passage answers a query; higher is better. Pairs are scored one after the other. Once `signal` is aborted,
   * a pair that still waits is not scored; one under way cannot be stopped. Errors: cancelled, rerankerUnavailable.
   */
  score(query: string, passage: string, signal: AbortSignal): Promise<number>;
  /** Gives the memory back; the next pair starts the process again. */
  leave(): void;
  /** Null while no process runs. */
  report(): ModelProcessReport | null;
  close(): void;
};

/** Loading takes longer than most budgets, so the process stays over the pauses between one search and the next. */
const IDLE_MS = 300_000;

export function createReranker(options: {
  readonly launcher: ProcessLauncher;
  readonly modelFolder: string;
  readonly logger: Logger;
  readonly idleMs?: number;
}): Reranker {
  const { launcher, modelFolder, logger, idleMs = IDLE_MS } = options;
  const supervised = createSupervisedProcess({
    launcher,
    logger,
    role: 'reranker',
    name: 'reranker',
    isLowPriority: false,
    table: rerankerTable,
    load: (client) => client.call('load', { modelFolder }),
  });
  let last: Promise<unknown> = Promise.resolve();
  let idleTimer: NodeJS.Timeout | undefined;

  async function scoreInTurn(query: string, passage: string, signal: AbortSignal): Promise<number> {
    if (signal.aborted) throw new EngineError('cancelled', 'reranking was cancelled');
    clearTimeout(idleTimer);
    try {
      // Without the signal: whoever stops waiting must not hide a process that hangs from its watchdog.
      return await supervised.run((client) => client.call('score', { query, passage }));
    } catch (error) {
      throw toUnavailable(error);
    } finally {
      clearTimeout(idleTimer);
      idleTimer = setTimeout(() => supervised.leave(), idleMs).unref();
    }
  }

  return {
    score(query, passage, signal) {
      const turn = last.then(() => scoreInTurn(query, passage, signal));
      last = turn.catch(() => undefined);
      return turn;
    },
    leave: supervised.leave,
    report: supervised.report,
    close() {
      clearTimeout(idleTimer);
      supervised.close();
    },
  };
}

/** To a person it is all one: results stay in their first order, until the reranker is repaired. */
function toUnavailable(error: unknown): unknown {
  if (!(error instanceof EngineError)) return error;
  if (error.code === 'connectionLost' || error.code === 'engineUnavailable') {
    return new EngineError('rerankerUnavailable', 'the reranker process died', { details: { reason: 'died' }, cause: error });
  }
  if (error.code !== 'modelUnusable') return error;
  const details = { reason: 'unusable', fault: error.details['reason'] ?? null };
  return new EngineError('rerankerUnavailable', 'the reranker cannot be used', { details, cause: error });
}
