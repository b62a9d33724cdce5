import { readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import type { DoctorReport } from '#contract';
import type { Catalogue } from './catalogue/catalogue.ts';
import type { ModelManifest } from './embedding/manifest.ts';
import type { Model } from './model.ts';
import type { RerankStage } from './rerank-stage.ts';
import type { IndexStore } from './storage/index-store.ts';

export type Doctor = () => Promise<DoctorReport>;

type ProcessReport = DoctorReport['processes'][number];

/** Looks at everything that a person who asks for help is asked for. */
export function createDoctor(parts: {
  readonly version: string;
  readonly dataFolder: string;
  readonly lockPath: string;
  readonly socketPath: string;
  readonly catalogue: Catalogue;
  readonly store: IndexStore;
  readonly manifest: ModelManifest;
  readonly model: Model;
  readonly rerank: RerankStage;
  reports(): readonly ProcessReport[];
  /** Codes of what keeps changes from being noticed. */
  troubles(): readonly string[];
}): Doctor {
  return async () => {
    const { manifest, model } = parts;
    const { sqlite = '', v8, uv } = process.versions;
    const watchFaults = parts.troubles().map(toFault);
    return {
      versions: { akin: parts.version, node: process.version, sqlite, v8, uv: uv ?? '' },
      dataFolder: parts.dataFolder,
      lockPath: parts.lockPath,
      socketPath: parts.socketPath,
      model: {
        key: manifest.key,
        dimensions: manifest.dimensions,
        maxTokens: manifest.text?.maxTokens ?? 0,
        ...model.describe(),
      },
      reranker: parts.rerank.describe(),
      processor: { name: cpus()[0]?.model ?? 'unknown', cores: availableParallelism(), features: processorFeatures() },
      processes: [{ role: 'engine', pid: process.pid, memoryBytes: process.memoryUsage.rss(), restarts: 0 }, ...parts.reports()],
      index: await parts.store.statistics(),
      faults: [
        ...parts.catalogue.checkIntegrity(),
        ...(await parts.store.checkIntegrity()),
        ...parts.rerank.faults(),
        ...watchFaults,
      ],
    };
  };
}

function toFault(code: string): string {
  switch (code) {
    case 'watchLimit':
      return 'The system allows no more watches, so some folders are compared every minute instead. On Linux "sudo sysctl fs.inotify.max_user_watches=1048576" allows more.';
    case 'overflow':
      return 'More changed at once than the system could tell, so folders were compared anew. On Linux "sudo sysctl fs.inotify.max_queued_events=131072" allows more.';
    default:
      return `Some folders cannot be watched (${code}); what can be read of them is compared every minute instead.`;
  }
}

/** What decides how fast a model runs; empty where the system does not say. */
function processorFeatures(): string[] {
  if (process.platform !== 'linux') return [];
  const flags = new Set(/^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1]?.trim().split(' '));
  return ['avx2', 'fma', 'avx512f', 'avx512_vnni', 'avx_vnni', 'amx_int8'].filter((feature) => flags.has(feature));
}
