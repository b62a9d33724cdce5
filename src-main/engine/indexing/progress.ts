import type { Counts, PauseReason, Progress } from '#contract';
import type { Backlog } from '#engine/catalogue/catalogue.ts';

/** Rates are taken over this much work, so that one large file neither stops nor races the estimate. */
const WINDOW_MS = 30_000;
/** Less work says nothing yet. */
const MINIMUM_MS = 3_000;
/** Nothing done for so long: whatever the rate was, it is no longer. */
const STALL_MS = 15_000;
/** What a file costs beside its bytes, in bytes: opening it, its commit, its rows. */
const FILE_COST_BYTES = 4096;
/** The backlog is counted anew after this long, and never takes more than this share of the time. */
const BACKLOG_MS = 1_000;
const BACKLOG_SHARE = 0.01;

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
 * Reading and embedding happen one after the other for the most part, so their times add up, and each has a rate of its
 * own over the time that went into it. Small files come first, so counting files would promise too much: reading is
 * measured in bytes with a constant for each file, embedding in chunks.
 */
function createEstimator(): { reset(): void; estimate(atMs: number, backlog: Backlog): number | null } {
  let reading = createRate();
  let embedding = createRate();
  let last: { readonly read: number; readonly embedded: number; readonly changedAtMs: number } | null = null;

  function add(atMs: number, { done }: Backlog): number {
    const read = done.bytes + FILE_COST_BYTES * done.files;
    const embedded = done.chunksEmbedded;
    last ??= { read, embedded, changedAtMs: atMs };
    const elapsedMs = atMs - last.changedAtMs;
    if (read > last.read) reading.add(elapsedMs, read - last.read);
    if (embedded > last.embedded) embedding.add(elapsedMs, embedded - last.embedded);
    if (read !== last.read || embedded !== last.embedded) last = { read, embedded, changedAtMs: atMs };
    return last.changedAtMs;
  }

  return {
    reset() {
      reading = createRate();
      embedding = createRate();
      last = null;
    },
    estimate(atMs, backlog) {
      const changedAtMs = add(atMs, backlog);
      if (atMs - changedAtMs > STALL_MS) return null;
      const readMs = timeFor(backlog.queuedBytes + FILE_COST_BYTES * backlog.queued, reading.perMs());
      const embedMs = timeFor(backlog.chunks + chunksToCome(backlog), embedding.perMs());
      return readMs === null || embedMs === null ? null : Math.round(readMs + embedMs);
    },
  };
}

/** Units over the milliseconds that they took, of the newest work alone. */
function createRate(): { add(ms: number, units: number): void; perMs(): number | null } {
  let marks: { readonly ms: number; readonly units: number }[] = [];
  let totalMs = 0;
  let totalUnits = 0;
  return {
    add(ms, units) {
      marks.push({ ms, units });
      totalMs += ms;
      totalUnits += units;
      const [oldest] = marks;
      if (oldest === undefined || totalMs - oldest.ms < WINDOW_MS) return;
      marks = marks.slice(1);
      totalMs -= oldest.ms;
      totalUnits -= oldest.units;
    },
    perMs: () => (totalMs < MINIMUM_MS ? null : totalUnits / totalMs),
  };
}

function timeFor(units: number, perMs: number | null): number | null {
  if (units === 0) return 0;
  return perMs === null || perMs === 0 ? null : units / perMs;
}

/** Chunks of the files that are still to be read, by what those read so far had. */
function chunksToCome({ queuedBytes, done }: Backlog): number {
  return done.bytes === 0 ? 0 : queuedBytes * (done.chunksRead / done.bytes);
}
