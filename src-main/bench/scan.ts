import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contract, Progress } from '#contract';
import type { Client } from '#rpc';
import { startEngine, waitForProgress } from './engine-session.ts';
import { median, proportionalSetSize, round, type BenchOptions } from './harness.ts';
import { writeTextFiles } from './text-files.ts';

const FILES_PER_FOLDER = 100;
/** Read in full; the rest is known by name, as most of a home folder is. */
const TEXT_FILES = 1_000;
const RESCANS = 3;
/** Helpers stay ten seconds once there is nothing to do. */
const IDLE_WAIT_MS = 20_000;

/**
 * Libraries of 30,000 and 100,000 files that do not change: how long comparing them with the disk takes, and the memory
 * of the process that watches them and of all processes together.
 */
export async function runScanBench({ isSmallest }: BenchOptions): Promise<Record<string, unknown>[]> {
  const results: Record<string, unknown>[] = [];
  for (const files of isSmallest ? [1_000] : [30_000, 100_000]) results.push(await measure(files, isSmallest));
  return results;
}

async function measure(files: number, isSmallest: boolean): Promise<Record<string, unknown>> {
  const root = await mkdtemp(join(tmpdir(), 'akin-scan-'));
  const texts = isSmallest ? 20 : TEXT_FILES;
  await writeTextFiles(join(root, 'texts'), texts);
  await writeNames(join(root, 'names'), files - texts);
  const session = await startEngine();
  try {
    const { client, enginePid } = session;
    const startedAt = performance.now();
    await client.call('library.addFolder', { path: root });
    const isComplete = ({ counts }: Progress): boolean => sum(Object.values(counts)) === files;
    await waitForProgress(client, (progress) => !progress.isScanning && isComplete(progress));
    const firstScanMs = performance.now() - startedAt;
    await waitForProgress(client, (progress) => progress.isSettled && isComplete(progress));
    const rescans: number[] = [];
    for (let turn = 0; turn < RESCANS; turn += 1) rescans.push(await timeRescan(client));
    await new Promise((resolve) => setTimeout(resolve, isSmallest ? 0 : IDLE_WAIT_MS));
    const { processes } = await client.call('engine.doctor', {});
    const watcher = processes.find(({ role }) => role === 'watcher');
    return {
      files,
      textFiles: texts,
      firstScanS: round(firstScanMs / 1000),
      rescanUnchangedS: round(median(rescans) / 1000),
      slowestRescanS: round(Math.max(...rescans) / 1000),
      watcherMiB: {
        pss: mebibytes(watcher === undefined ? NaN : proportionalSetSize(watcher.pid)),
        rss: mebibytes(watcher?.memoryBytes ?? NaN),
      },
      allProcessesIdlePssMiB: mebibytes(proportionalSetSize(enginePid)),
    };
  } finally {
    await session.end();
    await rm(root, { recursive: true, force: true });
  }
}

async function writeNames(folder: string, count: number): Promise<void> {
  for (let start = 0; start < count; start += FILES_PER_FOLDER) {
    const subfolder = join(folder, String(Math.floor(start / FILES_PER_FOLDER)));
    await mkdir(subfolder, { recursive: true });
    const indexes = Array.from({ length: Math.min(FILES_PER_FOLDER, count - start) }, (_, index) => start + index);
    await Promise.all(indexes.map((index) => writeFile(join(subfolder, `picture ${index}.jpg`), String(index))));
  }
}

async function timeRescan(client: Client<Contract>): Promise<number> {
  const startedAt = performance.now();
  await client.call('library.rescan', {});
  return performance.now() - startedAt;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mebibytes(bytes: number): number {
  return round(bytes / 2 ** 20, 0);
}
