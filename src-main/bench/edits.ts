import { appendFile, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contract } from '#contract';
import type { Client } from '#rpc';
import { startEngine, waitForProgress, type EngineSession } from './engine-session.ts';
import { percentile, round, type BenchOptions } from './harness.ts';
import { readJudgedSet } from './judged-set.ts';
import { createRandom } from './random.ts';
import { writeTextFiles } from './text-files.ts';

/** Edits waited for together: each is seen and published by itself, as it is a moment after the one before. */
const EDITS_AT_ONCE = 10;
const BETWEEN_EDITS_MS = 40;
/** Upkeep is through once the index has kept its size for so long. */
const QUIET_MS = 5_000;
const MODES = ['words', 'hybrid'] as const;

/** What a thousand edits of single files leave of the index, beside one built anew from the same files: disk and latency. */
export async function runEditsBench({ isSmallest }: BenchOptions): Promise<Record<string, unknown>> {
  const files = isSmallest ? 100 : 3_000;
  const edits = isSmallest ? 30 : 1_000;
  const folder = await mkdtemp(join(tmpdir(), 'akin-edits-'));
  await writeTextFiles(folder, files);
  const edited = await startEngine();
  const sessions: EngineSession[] = [edited];
  try {
    await index(edited.client, folder, files);
    const startedAt = performance.now();
    await edit(edited.client, folder, edits);
    const editSeconds = round((performance.now() - startedAt) / 1000, 1);
    await untilQuiet(edited.client);
    const rebuilt = await startEngine();
    sessions.push(rebuilt);
    await index(rebuilt.client, folder, files);
    await untilQuiet(rebuilt.client);
    const sizes = { edited: await sizesOf(edited), rebuilt: await sizesOf(rebuilt) };
    return {
      files,
      edits,
      editSeconds,
      sizes,
      diskRatio: round(sizes.edited.indexBytes / sizes.rebuilt.indexBytes),
      dataFolderRatio: round(sizes.edited.allBytes / sizes.rebuilt.allBytes),
      queries: await compareQueries(edited.client, rebuilt.client, isSmallest ? 20 : 150),
    };
  } finally {
    for (const session of sessions) await session.end();
    await rm(folder, { recursive: true, force: true });
  }
}

async function index(client: Client<Contract>, folder: string, files: number): Promise<void> {
  await client.call('library.addFolder', { path: folder });
  await waitForProgress(client, ({ isSettled, documentsTotal }) => isSettled && documentsTotal >= files);
  await untilQuiet(client);
}

async function edit(client: Client<Contract>, folder: string, edits: number): Promise<void> {
  const random = createRandom(17);
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.txt')).toSorted();
  for (let count = 0; count < edits; count += EDITS_AT_ONCE) {
    const markers = Array.from({ length: Math.min(EDITS_AT_ONCE, edits - count) }, (_, offset) => `editmarker${count + offset}x`);
    for (const [position, name] of random.shuffle(names).slice(0, markers.length).entries()) {
      await appendFile(join(folder, name), `\nA sentence was added here, ${markers[position]}.\n`);
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_EDITS_MS));
    }
    for (const marker of markers) await untilFound(client, marker);
    await waitForProgress(client, ({ isSettled }) => isSettled);
  }
}

async function untilFound(client: Client<Contract>, word: string): Promise<void> {
  while ((await client.call('search.query', { query: word, mode: 'words', limit: 1 })).total === 0) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function untilQuiet(client: Client<Contract>): Promise<void> {
  let lastSize = -1;
  let changedAt = performance.now();
  while (performance.now() - changedAt < QUIET_MS) {
    const { index: found } = await client.call('engine.doctor', {});
    if (found.sizeBytes !== lastSize) changedAt = performance.now();
    lastSize = found.sizeBytes;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function sizesOf({ client, dataFolder }: EngineSession): Promise<{ indexBytes: number; allBytes: number; chunks: number }> {
  const { index: found } = await client.call('engine.doctor', {});
  let allBytes = found.sizeBytes;
  for (const name of await readdir(dataFolder)) {
    if (/\.sqlite(?:-wal)?$/.test(name)) allBytes += (await stat(join(dataFolder, name))).size;
  }
  return { indexBytes: found.sizeBytes, allBytes, chunks: found.chunks };
}

/** In turns, so that whatever else the machine does hits both alike. */
async function compareQueries(
  edited: Client<Contract>,
  rebuilt: Client<Contract>,
  count: number,
): Promise<Record<string, unknown>> {
  const { queries } = await readJudgedSet('scifact');
  const texts = createRandom(3)
    .shuffle(queries)
    .slice(0, count)
    .map(({ text }) => text);
  const result: Record<string, unknown> = {};
  for (const mode of MODES) {
    const times: { edited: number[]; rebuilt: number[] } = { edited: [], rebuilt: [] };
    for (const [turn, query] of [...texts.slice(0, 10), ...texts].entries()) {
      const timed = [await time(edited, query, mode), await time(rebuilt, query, mode)] as const;
      // The first ones warm both up.
      if (turn < 10) continue;
      times.edited.push(timed[0]);
      times.rebuilt.push(timed[1]);
    }
    const of = (values: readonly number[], share: number): number => round(percentile(values, share), 1);
    const [p50, p95] = [0.5, 0.95].map((share) => ({ edited: of(times.edited, share), rebuilt: of(times.rebuilt, share) }));
    result[mode] = {
      p50Ms: p50,
      p95Ms: p95,
      p50Ratio: round((p50?.edited ?? NaN) / (p50?.rebuilt ?? NaN)),
      p95Ratio: round((p95?.edited ?? NaN) / (p95?.rebuilt ?? NaN)),
    };
  }
  return result;
}

async function time(client: Client<Contract>, query: string, mode: (typeof MODES)[number]): Promise<number> {
  const startedAt = performance.now();
  await client.call('search.query', { query, mode });
  return performance.now() - startedAt;
}
