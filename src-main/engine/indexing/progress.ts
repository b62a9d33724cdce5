import type { Counts, PauseReason, Progress } from '#contract';
import type { Backlog } from '#engine/catalogue/catalogue.ts';

/** Rates are taken over this long, so that one large file neither stops nor races the estimate. */
const WINDOW_MS = 30_000;
/** A shorter run says nothing yet. */
const MINIMUM_MS = 3_000;
/** Nothing done for so long: whatever the rate was, it is no longer. */
const STALL_MS = 15_000;
/** What a file costs beside its bytes, in bytes: opening it, its commit, its rows. */
const FILE_COST_BYTES = 4096;
/** The backlog is counted anew after this long, and never takes more than this share of the time. */
const BACKLOG_MS = 1_000;
const BACKLOG_SHARE = 0.01;

/** Work done since the start, in the units of the two steps: bytes (and files) read, chunks embedded. */
type Sample = { readonly atMs: number; readonly read: number; readonly embedded: number };

export type Activity = {
  readonly isScanning: boolean;
  /** Removals and commits under way that no document's state shows. */
  readonly isBusy: boolean;
  readonly paused: PauseReason | null;
  readonly pausedUntil: number | null;
  readonly tokensPerSecond: number | null;
  readonly trouble: string | null;
};

/** Turns counts, sampled over time, into what is shown: what is done, at what rate, and how long the rest will take. */
export function createProgressMeter(options: {
  now(): number;
  backlog(): Backlog;
}): (counts: Counts, activity: Activity) => Progress {
  const backlogNow = throttle(options.backlog, options.now);
  const estimator = createEstimator();

  return (counts, activity) => {
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const wordsDone = total - counts.queued;
    const isSettled = counts.queued === 0 && counts.words === 0 && !activity.isScanning && !activity.isBusy;
    const isWorking = !isSettled && activity.paused === null;
    if (!isWorking) estimator.reset();
    return {
      counts,
      paused: activity.paused,
      pausedUntil: activity.pausedUntil,
      isSettled,
      isScanning: activity.isScanning,
      documentsTotal: total,
      wordsDone,
      meaningDone: wordsDone - counts.words,
      tokensPerSecond: activity.tokensPerSecond,
      remainingMs: isWorking ? estimator.estimate(options.now(), backlogNow()) : isSettled ? 0 : null,
      trouble: activity.trouble,
    };
  };
}

function throttle(read: () => Backlog, now: () => number): () => Backlog {
  let last: Backlog | null = null;
  let validUntilMs = -Infinity;
  return () => {
    if (last !== null && now() < validUntilMs) return last;
    const startedAt = performance.now();
    last = read();
    validUntilMs = now() + Math.max(BACKLOG_MS, (performance.now() - startedAt) / BACKLOG_SHARE);
    return last;
  };
}

/**
 * Reading and embedding happen one after the other for the most part, so their times add up. Small files come first, so
 * counting files would promise too much: reading is measured in bytes with a constant for each file, embedding in chunks.
 */
function createEstimator(): { reset(): void; estimate(atMs: number, backlog: Backlog): number | null } {
  let samples: Sample[] = [];
  let changedAtMs = -Infinity;
  /** The last rate of embedding that was seen: while files are read there is none. */
  let chunksPerMs: number | null = null;

  function add(atMs: number, { done }: Backlog): void {
    const sample = { atMs, read: done.bytes + FILE_COST_BYTES * done.files, embedded: done.chunksEmbedded };
    const last = samples.at(-1);
    if (last === undefined || last.read !== sample.read || last.embedded !== sample.embedded) changedAtMs = atMs;
    samples = samples.filter((earlier) => atMs - earlier.atMs <= WINDOW_MS);
    samples.push(sample);
  }

  return {
    reset() {
      samples = [];
      changedAtMs = -Infinity;
    },
    estimate(atMs, backlog) {
      add(atMs, backlog);
      const first = samples[0];
      const last = samples.at(-1);
      if (first === undefined || last === undefined) return null;
      const elapsedMs = last.atMs - first.atMs;
      if (elapsedMs < MINIMUM_MS || atMs - changedAtMs > STALL_MS) return null;
      const readPerMs = (last.read - first.read) / elapsedMs;
      if (last.embedded > first.embedded) chunksPerMs = (last.embedded - first.embedded) / elapsedMs;
      const toRead = backlog.queuedBytes + FILE_COST_BYTES * backlog.queued;
      const toEmbed = backlog.chunks + chunksToCome(backlog);
      if ((toRead > 0 && readPerMs <= 0) || (toEmbed > 0 && chunksPerMs === null)) return null;
      return Math.round((toRead === 0 ? 0 : toRead / readPerMs) + (toEmbed === 0 ? 0 : toEmbed / (chunksPerMs ?? 1)));
    },
  };
}

/** Chunks of the files that are still to be read, by what those read so far had. */
function chunksToCome({ queuedBytes, done }: Backlog): number {
  return done.bytes === 0 ? 0 : queuedBytes * (done.chunksRead / done.bytes);
}
