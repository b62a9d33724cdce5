import type { Counts, Progress } from '#contract';

/** Rates are taken over this long, so that one large file neither stops nor races the estimate. */
const WINDOW_MS = 30_000;
/** A shorter run says nothing yet. */
const MINIMUM_MS = 3_000;

type Sample = { readonly atMs: number; readonly wordsDone: number; readonly meaningDone: number };

/** Turns counts, sampled over time, into what is shown: what is done, at what rate, and how long the rest will take. */
export function createProgressMeter(now: () => number): (counts: Counts, activity: Activity) => Progress {
  let samples: Sample[] = [];

  return (counts, activity) => {
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const wordsDone = total - counts.queued;
    const meaningDone = wordsDone - counts.words;
    const atMs = now();
    samples = samples.filter((sample) => atMs - sample.atMs <= WINDOW_MS);
    samples.push({ atMs, wordsDone, meaningDone });
    const isSettled = counts.queued === 0 && counts.words === 0 && !activity.isScanning && !activity.isBusy;
    if (isSettled) samples = [];
    return {
      counts,
      isSettled,
      isScanning: activity.isScanning,
      documentsTotal: total,
      wordsDone,
      meaningDone,
      tokensPerSecond: activity.tokensPerSecond,
      remainingMs: isSettled ? 0 : estimateRemaining(samples, counts),
      trouble: activity.trouble,
    };
  };
}

export type Activity = {
  readonly isScanning: boolean;
  /** Removals and commits under way that no document's state shows. */
  readonly isBusy: boolean;
  readonly tokensPerSecond: number | null;
  readonly trouble: string | null;
};

/** Reading and embedding happen one after the other for the most part, so their times add up. */
function estimateRemaining(samples: readonly Sample[], counts: Counts): number | null {
  const first = samples[0];
  const last = samples.at(-1);
  if (first === undefined || last === undefined || last.atMs - first.atMs < MINIMUM_MS) return null;
  const elapsedMs = last.atMs - first.atMs;
  const wordsPerMs = (last.wordsDone - first.wordsDone) / elapsedMs;
  const meaningPerMs = (last.meaningDone - first.meaningDone) / elapsedMs;
  const withoutWords = counts.queued;
  const withoutMeaning = counts.queued + counts.words;
  if ((withoutWords > 0 && wordsPerMs <= 0) || (withoutMeaning > 0 && meaningPerMs <= 0)) return null;
  const wordsMs = withoutWords === 0 ? 0 : withoutWords / wordsPerMs;
  const meaningMs = withoutMeaning === 0 ? 0 : withoutMeaning / meaningPerMs;
  return Math.round(wordsMs + meaningMs);
}
