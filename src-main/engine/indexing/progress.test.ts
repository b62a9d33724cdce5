import { expect, it } from 'vitest';
import type { Counts } from '#contract';
import { createProgressMeter, type Activity } from './progress.ts';

const quiet: Activity = { isScanning: false, isBusy: false, tokensPerSecond: null, trouble: null };
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

it('is settled only when nothing is queued, waiting for its meaning, scanned or being removed', () => {
  const measure = createProgressMeter(() => 0);
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
  let now = 0;
  const measure = createProgressMeter(() => now);
  expect(measure(counts({ words: 100 }), quiet).remainingMs).toBeNull();
  now = 10_000;
  expect(measure(counts({ words: 80, indexed: 20 }), quiet).remainingMs).toBe(40_000);
});

it('gives no estimate while one of the two steps stands still', () => {
  let now = 0;
  const measure = createProgressMeter(() => now);
  measure(counts({ queued: 100 }), quiet);
  now = 10_000;
  expect(measure(counts({ queued: 50, words: 50 }), quiet).remainingMs).toBeNull();
});
