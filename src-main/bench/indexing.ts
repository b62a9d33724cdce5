import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contract } from '#contract';
import type { Client } from '#rpc';
import { startEngine, waitForProgress } from './engine-session.ts';
import { proportionalSetSize, round, type BenchOptions } from './harness.ts';
import { writeTextFiles } from './text-files.ts';

/** Stands in most of the English texts, so that it is among the first that are read. */
const COMMON_WORD = 'the';
const POLL_MS = 50;

/** A folder of text files from nothing: time to the first hit, until all words and until all meaning is searchable. */
export async function runIndexingBench({ isSmallest }: BenchOptions): Promise<Record<string, unknown>> {
  const files = isSmallest ? 300 : 10_000;
  const folder = await mkdtemp(join(tmpdir(), 'akin-files-'));
  const bytes = await writeTextFiles(folder, files);
  const session = await startEngine();
  const { client, enginePid } = session;
  try {
    let peakMemory = 0;
    const startedAt = performance.now();
    const seconds = (): number => round((performance.now() - startedAt) / 1000, 2);
    await client.call('library.addFolder', { path: folder });
    const firstHit = waitForHit(client).then(seconds);
    let wordsSeconds: number | null = null;
    await waitForProgress(
      client,
      ({ isSettled, documentsTotal }) => isSettled && documentsTotal >= files,
      ({ wordsDone }) => {
        if (wordsDone >= files) wordsSeconds ??= seconds();
        peakMemory = Math.max(peakMemory, proportionalSetSize(enginePid));
      },
    );
    const settledSeconds = seconds();
    const { index } = await client.call('engine.doctor', {});
    return {
      files,
      megabytes: round(bytes / 1e6, 1),
      firstHitSeconds: await firstHit,
      wordsSeconds,
      settledSeconds,
      filesPerSecond: round(files / settledSeconds, 1),
      chunks: index.chunks,
      indexBytesPerChunk: round(index.sizeBytes / Math.max(1, index.chunks), 0),
      peakMemoryMiB: round(peakMemory / 2 ** 20, 0),
    };
  } finally {
    await session.end();
    await rm(folder, { recursive: true, force: true });
  }
}

async function waitForHit(client: Client<Contract>): Promise<void> {
  for (;;) {
    const { total } = await client.call('search.query', { query: COMMON_WORD, mode: 'words', limit: 1 });
    if (total > 0) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
