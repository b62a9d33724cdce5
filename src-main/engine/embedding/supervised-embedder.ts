import type { Logger } from '../logger.ts';
import type { ProcessLauncher } from '../process-launcher.ts';
import { embedderTable, type EmbeddingRole } from './protocol.ts';
import { createSupervisedProcess, type SupervisedProcess } from './supervised-process.ts';

/** `vectors` is row-major `[texts × dimensions]`, rows L2-normalised. */
export type Embedded = { readonly vectors: Float32Array; readonly tokens: number };

/** One embedder process at a time, started when first needed and again after each death. */
export type SupervisedEmbedder = Pick<SupervisedProcess<typeof embedderTable>, 'leave' | 'report' | 'close'> & {
  /**
   * Embeds texts. Work lost with a process is done again on a new one, twice; then it rejects.
   * Errors: cancelled, modelUnusable, connectionLost, engineUnavailable (too many deaths in a row, or closed).
   */
  embed(texts: readonly string[], role: EmbeddingRole, options?: { readonly signal?: AbortSignal }): Promise<Embedded>;
};

export type SupervisedEmbedderOptions = {
  readonly launcher: ProcessLauncher;
  readonly logger: Logger;
  /** For the report: `embedder.query` or `embedder.bulk`. */
  readonly name: string;
  readonly isLowPriority: boolean;
  /** Read at each start of a process. */
  load(): { readonly modelFolder: string; readonly weights: string; readonly batchTokens: number };
};

export function createSupervisedEmbedder({ load, ...options }: SupervisedEmbedderOptions): SupervisedEmbedder {
  const supervised = createSupervisedProcess({
    ...options,
    role: 'embedder',
    table: embedderTable,
    load: (client) => client.call('load', load()),
  });
  return {
    embed: (texts, role, { signal } = {}) =>
      supervised.run((client) => client.call('embed', { texts: [...texts], role }, signal === undefined ? {} : { signal }), {
        signal,
      }),
    leave: supervised.leave,
    report: supervised.report,
    close: supervised.close,
  };
}
