import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ANALYSER_VERSION } from '#engine/analysis/analyse.ts';
import type { IndexFilter, IndexStore } from '#engine/storage/index-store.ts';
import { openIndexStore } from '#engine/storage/open.ts';
import { cacheFolder, percentile, round, type BenchOptions } from './harness.ts';
import { COPIES, readSources, toRow } from './large-library.ts';
import { createRandom } from './random.ts';

const CHUNKS = 100_000;
const COMMIT_SOURCES = 1_000;
const ROUNDS = 20;
const TICK_MS = 2;
const SAMPLED = 200;
const NO_FILTER: IndexFilter = { documentIds: null, folderIds: [], types: [], tags: [], from: null, before: null };
const LETTERS = [
  { kind: 'prefix', letters: 'intern' },
  { kind: 'prefix', letters: 'при' },
  { kind: 'infix', letters: 'ation' },
  { kind: 'suffix', letters: 'ungen' },
] as const;
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * What the vocabulary of a library of fifteen languages takes to read and to hold, how long reading it keeps others
 * waiting, and what corrections, beginnings of words and patterns take.
 */
export async function runVocabularyBench({ isSmallest }: BenchOptions): Promise<Record<string, unknown>> {
  const folder = await wordLibrary(isSmallest ? 1_000 : CHUNKS);
  const { store } = await openIndexStore({ folder, dimensions: 4, space: 'none', logger: silent });
  try {
    const { vocabulary } = store;
    const scanned = await measureLetters(store);
    const reading = await measureReading(store);
    const words = sampleWords(store);
    const shortened = words.map((word) => word.slice(0, Math.max(2, Math.ceil(word.length / 2))));
    return {
      chunks: (await store.statistics()).chunks,
      words: vocabulary.size(),
      memoryMiB: round(vocabulary.sizeBytes() / 2 ** 20, 1),
      reading,
      correction: describe(words.map(withSlip), (word) =>
        vocabulary.nearest(word, { maxEdits: word.length < 8 ? 1 : 2, limit: 8 }),
      ),
      beginning: describe(shortened, (prefix) => vocabulary.withPrefix(prefix, 50)),
      searchOfBeginning: await measureTyping(store, shortened),
      pattern: { withoutVocabulary: scanned, withVocabulary: await measureLetters(store) },
    };
  } finally {
    await store.close();
  }
}

/** An index without vectors, made once. */
async function wordLibrary(chunks: number): Promise<string> {
  const folder = join(cacheFolder, `words-${chunks}-${ANALYSER_VERSION}`);
  const isComplete = join(folder, 'complete');
  if (existsSync(isComplete)) return join(folder, 'index');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const sources = await readSources(Math.ceil(chunks / COPIES));
  const random = createRandom(11);
  const { store } = await openIndexStore({ folder: join(folder, 'index'), dimensions: 4, space: 'none', logger: silent });
  for (let start = 0; start < sources.length; start += COMMIT_SOURCES) {
    const rows = sources
      .slice(start, start + COMMIT_SOURCES)
      .flatMap((source, index) =>
        Array.from({ length: COPIES }, (_, ordinal) =>
          toRow(source, { documentId: start + index + 1, ordinal, folderId: 1 }, random),
        ),
      );
    await store.addChunks(rows);
    while (await store.upkeep({ isIdle: false }));
  }
  while (await store.upkeep({ isIdle: true }));
  await store.close();
  await writeFile(isComplete, '');
  return join(folder, 'index');
}

async function measureReading({ vocabulary }: IndexStore): Promise<Record<string, number>> {
  let longestWaitMs = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    longestWaitMs = Math.max(longestWaitMs, now - last - TICK_MS);
    last = now;
  }, TICK_MS);
  const processorBefore = process.cpuUsage();
  const startedAt = performance.now();
  while (await vocabulary.readPage());
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(processorBefore);
  clearInterval(timer);
  return { seconds: round(seconds), processorSeconds: round((user + system) / 1e6), longestWaitMs: round(longestWaitMs, 1) };
}

async function measureLetters(store: IndexStore): Promise<Record<string, unknown>> {
  const results: Record<string, unknown> = {};
  for (const wanted of LETTERS) {
    const times: number[] = [];
    let chunks = 0;
    for (let round = 0; round < 3; round++) {
      const startedAt = performance.now();
      chunks = (await store.searchLetters(wanted, NO_FILTER, 10_000)).keys.length;
      times.push(performance.now() - startedAt);
    }
    results[`${wanted.kind} ${wanted.letters}`] = { medianMs: round(percentile(times, 0.5), 1), chunks };
  }
  return results;
}

/** As a search does while its last word is typed, with and without the words that it may become. */
async function measureTyping(store: IndexStore, beginnings: readonly string[]): Promise<Record<string, number>> {
  const plain: number[] = [];
  const withLonger: number[] = [];
  for (const beginning of beginnings) {
    for (const [times, further] of [
      [plain, []],
      [withLonger, store.vocabulary.withPrefix(beginning, 50)],
    ] as const) {
      const startedAt = performance.now();
      await store.matchWords([beginning], NO_FILTER, 300, further);
      times.push(performance.now() - startedAt);
    }
  }
  return {
    plainP50Ms: round(percentile(plain, 0.5), 1),
    plainP95Ms: round(percentile(plain, 0.95), 1),
    p50Ms: round(percentile(withLonger, 0.5), 1),
    p95Ms: round(percentile(withLonger, 0.95), 1),
  };
}

/** Words of two letters and more, of all frequencies. */
function sampleWords({ vocabulary }: IndexStore): string[] {
  const all = Array.from('abcdefghijklmnopqrstuvwxyzабвгдежзиклмнопрстуابپتجدرسشعفقکگلمنوهی').flatMap((letter) =>
    vocabulary.withPrefix(letter, 400),
  );
  const words = all.map(({ word }) => word).filter((word) => word.length >= 5 && /^\p{L}+$/u.test(word));
  return createRandom(3).shuffle(words).slice(0, SAMPLED);
}

function withSlip(word: string): string {
  return word.slice(0, 2) + word.charAt(3) + word.charAt(2) + word.slice(4);
}

function describe(words: readonly string[], look: (word: string) => unknown): Record<string, number> {
  const times: number[] = [];
  for (const word of words.slice(0, ROUNDS)) look(word);
  for (const word of words) {
    const startedAt = performance.now();
    look(word);
    times.push(performance.now() - startedAt);
  }
  return {
    p50Ms: round(percentile(times, 0.5)),
    p95Ms: round(percentile(times, 0.95)),
    mostMs: round(percentile(times, 1)),
    words: words.length,
  };
}
