import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createEmbedderPool, type EmbedderPool } from '#engine/embedding/embedder-pool.ts';
import { loadManifest } from '#engine/embedding/manifest.ts';
import { helperEnvironment } from '#hosts/node/engine-environment.ts';
import { entryFile } from '#hosts/node/entries.ts';
import { createProcessLauncher } from '#hosts/node/process-launcher.ts';
import { cacheFolder, projectRoot } from './harness.ts';

/** Runs with the shipped model in processes of its own, without an engine. */
export async function withEmbedders<R>(use: (pool: EmbedderPool) => Promise<R>): Promise<R> {
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const modelFolder = join(projectRoot, 'models', 'all-MiniLM-L6-v2');
  const launcher = createProcessLauncher({
    entryOf: entryFile,
    environment: helperEnvironment(cacheFolder, process.env),
    logger: silent,
  });
  const tuning = { weights: 'int8', batchTokens: 512, processes: availableParallelism() };
  const manifest = await loadManifest(modelFolder);
  const pool = createEmbedderPool({ launcher, modelFolder, manifest, logger: silent, tuning });
  try {
    return await use(pool);
  } finally {
    pool.close();
  }
}
