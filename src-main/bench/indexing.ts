import { readFile } from 'node:fs/promises';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contract } from '#contract';
import type { Client } from '#rpc';
import { startEngine, waitForProgress, type EngineSession } from './engine-session.ts';
import { median, proportionalSetSize, round, type BenchOptions } from './harness.ts';
import { recollVersion, timeRecollindex } from './peers/recollindex.ts';
import { createRandom } from './random.ts';
import { writeTextFiles } from './text-files.ts';

/** Stands in most of the English texts, so that it is among the first that are read. */
const COMMON_WORD = 'the';
/** Asking is work for the engine, too. */
const POLL_MS = 100;
/** Files looked up by their own words once all are said to be searchable. */
const LOOKED_UP = 40;

/**
 * A folder of text files from nothing: until all are searchable by words, against `recollindex` on the same files in
 * turns, both with everything in the file system's cache; then until all meaning is searchable, too.
 */
export async function runIndexingBench({ isSmallest, hasPeers }: BenchOptions): Promise<Record<string, unknown>> {
  const files = isSmallest ? 300 : 10_000;
  const rounds = isSmallest ? 1 : 3;
  const folder = await mkdtemp(join(tmpdir(), 'akin-files-'));
  try {
    const bytes = await writeTextFiles(folder, files);
    const words: WordsRound[] = [];
    const recollSeconds: number[] = [];
    for (let count = 0; count < rounds; count++) {
      const seconds = hasPeers ? await timeRecollindex(folder) : null;
      if (seconds !== null) recollSeconds.push(seconds);
      words.push(await indexWords(folder, files));
    }
    const wordsSeconds = median(words.map((each) => each.seconds));
    const rival = recollSeconds.length === 0 ? null : median(recollSeconds);
    return {
      files,
      megabytes: round(bytes / 1e6, 1),
      words: {
        rounds,
        seconds: round(wordsSeconds),
        /** The engine's own start counted, too. */
        secondsFromNothing: round(median(words.map((each) => each.secondsFromNothing))),
        firstHitSeconds: round(median(words.map((each) => each.firstHitSeconds))),
        lookedUp: LOOKED_UP,
        notFound: words.reduce((sum, each) => sum + each.notFound, 0),
      },
      recollindex:
        rival === null
          ? null
          : { version: await recollVersion(), seconds: round(rival), allSeconds: recollSeconds.map((each) => round(each)) },
      timesAsFastAsRecollindex: rival === null ? null : round(rival / median(words.map((each) => each.secondsFromNothing))),
      all: await indexAll(folder, files),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type WordsRound = { seconds: number; secondsFromNothing: number; firstHitSeconds: number; notFound: number };

async function indexWords(folder: string, files: number): Promise<WordsRound> {
  const fromNothing = stopwatch();
  const session = await startEngine();
  try {
    const fromAdding = stopwatch();
    await session.client.call('library.addFolder', { path: folder });
    const firstHit = waitForHit(session.client).then(fromAdding);
    await waitForWords(session.client, files);
    const times = { seconds: fromAdding(), secondsFromNothing: fromNothing() };
    return { ...times, firstHitSeconds: await firstHit, notFound: await countNotFound(session.client, folder, files) };
  } finally {
    await session.end();
  }
}

async function waitForWords(client: Client<Contract>, files: number): Promise<void> {
  for (;;) {
    const { documentsTotal, wordsDone } = await client.call('library.progress', {});
    if (documentsTotal >= files && wordsDone >= files) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** How many of some files are not among the first ten for a line of their own. */
async function countNotFound(client: Client<Contract>, folder: string, files: number): Promise<number> {
  const random = createRandom(7);
  let notFound = 0;
  for (let count = 0; count < LOOKED_UP; count++) {
    const number = Math.floor(random.uniform() * files);
    const path = join(folder, String(Math.floor(number / 100)), `${number}.txt`);
    // Letters alone: a text may hold signs that mean something in a query.
    const query = (await readFile(path, 'utf8')).slice(0, 200).replace(/[^\p{L}\p{N}\s]|\s/gu, ' ');
    const { results } = await client.call('search.query', { query, mode: 'words', limit: 10 });
    if (!results.some((result) => result.path === path)) notFound += 1;
  }
  return notFound;
}

async function indexAll(folder: string, files: number): Promise<Record<string, unknown>> {
  const session = await startEngine();
  const { client, enginePid } = session;
  try {
    const seconds = stopwatch();
    let peakMemory = 0;
    let tokensPerSecond = 0;
    await client.call('library.addFolder', { path: folder });
    await waitForProgress(
      client,
      ({ isSettled, documentsTotal }) => isSettled && documentsTotal >= files,
      (progress) => {
        tokensPerSecond = Math.max(tokensPerSecond, progress.tokensPerSecond ?? 0);
        peakMemory = Math.max(peakMemory, proportionalSetSize(enginePid));
      },
    );
    const settledSeconds = seconds();
    return {
      settledSeconds: round(settledSeconds),
      filesPerSecond: round(files / settledSeconds, 1),
      tokensPerSecond: round(tokensPerSecond, 0),
      ...(await describeIndex(session)),
      peakMemoryMiB: round(peakMemory / 2 ** 20, 0),
    };
  } finally {
    await session.end();
  }
}

async function describeIndex({ client }: EngineSession): Promise<Record<string, unknown>> {
  const { index } = await client.call('engine.doctor', {});
  return { chunks: index.chunks, indexBytesPerChunk: round(index.sizeBytes / Math.max(1, index.chunks), 0) };
}

async function waitForHit(client: Client<Contract>): Promise<void> {
  for (;;) {
    const { total } = await client.call('search.query', { query: COMMON_WORD, mode: 'words', limit: 1 });
    if (total > 0) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Seconds since it was made. */
function stopwatch(): () => number {
  const startedAt = performance.now();
  return () => (performance.now() - startedAt) / 1000;
}
