import type { NetworkOutcome } from './guard.ts';

const PREFIX = 'akin-network: ';
const OUTCOMES: readonly NetworkOutcome[] = ['refused', 'made'];

/** How a helper tells on its stderr what its guard counted: the one line there that is read as more than a complaint. */
export function toNetworkLine(outcome: NetworkOutcome): string {
  return `${PREFIX}${outcome}\n`;
}

/** Null for any other line. */
export function fromNetworkLine(line: string): NetworkOutcome | null {
  return OUTCOMES.find((outcome) => line === PREFIX + outcome) ?? null;
}
