import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { z } from 'zod';
import type { Contract, Coverage, DocumentSummary } from '#contract';
import type { Client } from '#rpc';
import { startEngine, waitForProgress } from './engine-session.ts';
import { round, sharedData, type BenchOptions } from './harness.ts';

const SMALLEST_FILES = 60;
const FILES_PER_PAGE = 1_000;
/** The largest files take the longest to read, most likely; these are read once more to find the slowest. */
const TIMED_FILES = 100;
/** Reasons that a file may have only where a reader did not get through. */
const FAULTS = ['timedOut', 'outOfMemory', 'crashed'];

const deathLine = z.object({ event: z.literal('ingest.died'), reason: z.string() });

/**
 * The whole collection of sample files, good and broken ones of every format, as one library: is every file accounted
 * for, has every one that is not searchable a reason, and did no reader crash or run out of time?
 */
export async function runAccountedBench({ isSmallest }: BenchOptions): Promise<Record<string, unknown>> {
  const source = join(sharedData, 'files');
  const all = await listDisk(source);
  // Every n-th, so that all formats are among them.
  const few = all.filter((_path, index) => index % Math.ceil(all.length / SMALLEST_FILES) === 0);
  const folder = isSmallest ? await copyFiles(source, few) : source;
  const session = await startEngine();
  const { client } = session;
  try {
    const startedAt = performance.now();
    await client.call('library.addFolder', { path: folder });
    await client.call('library.rescan', {});
    await waitForProgress(client, ({ counts, isScanning }) => !isScanning && counts.queued === 0);
    const seconds = round((performance.now() - startedAt) / 1000, 1);
    const coverage = await client.call('library.coverage', {});
    const files = await listLibrary(client);
    const slowest = await findSlowest(client, files);
    const onDisk = isSmallest ? few.map((path) => join(folder, relative(source, path))) : all;
    const engineLog = await readFile(join(session.dataFolder, 'logs', 'engine.ndjson'), 'utf8');
    return { seconds, ...account(onDisk, files, folder), ...summarise(coverage), ...countCrashes(engineLog), ...slowest };
  } finally {
    await session.end();
    if (isSmallest) await rm(folder, { recursive: true, force: true });
  }
}

async function listDisk(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : [])).sort();
}

async function copyFiles(source: string, paths: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'akin-accounted-'));
  for (const path of paths) await cp(path, join(folder, relative(source, path)), { recursive: true });
  return folder;
}

async function listLibrary(client: Client<Contract>): Promise<DocumentSummary[]> {
  const files: DocumentSummary[] = [];
  for (let cursor: string | null = null, isFirst = true; isFirst || cursor !== null; isFirst = false) {
    const page: { files: DocumentSummary[]; nextCursor: string | null } = await client.call('library.files', {
      limit: FILES_PER_PAGE,
      cursor,
    });
    files.push(...page.files);
    cursor = page.nextCursor;
  }
  return files;
}

function account(onDisk: readonly string[], files: readonly DocumentSummary[], folder: string): Record<string, unknown> {
  const known = new Map(files.map((file) => [file.path, file]));
  const isSearchable = ({ state }: DocumentSummary): boolean => state === 'words' || state === 'indexed' || state === 'partial';
  const inFolder = (paths: readonly string[]): string[] => paths.map((path) => relative(folder, path)).sort();
  return {
    filesOnDisk: onDisk.length,
    withoutState: inFolder(onDisk.filter((path) => !known.has(path))),
    withoutReason: inFolder(files.flatMap((file) => (isSearchable(file) || file.reason !== null ? [] : [file.path]))),
    faults: files.flatMap(({ path, reason }) =>
      reason !== null && FAULTS.includes(reason) ? [`${reason}: ${relative(folder, path)}`] : [],
    ),
    // Pictures of text are too many to list.
    attention: files.flatMap(({ path, state, reason }) =>
      reason !== null && state !== 'nameOnly' && reason !== 'noText' ? [`${state}, ${reason}: ${relative(folder, path)}`] : [],
    ),
  };
}

function summarise({ total, searchable, nameOnly, attention, byType, byReason }: Coverage): Record<string, unknown> {
  const onlyFound = (counts: Coverage['byType'][number]['counts']): Record<string, number> =>
    Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
  return {
    coverage: { total, searchable, nameOnly, attention },
    byType: Object.fromEntries(byType.map(({ type, counts }) => [type, onlyFound(counts)])),
    byReason: Object.fromEntries(byReason.map(({ reason, count }) => [reason, count])),
  };
}

/** The engine itself did not crash, or the session would have ended; its readers say so when they die. */
function countCrashes(engineLog: string): Record<string, unknown> {
  const deaths: Record<string, number> = {};
  for (const line of engineLog.split('\n')) {
    const died = line === '' ? null : deathLine.safeParse(JSON.parse(line));
    if (died?.success === true) deaths[died.data.reason] = (deaths[died.data.reason] ?? 0) + 1;
  }
  return { readerDeaths: deaths };
}

async function findSlowest(client: Client<Contract>, files: readonly DocumentSummary[]): Promise<Record<string, unknown>> {
  const largest = files.filter(({ state }) => state === 'words' || state === 'indexed' || state === 'partial');
  largest.sort((a, b) => b.sizeBytes - a.sizeBytes);
  let slowest = { name: '', seconds: 0 };
  for (const { path } of largest.slice(0, TIMED_FILES)) {
    const startedAt = performance.now();
    // What is searchable in part can be read, and what cannot be read now had its say in the library.
    await client.call('library.extractFile', { path }).catch(() => undefined);
    const seconds = round((performance.now() - startedAt) / 1000, 2);
    if (seconds > slowest.seconds) slowest = { name: basename(path), seconds };
  }
  return { slowest };
}
