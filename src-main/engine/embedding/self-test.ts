import { createRequire } from 'node:module';
import { z } from 'zod';
import { createClient } from '#rpc';
import type { Logger } from '../logger.ts';
import type { ProcessLauncher } from '../process-launcher.ts';
import type { EmbeddingTuning } from './embedder-pool.ts';
import { vectorSpaceOf, type ModelManifest } from './manifest.ts';
import { loadReference, rowSimilarities, type Reference } from './model-files.ts';
import { describeMachine, type Machine } from './processor.ts';
import { embedderTable } from './protocol.ts';
import type { Embedded } from './supervised-embedder.ts';

/** What the self-test found: how this machine embeds fastest with this model. Kept as a fact of the catalogue. */
export const selfTest = z.object({
  selfTestVersion: z.literal(1),
  /** The only one so far; graphics processors will be measured beside it. */
  provider: z.literal('cpu'),
  weights: z.string(),
  batchTokens: z.int().positive(),
  processes: z.int().positive(),
  /** Non-padding tokens a second of one process, by weight file. */
  tokensPerSecond: z.record(z.string(), z.number()),
  /** Cosine similarity to the original model's float32 vectors, by weight file; empty for a model without reference. */
  agreement: z.record(z.string(), z.object({ mean: z.number(), min: z.number() })),
  processor: z.object({ name: z.string(), cores: z.int(), features: z.array(z.string()) }),
  runtimeVersion: z.string(),
  vectorSpace: z.string(),
  weightsSha256: z.record(z.string(), z.string()),
});
export type SelfTest = z.infer<typeof selfTest>;

const WEIGHTS_ROUND_MS = 250;
const BATCH_ROUND_MS = 100;
const PROCESSES_ROUND_MS = 150;
/** Small batches stay in the processor's cache; larger ones must prove themselves. */
const DEFAULT_BATCH_TOKENS = 256;
const OTHER_BATCH_TOKENS = [512, 1024];
/** Weights further than this from the original on average are not taken, however fast. */
const LEAST_AGREEMENT = 0.97;
/** What is slower to load, larger or takes more of the machine must pay by at least this much. */
const WORTHWHILE = 1.05;
/** Other work on the machine makes all cores look slow for a while; to leave half of them idle for good must pay by more. */
const WORTH_IDLE_CORES = 1.25;
/** A process that hangs must not hold up the engine: its call then rejects with `connectionLost`. */
const DEADLINE_MS = 60_000;
const PROCESS_BYTES = 300 * 1024 * 1024;
const MOST_PROCESSES = 16;

/** What to run with before the self-test has run, and where it cannot. */
export function defaultTuning(manifest: ModelManifest, machine: Machine = describeMachine()): EmbeddingTuning {
  const [weights = ''] = usableWeights(manifest);
  return { weights, batchTokens: DEFAULT_BATCH_TOKENS, processes: mostProcesses(machine) };
}

/** False once the processor, onnxruntime or the model has changed: the self-test must then run again. */
export function isSelfTestCurrent(result: SelfTest, manifest: ModelManifest, machine: Machine = describeMachine()): boolean {
  const { name, cores, features } = result.processor;
  const identity = [name, cores, features, result.runtimeVersion, result.vectorSpace, result.weightsSha256];
  const now = [machine.name, machine.cores, machine.features, runtimeVersion(), vectorSpaceOf(manifest), weightsSums(manifest)];
  return JSON.stringify(identity) === JSON.stringify(now);
}

export type SelfTestOptions = {
  readonly launcher: ProcessLauncher;
  readonly modelFolder: string;
  readonly manifest: ModelManifest;
  readonly logger: Logger;
};

/**
 * Runs short rounds through real embedder processes, two or three seconds in all on an idle machine, and picks weights, batch size and number
 * of processes. Errors: modelUnusable, connectionLost.
 */
export async function runSelfTest({ launcher, modelFolder, manifest, logger }: SelfTestOptions): Promise<SelfTest> {
  const machine = describeMachine();
  const reference = await loadReference(modelFolder, manifest);
  const texts = roundTexts(reference);
  const subjects: Subject[] = [];
  const open: Open = async (weights, batchTokens) => {
    const subject = startSubject(launcher, modelFolder);
    subjects.push(subject);
    await subject.load(weights, batchTokens);
    return subject;
  };
  const deadline = setTimeout(() => {
    for (const subject of subjects) subject.close();
  }, DEADLINE_MS);

  try {
    const { tokensPerSecond, agreement, tried } = await measureWeights(open, manifest, reference, texts);
    const weights = chooseWeights(manifest, tokensPerSecond, agreement);
    for (const [name, subject] of tried) if (name !== weights) subject.close();
    const subject = tried.get(weights) ?? (await open(weights, DEFAULT_BATCH_TOKENS));
    const batchTokens = await chooseBatchTokens(subject, weights, texts);
    const processes = await chooseProcesses([subject], () => open(weights, batchTokens), mostProcesses(machine), texts);
    const { name, cores, features } = machine;
    logger.info('embedder.selfTest', {
      weights,
      batchTokens,
      processes,
      tokensPerSecond: Math.round(tokensPerSecond[weights] ?? 0),
    });
    return {
      selfTestVersion: 1,
      provider: 'cpu',
      weights,
      batchTokens,
      processes,
      tokensPerSecond,
      agreement,
      processor: { name, cores, features: [...features] },
      runtimeVersion: runtimeVersion(),
      vectorSpace: vectorSpaceOf(manifest),
      weightsSha256: weightsSums(manifest),
    };
  } finally {
    clearTimeout(deadline);
    for (const subject of subjects) subject.close();
  }
}

/** An embedder process under test. */
type Subject = {
  /** Costs next to nothing where only `batchTokens` differs from the last time. */
  load(weights: string, batchTokens: number): Promise<void>;
  embed(texts: readonly string[]): Promise<Embedded>;
  close(): void;
};
type Open = (weights: string, batchTokens: number) => Promise<Subject>;

function startSubject(launcher: ProcessLauncher, modelFolder: string): Subject {
  const process = launcher.start('embedder');
  const client = createClient(embedderTable, process.channel);
  return {
    async load(weights, batchTokens) {
      await client.call('load', { modelFolder, weights, batchTokens });
    },
    embed: (texts) => client.call('embed', { texts: [...texts], role: 'document' }),
    close() {
      client.close();
      process.kill();
    },
  };
}

async function measureWeights(
  open: Open,
  manifest: ModelManifest,
  reference: Reference | null,
  texts: readonly string[],
): Promise<Pick<SelfTest, 'tokensPerSecond' | 'agreement'> & { tried: Map<string, Subject> }> {
  const tokensPerSecond: SelfTest['tokensPerSecond'] = {};
  const agreement: SelfTest['agreement'] = {};
  const tried = new Map<string, Subject>();
  for (const weights of usableWeights(manifest)) {
    const subject = await open(weights, DEFAULT_BATCH_TOKENS);
    tried.set(weights, subject);
    const { vectors } = await subject.embed(reference?.texts ?? texts);
    if (reference !== null) {
      const similarities = rowSimilarities(vectors, reference.vectors, manifest.dimensions);
      const mean = similarities.reduce((sum, value) => sum + value, 0) / similarities.length;
      agreement[weights] = { mean, min: Math.min(...similarities) };
    }
    tokensPerSecond[weights] = await speedOf([subject], texts, WEIGHTS_ROUND_MS);
  }
  return { tokensPerSecond, agreement, tried };
}

/** The first weights of the manifest, unless others are clearly faster. */
function chooseWeights(
  manifest: ModelManifest,
  tokensPerSecond: SelfTest['tokensPerSecond'],
  agreement: SelfTest['agreement'],
): string {
  const names = usableWeights(manifest);
  const sound = names.filter((name) => (agreement[name]?.mean ?? 1) >= LEAST_AGREEMENT);
  return fastest(sound.length > 0 ? sound : names, (name) => tokensPerSecond[name] ?? 0);
}

async function chooseBatchTokens(subject: Subject, weights: string, texts: readonly string[]): Promise<number> {
  const sizes = [DEFAULT_BATCH_TOKENS, ...OTHER_BATCH_TOKENS];
  const speeds = new Map<number, number>();
  // Twice round, the better time each: what else runs on the machine disturbs single rounds.
  for (const size of [...sizes, ...sizes]) {
    await subject.load(weights, size);
    speeds.set(size, Math.max(speeds.get(size) ?? 0, await speedOf([subject], texts, BATCH_ROUND_MS)));
  }
  const best = fastest(sizes, (size) => speeds.get(size) ?? 0);
  await subject.load(weights, best);
  return best;
}

/** All cores, unless half of them are clearly faster, as may be with two threads to a core. */
async function chooseProcesses(
  started: readonly Subject[],
  open: () => Promise<Subject>,
  most: number,
  texts: readonly string[],
): Promise<number> {
  if (most === 1) return 1;
  const added = await Promise.all(Array.from({ length: most - started.length }, open));
  const subjects = [...started, ...added];
  await Promise.all(subjects.map((subject) => subject.embed(texts)));
  const candidates = [most, Math.ceil(most / 2)];
  const speeds = new Map<number, number>();
  // In turns, the best time each: a machine that is busy for a moment must not work with half its cores ever after.
  for (const count of [...candidates, ...candidates, ...candidates]) {
    const speed = await speedOf(subjects.slice(0, count), texts, PROCESSES_ROUND_MS);
    speeds.set(count, Math.max(speeds.get(count) ?? 0, speed));
  }
  return fastest(candidates, (count) => speeds.get(count) ?? 0, WORTH_IDLE_CORES);
}

/** The first candidate, unless a later one is faster by the factor that makes it worthwhile. */
function fastest<T>(candidates: readonly T[], speedOfCandidate: (candidate: T) => number, worthwhile = WORTHWHILE): T {
  return candidates.reduce((best, candidate) =>
    speedOfCandidate(candidate) > speedOfCandidate(best) * worthwhile ? candidate : best,
  );
}

/** Non-padding tokens a second that the processes reach together in about `ms`. */
async function speedOf(subjects: readonly Subject[], texts: readonly string[], ms: number): Promise<number> {
  const start = performance.now();
  let tokens = 0;
  await Promise.all(
    subjects.map(async (subject) => {
      while (performance.now() - start < ms) tokens += (await subject.embed(texts)).tokens;
    }),
  );
  return (tokens / (performance.now() - start)) * 1000;
}

/** Passages of the lengths that chunks have: what a text says does not change how long it takes. */
function roundTexts(reference: Reference | null): string[] {
  const longest = (reference?.texts ?? []).reduce((a, b) => (b.length > a.length ? b : a), '');
  const words = `${longest} `.repeat(1 + Math.ceil(4000 / (longest.length + 1))).split(' ');
  return [40, 100, 160, 180].map((count, index) => words.slice(index * 7, index * 7 + count).join(' '));
}

function mostProcesses({ cores, memoryBytes }: Machine): number {
  return Math.max(1, Math.min(cores, MOST_PROCESSES, Math.floor(memoryBytes / 4 / PROCESS_BYTES)));
}

/** The names of the weight files made for a processor, in the manifest's order of preference. */
function usableWeights(manifest: ModelManifest): string[] {
  return Object.keys(manifest.weights).filter((name) => manifest.weights[name]?.providers.includes('cpu'));
}

function weightsSums(manifest: ModelManifest): Record<string, string> {
  return Object.fromEntries(
    Object.entries(manifest.weights).map(([name, { file }]) => [name, manifest.files[file]?.sha256 ?? '']),
  );
}

/** Required, not imported: the bundler drops the attribute that Node demands of a JSON import. */
function runtimeVersion(): string {
  const require = createRequire(import.meta.url);
  return z.object({ version: z.string() }).parse(require('onnxruntime-node/package.json')).version;
}
