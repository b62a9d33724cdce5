// To be imported before everything else: nothing may open a socket before it.
import { guardNetwork } from './guard.ts';
import { createNetworkTally } from './tally.ts';

/** What the engine's process and its helpers count. One for the process, as what it watches over is: Node's own modules. */
export const networkTally = createNetworkTally(Date.now);

guardNetwork(networkTally.count);
