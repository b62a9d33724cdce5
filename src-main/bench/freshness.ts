import { lstat, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contract, DocumentSummary } from '#contract';
import type { Client } from '#rpc';
import { startEngine, waitForProgress } from './engine-session.ts';
import { createFileModel, OPERATIONS, type Expectation, type FileModel, type OperationKind } from './file-operations.ts';
import { percentile, round, type BenchOptions } from './harness.ts';
import { createRandom } from './random.ts';

const SEED = 20_261;
/** Far beyond people and programs, below what two cores index for minutes on end: a queue that only grows shows nothing. */
const OPERATIONS_A_SECOND = 40;
const BURST_FILES = 1_000;
const BURSTS = 6;
/** One in so many operations is watched until search shows it. */
const SAMPLED_SHARE = 0.05;
const POLL_MS = 20;
/** Sooner than any change is noticed. */
const TRIVIAL_MS = 250;
const GIVEN_UP_MS = 60_000;
const FOLDER_MOVES = 20;
const SEARCHED_AT_END = 1_000;
const FILES_PER_CALL = 1_000;

type Sample = Expectation & { readonly kind: OperationKind; readonly since: number };
type Latencies = Map<OperationKind, number[]>;

/**
 * Changes thousands of files at random below a real engine and measures, for a sample of the operations, how long after
 * its last write search by words shows it; then compares the whole library with the disk.
 */
export async function runFreshnessBench({ isSmallest }: BenchOptions): Promise<Record<string, unknown>> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'akin-freshness-')));
  const session = await startEngine();
  try {
    const { client } = session;
    const model = createFileModel(root, SEED);
    await client.call('library.addFolder', { path: root });
    await waitForProgress(client, (progress) => progress.isSettled);
    const plan = isSmallest
      ? { operations: 300, bursts: 1, burstFiles: 100 }
      : { operations: 20_000, bursts: BURSTS, burstFiles: BURST_FILES };
    const startedAt = performance.now();
    const latencies = await operateAndSample(client, model, plan);
    const tookS = (performance.now() - startedAt) / 1000;
    await settle(client);
    const byEvents = await compare(client, model);
    await client.call('library.rescan', {});
    await settle(client);
    const afterScan = await compare(client, model);
    const unfound = await searchAll(client, model, isSmallest ? 50 : SEARCHED_AT_END);
    const moves = await moveFolders(client, model);
    const all = [...latencies.values()].flat();
    return {
      seed: SEED,
      operations: plan.operations,
      tookS: round(tookS, 0),
      files: model.files().size,
      freshness: describe(all),
      byKind: Object.fromEntries([...latencies].map(([kind, times]) => [kind, describe(times)])),
      divergencesByEventsAlone: byEvents,
      divergencesAfterScan: afterScan,
      wordsNotFound: unfound,
      folderMoves: moves,
    };
  } finally {
    await session.end();
    await rm(root, { recursive: true, force: true });
  }
}

async function operateAndSample(
  client: Client<Contract>,
  model: FileModel,
  plan: { readonly operations: number; readonly bursts: number; readonly burstFiles: number },
): Promise<Latencies> {
  const random = createRandom(SEED + 1);
  const prober = createProber(client, model);
  const burstEvery = Math.floor(plan.operations / (plan.bursts + 1));
  let nextBurst = burstEvery;
  let done = 0;
  const startedAt = performance.now();
  while (done < plan.operations) {
    const isBurst = done >= nextBurst;
    const { kind, files, expectations } = isBurst ? await model.burst(plan.burstFiles) : await model.operate();
    if (isBurst) nextBurst += burstEvery;
    done += isBurst ? files : 1;
    const isRare = kind === 'burst' || kind === 'moveFolder' || kind === 'deleteFolder' || kind === 'append';
    if (isRare || random.uniform() < SAMPLED_SHARE)
      for (const expectation of expectations) prober.watch({ ...expectation, kind });
    const dueAt = startedAt + (done / OPERATIONS_A_SECOND) * 1000;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueAt - performance.now())));
  }
  return prober.finish();
}

/** Searches for what samples expect, one after the other, until each is shown. */
function createProber(client: Client<Contract>, model: FileModel) {
  const latencies: Latencies = new Map(OPERATIONS.map((kind) => [kind, []]));
  const samples = new Set<Sample>();
  let isEnding = false;
  const loop = run();

  async function run(): Promise<void> {
    while (!isEnding || samples.size > 0) {
      for (const sample of samples) {
        const isShown = await isAsExpected(client, sample);
        const tookMs = performance.now() - sample.since;
        if (!isShown && tookMs < GIVEN_UP_MS) continue;
        samples.delete(sample);
        model.release(sample.word);
        // What was never seen before it was deleted is not found at once, which shows nothing.
        if (tookMs > TRIVIAL_MS || sample.path !== null) latencies.get(sample.kind)?.push(isShown ? tookMs : Infinity);
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  return {
    watch(sample: Omit<Sample, 'since'>) {
      model.hold(sample.word);
      samples.add({ ...sample, since: performance.now() });
    },
    async finish() {
      isEnding = true;
      await loop;
      return latencies;
    },
  };
}

async function isAsExpected(client: Client<Contract>, { word, path }: Expectation): Promise<boolean> {
  const { results } = await client.call('search.query', { query: word, mode: 'words' });
  return path === null ? results.length === 0 : results.length === 1 && results[0]?.path === path;
}

async function settle(client: Client<Contract>): Promise<void> {
  // What is still in the watcher's hands is not known to the engine yet.
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  await waitForProgress(client, (progress) => progress.isSettled);
}

/** One line for each file that is on disk and not, or not as it is, in the library, and for each that is only there. */
async function compare(client: Client<Contract>, model: FileModel): Promise<string[]> {
  const known = await listFiles(client);
  const divergences: string[] = [];
  for (const path of model.files().keys()) {
    const document = known.get(path);
    known.delete(path);
    const { size, mtimeMs } = await lstat(path);
    if (document === undefined) divergences.push(`unknown: ${path}`);
    else if (document.state !== 'indexed') divergences.push(`${document.state} ${document.reason ?? ''}: ${path}`);
    else if (document.sizeBytes !== size) divergences.push(`${document.sizeBytes} bytes, not ${size}: ${path}`);
    else if (Math.abs(document.modifiedAt - mtimeMs) > 2) divergences.push(`${document.modifiedAt}, not ${mtimeMs}: ${path}`);
  }
  return [...divergences, ...[...known.keys()].map((path) => `gone: ${path}`)];
}

async function listFiles(client: Client<Contract>): Promise<Map<string, DocumentSummary>> {
  const known = new Map<string, DocumentSummary>();
  let cursor: string | null = null;
  do {
    const page: { files: DocumentSummary[]; nextCursor: string | null } = await client.call('library.files', {
      limit: FILES_PER_CALL,
      cursor,
    });
    for (const file of page.files) known.set(file.path, file);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return known;
}

/** How many of a sample of files their own word does not lead to. */
async function searchAll(client: Client<Contract>, model: FileModel, count: number): Promise<number> {
  const sample = createRandom(SEED + 2)
    .shuffle([...model.files()])
    .slice(0, count);
  let unfound = 0;
  for (const [path, word] of sample) if (!(await isAsExpected(client, { word, path }))) unfound += 1;
  return unfound;
}

/** Moves folders of an idle library: no document may leave the state `indexed`, get another id or another vector. */
async function moveFolders(client: Client<Contract>, model: FileModel): Promise<Record<string, unknown>> {
  const idsOf = (files: ReadonlyMap<string, DocumentSummary>): number[] =>
    [...files.values()].map(({ id }) => id).sort((a, b) => a - b);
  const before = idsOf(await listFiles(client));
  const { vectors } = (await client.call('engine.doctor', {})).index;
  let leftIndexed = 0;
  const stop = client.subscribe('progress', ({ counts }) => (leftIndexed = Math.max(leftIndexed, counts.queued + counts.words)));
  const moved = new Set<string>();
  for (let turn = 0; turn < FOLDER_MOVES; turn += 1) for (const path of await model.moveFolder()) moved.add(path);
  await settle(client);
  stop();
  const after = idsOf(await listFiles(client));
  const doctor = await client.call('engine.doctor', {});
  return {
    movedFiles: moved.size,
    documentsReadAgain: leftIndexed,
    idsChanged: before.filter((id, index) => after[index] !== id).length,
    vectorsAdded: doctor.index.vectors - vectors,
    divergences: await compare(client, model),
  };
}

function describe(times: readonly number[]): Record<string, number> {
  return {
    samples: times.length,
    p50Ms: round(percentile(times, 0.5), 0),
    p99Ms: round(percentile(times, 0.99), 0),
    maxMs: round(Math.max(...times), 0),
  };
}
