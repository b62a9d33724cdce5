import { expect, test } from 'vitest';
import type { Progress } from '#contract';
import { announceLoss } from './announce-loss.ts';

const progress: Progress = {
  counts: { queued: 0, nameOnly: 0, words: 0, indexed: 7, partial: 0, skipped: 0, failed: 0 },
  paused: null,
  pausedUntil: null,
  isSettled: true,
  isScanning: false,
  documentsTotal: 7,
  wordsDone: 7,
  meaningDone: 7,
  tokensPerSecond: null,
  remainingMs: null,
  trouble: null,
};

test('a loss is told with the last known counts, ends with the next snapshot, and is not told after the end', () => {
  const heard: Progress[] = [];
  const losses = new Set<() => void>();
  let publish: (value: Progress) => void = () => undefined;
  const subscribe = announceLoss(
    (given) => {
      publish = given;
      return () => undefined;
    },
    (lost) => {
      losses.add(lost);
      return () => losses.delete(lost);
    },
  );
  const stop = subscribe((value) => heard.push(value));
  const lose = (): void => losses.forEach((lost) => lost());
  lose();
  publish(progress);
  lose();
  publish(progress);
  stop();
  lose();
  expect(heard).toEqual([progress, { ...progress, isSettled: false, trouble: 'engineUnavailable' }, progress]);
});
