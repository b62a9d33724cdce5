import { EngineError } from '#contract';
import type { Logger } from '../logger.ts';
import type { ProcessLauncher } from '../process-launcher.ts';
import { createBulkQueue, type BulkLoad } from './bulk-queue.ts';
import type { ModelManifest } from './manifest.ts';
import { createSupervisedEmbedder, type Embedded } from './supervised-embedder.ts';
import type { ModelProcessReport } from './supervised-process.ts';

/** How a machine embeds fastest; the self-test finds it. */
export type EmbeddingTuning = {
  /** A name from the manifest's `weights`. */
  readonly weights: string;
  /** Tokens of one batch, padding included. */
  readonly batchTokens: number;
  /** Bulk processes, one thread each; the query embedder comes on top. */
  readonly processes: number;
};

/** The engine's access to the model: queries at once in a process of their own, documents in bulk beside it. */
export type EmbedderPool = {
  /**
   * Embeds one query; never waits for documents. The L2-normalised vector may be shared with other callers: do not
   * change it. Errors: cancelled, modelUnusable, engineUnavailable.
   */
  embedQuery(text: string, options?: { readonly signal?: AbortSignal }): Promise<Float32Array>;
  /**
   * Embeds documents' texts over all bulk processes; several calls share them, an urgent one goes first. `vectors` is row-major
   * `[texts × dimensions]` in the order of `texts`. Errors: modelUnusable, connectionLost, engineUnavailable.
   */
  embedDocuments(texts: readonly string[], options?: { readonly isUrgent?: boolean }): Promise<Embedded>;
  /** Non-padding tokens a second of the bulk processes together over the last half minute of work; null before any. */
  tokensPerSecond(): number | null;
  /** What the bulk processes do now. */
  load(): BulkLoad;
  /** Call it when `limit` may have changed. */
  reconsider(): void;
  /** Starts the query embedder ahead of the first query. Errors: modelUnusable, engineUnavailable. */
  warmUp(): Promise<void>;
  /** Takes another tuning; processes with other weights are replaced and what they were doing is done again. */
  tune(tuning: EmbeddingTuning): void;
  readonly tuning: EmbeddingTuning;
  /** The processes that run now. */
  report(): ModelProcessReport[];
  /** Ends all processes; pending calls reject with `engineUnavailable`. */
  close(): void;
};

export type EmbedderPoolOptions = {
  readonly launcher: ProcessLauncher;
  readonly modelFolder: string;
  readonly manifest: ModelManifest;
  readonly logger: Logger;
  readonly tuning: EmbeddingTuning;
  /** How many of the `wanted` bulk processes may work now; all unless given. */
  readonly limit?: (wanted: number) => number;
  /** Called whenever a bulk process has nothing more to do. */
  readonly onFree?: () => void;
  /** How long bulk processes stay without work; default 10 s. */
  readonly idleMs?: number;
};

const CACHED_QUERIES = 256;
/** One query is one batch whatever the budget; this one holds the longest text of any model. */
const QUERY_BATCH_TOKENS = 8192;

export function createEmbedderPool({ launcher, modelFolder, manifest, logger, ...options }: EmbedderPoolOptions): EmbedderPool {
  let tuning = options.tuning;
  const cache = new Map<string, Float32Array>();
  const query = createSupervisedEmbedder({
    launcher,
    logger,
    name: 'embedder.query',
    isLowPriority: false,
    load: () => ({ modelFolder, weights: tuning.weights, batchTokens: QUERY_BATCH_TOKENS }),
  });
  const bulk = createBulkQueue({
    dimensions: manifest.dimensions,
    idleMs: options.idleMs ?? 10_000,
    processes: () => options.limit?.(tuning.processes) ?? tuning.processes,
    onFree: () => options.onFree?.(),
    createEmbedder: () =>
      createSupervisedEmbedder({
        launcher,
        logger,
        name: 'embedder.bulk',
        isLowPriority: true,
        load: () => ({ modelFolder, weights: tuning.weights, batchTokens: tuning.batchTokens }),
      }),
  });

  async function embedQuery(text: string, { signal }: { readonly signal?: AbortSignal } = {}): Promise<Float32Array> {
    if (signal?.aborted === true) throw new EngineError('cancelled', 'the query was cancelled');
    const weights = tuning.weights;
    const vector = cache.get(text) ?? (await query.embed([text], 'query', signal === undefined ? {} : { signal })).vectors;
    if (weights === tuning.weights) remember(text, vector);
    return vector;
  }

  /** A map keeps the order of insertion: the first key is the one unused for longest. */
  function remember(text: string, vector: Float32Array): void {
    cache.delete(text);
    cache.set(text, vector);
    const oldest = cache.size > CACHED_QUERIES ? cache.keys().next().value : undefined;
    if (oldest !== undefined) cache.delete(oldest);
  }

  return {
    embedQuery,
    embedDocuments: (texts, embedOptions) => bulk.embed(texts, embedOptions),
    tokensPerSecond: () => bulk.tokensPerSecond(),
    load: () => bulk.load(),
    reconsider: () => bulk.reconsider(),
    async warmUp() {
      await query.embed([''], 'query');
    },
    tune(next) {
      const isReload = next.weights !== tuning.weights;
      const isBulkReload = isReload || next.batchTokens !== tuning.batchTokens;
      tuning = next;
      if (isReload) {
        cache.clear();
        query.leave();
      }
      bulk.retune({ isReload: isBulkReload });
    },
    get tuning() {
      return tuning;
    },
    report: () => [query.report(), ...bulk.report()].filter((report) => report !== null),
    close() {
      query.close();
      bulk.close();
    },
  };
}
