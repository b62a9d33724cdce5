// To be imported before everything else: nothing may open a socket before it.
import { guardNetwork } from './guard.ts';
import { createNetworkTally } from './tally.ts';

/** What this process counts, and what helpers tell it of theirs. One for the process, as what it watches over is: Node's own modules. */
export const networkTally = createNetworkTally(Date.now);

guardNetwork(networkTally.count);
