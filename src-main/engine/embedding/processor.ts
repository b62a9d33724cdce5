import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';

/** What decides how fast a model runs here. */
export type Machine = {
  readonly name: string;
  /** Logical cores this process may use. */
  readonly cores: number;
  /** Instruction sets that matter to onnxruntime; empty where the system does not tell. */
  readonly features: readonly string[];
  readonly memoryBytes: number;
};

/** As Linux spells them, x86 first, then ARM. */
const RELEVANT_FEATURES = [
  'avx',
  'avx2',
  'fma',
  'f16c',
  'avx512f',
  'avx512_vnni',
  'avx512_bf16',
  'avx_vnni',
  'amx_int8',
  'asimddp',
  'i8mm',
  'bf16',
  'sve',
];

export function describeMachine(): Machine {
  return {
    name: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    features: linuxFeatures(),
    memoryBytes: totalmem(),
  };
}

function linuxFeatures(): string[] {
  if (process.platform !== 'linux') return [];
  const found = /^(?:flags|Features)\s*:\s*(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1]?.split(' ') ?? [];
  return RELEVANT_FEATURES.filter((feature) => found.includes(feature));
}
