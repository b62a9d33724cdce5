// The engine's program with a part that calls out, as a package gone bad would.
import { setTimeout as sleep } from 'node:timers/promises';

const calling = sleep(200).then(() => fetch('http://192.0.2.1/'));
calling.catch(() => undefined);
await import('../engine.ts');
