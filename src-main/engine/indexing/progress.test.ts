import { expect, it } from 'vitest';
import type { Counts } from '#contract';
import type { Backlog } from '#engine/catalogue/catalogue.ts';
import { createProgressMeter, type Activity } from './progress.ts';

const quiet: Activity = {
  isScanning: false,
  isBusy: false,
  paused: null,
  pausedUntil: null,
  tokensPerSecond: null,
  trouble: null,
};
const counts = (part: Partial<Counts>): Counts => ({
  queued: 0,
  nameOnly: 0,
  words: 0,
  indexed: 0,
  partial: 0,
  skipped: 0,
  failed: 0,
  ...part,
});

const CHUNK_BYTES = 800;
const chunksOf = (bytes: number): number => Math.ceil(bytes / CHUNK_BYTES);

/** A library of files of these sizes, read in this order, then embedded, as the catalogue would tell of it. */
function simulate(sizes: readonly number[]) {
  let now = 0;
  let read = 0;
  let chunksEmbedded = 0;
  const sum = (values: readonly number[], of = (value: number): number => value): number =>
    values.reduce((total, value) => total + of(value), 0);
  const backlog = (): Backlog => {
    const [done, queued] = [sizes.slice(0, read), sizes.slice(read)];
    const chunksRead = sum(done, chunksOf);
    return {
      queued: queued.length,
      queuedBytes: sum(queued),
      chunks: chunksRead - chunksEmbedded,
      done: { files: read, bytes: sum(done), chunksRead, chunksEmbedded },
    };
  };
  const measure = createProgressMeter({ now: () => now, backlog });
  const look = (activity: Partial<Activity> = {}) => {
    const { queued, chunks } = backlog();
    return measure(counts({ queued, words: chunks > 0 ? 1 : 0, indexed: read }), { ...quiet, ...activity });
  };
  return {
    look,
    get now() {
      return now;
    },
    chunksLeft: () => backlog().chunks,
    wait: (ms: number) => (now += ms),
    readNext(ms: number) {
      read += 1;
      now += ms;
    },
    embed(chunks: number, ms: number) {
      chunksEmbedded = Math.min(sum(sizes.slice(0, read), chunksOf), chunksEmbedded + chunks);
      now += ms;
    },
  };
}

it('is settled only when nothing is queued, waiting for its meaning, scanned or being removed', () => {
  const measure = createProgressMeter({ now: () => 0, backlog: () => ({ queued: 0, queuedBytes: 0, chunks: 0, done: none }) });
  expect(measure(counts({ indexed: 3, failed: 1 }), quiet)).toMatchObject({
    isSettled: true,
    documentsTotal: 4,
    meaningDone: 4,
    remainingMs: 0,
  });
  expect(measure(counts({ indexed: 3, words: 1 }), quiet)).toMatchObject({ isSettled: false, wordsDone: 4, meaningDone: 3 });
  expect(measure(counts({ queued: 1 }), quiet).isSettled).toBe(false);
  expect(measure(counts({ indexed: 1 }), { ...quiet, isScanning: true }).isSettled).toBe(false);
  expect(measure(counts({ indexed: 1 }), { ...quiet, isBusy: true }).isSettled).toBe(false);
});

it('gives no estimate before it has seen enough, then one from the rate so far', () => {
  const library = simulate([80_000]);
  library.readNext(1);
  expect(library.look().remainingMs).toBeNull();
  library.embed(20, 10_000);
  expect(library.look().remainingMs).toBe(40_000);
});

it('gives no estimate while embedding has no rate yet, while nothing moves, and after a pause', () => {
  const library = simulate(Array.from({ length: 100 }, () => 1000));
  for (let file = 0; file < 40; file++) {
    library.readNext(200);
    expect(library.look().remainingMs).toBeNull();
  }
  for (let turn = 0; turn < 20; turn++) {
    library.readNext(200);
    library.look();
    library.embed(4, 1000);
    library.look();
  }
  expect(library.look().remainingMs).toBeGreaterThan(0);
  library.wait(14_000);
  expect(library.look().remainingMs).toBeGreaterThan(0);
  library.wait(2_000);
  expect(library.look().remainingMs).toBeNull();
  library.readNext(10);
  expect(library.look({ paused: 'byUser', pausedUntil: 7 })).toMatchObject({
    remainingMs: null,
    paused: 'byUser',
    pausedUntil: 7,
  });
  // What was done before a pause says nothing of the rate after it: other cores may be allowed.
  expect(library.look().remainingMs).toBeNull();
});

it('promises no less than it takes although the big files come last, and is exact half a minute into embedding', () => {
  const sizes = [...Array.from({ length: 3000 }, (_, index) => 500 + 2 * index), ...Array.from({ length: 60 }, () => 2_000_000)];
  const readMs = (bytes: number): number => 2 + bytes / 1000;
  const embedMsPerChunk = 15;
  const library = simulate(sizes);
  const estimates: { phase: 'reading' | 'embedding'; atMs: number; remainingMs: number | null }[] = [];
  const look = (phase: 'reading' | 'embedding'): void => {
    estimates.push({ phase, atMs: library.now, remainingMs: library.look().remainingMs });
  };
  sizes.forEach((bytes, index) => {
    library.readNext(readMs(bytes));
    look('reading');
    // Edits are embedded while files are still being read, which gives embedding its rate.
    if (index < 300) library.embed(2, 2 * embedMsPerChunk);
    look('reading');
  });
  const readAtMs = library.now;
  for (let chunks = library.chunksLeft(); chunks > 0; chunks = library.chunksLeft()) {
    library.embed(Math.min(chunks, 200), Math.min(chunks, 200) * embedMsPerChunk);
    look('embedding');
  }
  const shareOf = ({ atMs, remainingMs }: (typeof estimates)[number]): number => (remainingMs ?? 0) / (library.now - atMs);
  const shown = estimates.filter(({ remainingMs, atMs }) => remainingMs !== null && library.now - atMs > 10_000);
  const reading = shown.filter(({ phase }) => phase === 'reading').map(shareOf);
  const embedding = shown.filter(({ atMs }) => atMs > readAtMs + 33_000).map(shareOf);
  expect(reading.length).toBeGreaterThan(3000);
  expect(Math.min(...reading)).toBeGreaterThan(0.9);
  expect(Math.max(...reading)).toBeLessThan(3.5);
  expect(Math.max(...embedding.map((share) => Math.abs(share - 1)))).toBeLessThan(0.05);
});

const none = { files: 0, bytes: 0, chunksRead: 0, chunksEmbedded: 0 };
