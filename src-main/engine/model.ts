import type { DoctorReport } from '#contract';
import type { Catalogue } from './catalogue/catalogue.ts';
import { createEmbedderPool, type EmbedderPool, type EmbeddingTuning } from './embedding/embedder-pool.ts';
import type { ModelManifest } from './embedding/manifest.ts';
import { defaultTuning, isSelfTestCurrent, runSelfTest, selfTest, type SelfTest } from './embedding/self-test.ts';
import type { EmbedDocuments } from './indexing/meaning-stage.ts';
import type { Logger } from './logger.ts';
import type { ProcessLauncher } from './process-launcher.ts';
import type { SettingsStore } from './settings.ts';

const SELF_TEST_FACT = 'selfTest';

export type Model = {
  readonly pool: EmbedderPool;
  /**
   * As the pool's; the first call of a first start runs the self-test before. Not earlier: until then files are read,
   * which the self-test would hold up, and which would falsify it.
   */
  readonly embedDocuments: EmbedDocuments;
  /** Takes changed settings into account. */
  reconfigure(): void;
  describe(): Pick<DoctorReport['model'], 'weights' | 'batchTokens' | 'processes' | 'tokensPerSecond' | 'agreement'>;
  close(): Promise<void>;
};

/** The installed model with how this machine runs it best: what the self-test found, unless settings say otherwise. */
export function openModel(options: {
  readonly modelFolder: string;
  readonly manifest: ModelManifest;
  readonly launcher: ProcessLauncher;
  readonly logger: Logger;
  readonly catalogue: Catalogue;
  readonly settings: SettingsStore;
  /** How many of the wanted bulk processes may work now. */
  limit(wanted: number): number;
  /** Called whenever a bulk process has nothing more to do. */
  onFree(): void;
}): Model {
  const { manifest, logger, catalogue, settings } = options;
  let found = readSelfTest(catalogue, manifest);
  let isClosed = false;
  const pool = createEmbedderPool({ ...options, tuning: chooseTuning() });
  let tested: Promise<void> | null = found === null ? null : Promise.resolve();

  function chooseTuning(): EmbeddingTuning {
    const base = found ?? defaultTuning(manifest);
    const chosen = settings.all();
    const weights = chosen['embedding.weights'];
    return {
      weights: weights === 'auto' ? base.weights : weights,
      batchTokens: base.batchTokens,
      processes: chosen['embedding.processes'] || base.processes,
    };
  }

  async function test(): Promise<void> {
    try {
      const result = await runSelfTest(options);
      if (isClosed) return;
      found = result;
      catalogue.setFact(SELF_TEST_FACT, JSON.stringify(result));
      pool.tune(chooseTuning());
    } catch (error) {
      // The defaults serve; the next start tries again.
      logger.warn('model.selfTestFailed', { error: error instanceof Error ? error.name : 'unknown' });
    }
  }

  return {
    pool,
    async embedDocuments(texts, { isUrgent = false } = {}) {
      // An edit does not wait for the self-test, nor start it while files are read.
      if (!isUrgent) await (tested ??= test());
      return pool.embedDocuments(texts, { isUrgent });
    },
    reconfigure: () => pool.tune(chooseTuning()),
    describe: () => ({
      ...pool.tuning,
      tokensPerSecond: found?.tokensPerSecond ?? {},
      agreement: Object.fromEntries(Object.entries(found?.agreement ?? {}).map(([weights, { mean }]) => [weights, mean])),
    }),
    async close() {
      isClosed = true;
      pool.close();
      await tested;
    },
  };
}

function readSelfTest(catalogue: Catalogue, manifest: ModelManifest): SelfTest | null {
  const stored = catalogue.fact(SELF_TEST_FACT);
  if (stored === null) return null;
  const parsed = selfTest.safeParse(JSON.parse(stored));
  return parsed.success && isSelfTestCurrent(parsed.data, manifest) ? parsed.data : null;
}
