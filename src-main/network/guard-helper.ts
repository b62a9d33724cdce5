// To be imported before everything else: nothing may open a socket before it.
import { guardNetwork } from './guard.ts';
import { toNetworkLine } from './network-lines.ts';

// Said to the engine's launcher at once, because a helper may be killed at any moment.
guardNetwork((outcome) => process.stderr.write(toNetworkLine(outcome)));
