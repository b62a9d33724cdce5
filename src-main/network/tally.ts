import type { NetworkCounts } from '#contract';
import type { NetworkOutcome } from './guard.ts';

export type NetworkTally = {
  count(outcome: NetworkOutcome): void;
  counts(): NetworkCounts;
};

/** Adds up what guards of several processes count, from now on. `now`: milliseconds since 1970. */
export function createNetworkTally(now: () => number): NetworkTally {
  const since = now();
  const counted = { refused: 0, made: 0 };
  return {
    count(outcome) {
      counted[outcome] += 1;
    },
    counts: () => ({ ...counted, since }),
  };
}
