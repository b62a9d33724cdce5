import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contract } from '#contract';
import type { Client } from '#rpc';
import type { EmbedDocuments } from '#engine/indexing/meaning-stage.ts';
import { startEngine, waitForProgress } from './engine-session.ts';
import { describe, FILTER_CASES, FIRST_PAGE, searchFiltered, timeFiltered, type Latency } from './filtered-search.ts';
import { proportionalSetSize, round, type BenchOptions } from './harness.ts';
import { readJudgedSet } from './judged-set.ts';
import { largeLibrary } from './large-library.ts';
import { createRandom } from './random.ts';
import { writeTextFiles } from './text-files.ts';

const QUERY_SETS = ['scifact', 'parsinlu-rc', 'xquad-ru', 'xquad-zh', 'xquad-en'];
const WARM_UP = 20;
const MEMORY_SAMPLE_MS = 500;
/** Searches for each way of filtering. */
const FILTERED_QUERIES = 60;
/** Enough new files to keep the engine busy for about a minute. */
const FILES_WHILE_INDEXING = 1_500;
/** Idle means that helpers have left (they stay ten seconds) and upkeep is done. */
const IDLE_WAIT_MS = 20_000;
/** In the first seconds after a start the engine reads the words of the library in the background. */
const START_WAIT_MS = 15_000;

/**
 * Search latency of a first page (query embedding included, as a client sees it), memory of all processes and bytes per chunk of one
 * library, idle and while it indexes.
 */
export async function runLibraryBench(
  chunks: number,
  embed: EmbedDocuments,
  options: BenchOptions,
): Promise<Record<string, unknown>> {
  const made = await largeLibrary(chunks, embed);
  const scratch = await mkdtemp(join(tmpdir(), 'akin-library-'));
  const dataFolder = join(scratch, 'data');
  await cp(made, dataFolder, { recursive: true });
  const session = await startEngine(dataFolder);
  const { client, enginePid } = session;
  try {
    const queries = await sampleQueries(options.isSmallest ? 20 : 60);
    await search(client, queries.slice(0, WARM_UP), 'hybrid');
    await new Promise((resolve) => setTimeout(resolve, options.isSmallest ? 1_000 : START_WAIT_MS));
    const idle: Record<string, Latency> = {};
    for (const mode of ['words', 'meaning', 'hybrid'] as const) idle[mode] = await search(client, queries, mode);
    const filtered = await searchFiltered(client, queries, options.isSmallest ? 3 : FILTERED_QUERIES);
    await new Promise((resolve) => setTimeout(resolve, options.isSmallest ? 1_000 : IDLE_WAIT_MS));
    const idleMemory = proportionalSetSize(enginePid);
    const { index } = await client.call('engine.doctor', {});
    if (index.chunks === 0) throw new Error('the library is empty: what was measured says nothing');
    const indexing = await measureWhileIndexing(client, enginePid, join(scratch, 'files'), queries, options);
    return {
      chunks: index.chunks,
      indexBytesPerChunk: round(index.sizeBytes / index.chunks, 0),
      idle,
      idleFiltered: filtered,
      idleMemoryMiB: round(idleMemory / 2 ** 20, 0),
      whileIndexing: indexing,
    };
  } finally {
    await session.end();
    await rm(scratch, { recursive: true, force: true });
  }
}

async function measureWhileIndexing(
  client: Client<Contract>,
  enginePid: number,
  folder: string,
  queries: readonly string[],
  { isSmallest }: BenchOptions,
): Promise<Record<string, unknown>> {
  await writeTextFiles(folder, isSmallest ? 200 : FILES_WHILE_INDEXING);
  let peakMemory = 0;
  const sampler = setInterval(() => (peakMemory = Math.max(peakMemory, proportionalSetSize(enginePid))), MEMORY_SAMPLE_MS);
  await client.call('library.addFolder', { path: folder });
  let isSettled = false;
  const settled = waitForProgress(client, (progress) => progress.isSettled).then(() => (isSettled = true));
  const times: number[] = [];
  const filtered = new Map<number, number[]>([1, 10, 50].map((percent) => [percent, []]));
  for (let turn = 0; !isSettled; turn++) {
    const query = queries[turn % queries.length] ?? '';
    const filterCase = turn % 2 === 0 ? undefined : FILTER_CASES[((turn - 1) / 2) % FILTER_CASES.length];
    if (filterCase === undefined) times.push(await timeQuery(client, query, 'hybrid'));
    else filtered.get(filterCase.percent)?.push(await timeFiltered(client, query, filterCase));
    // A person types a few times a second; without a pause the searches themselves would take the cores.
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  await settled;
  clearInterval(sampler);
  const byShare = Object.fromEntries([...filtered].map(([percent, shareTimes]) => [`${percent} %`, describe(shareTimes)]));
  return { hybrid: describe(times), hybridFiltered: byShare, peakMemoryMiB: round(peakMemory / 2 ** 20, 0) };
}

async function search(
  client: Client<Contract>,
  queries: readonly string[],
  mode: 'words' | 'meaning' | 'hybrid',
): Promise<Latency> {
  const times: number[] = [];
  for (const query of queries) times.push(await timeQuery(client, `${query} ${mode === 'hybrid' ? '' : mode}`, mode));
  return describe(times);
}

async function timeQuery(client: Client<Contract>, query: string, mode: 'words' | 'meaning' | 'hybrid'): Promise<number> {
  const startedAt = performance.now();
  await client.call('search.query', { query, mode, ...FIRST_PAGE });
  return performance.now() - startedAt;
}

async function sampleQueries(perSet: number): Promise<string[]> {
  const queries: string[] = [];
  for (const name of QUERY_SETS) {
    const set = await readJudgedSet(name);
    queries.push(
      ...createRandom(3)
        .shuffle(set.queries)
        .slice(0, perSet)
        .map(({ text }) => text),
    );
  }
  return createRandom(5).shuffle(queries);
}
