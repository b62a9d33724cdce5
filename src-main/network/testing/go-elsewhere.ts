// Connects to the address and port given, by a name that a lookup of its own leads there, and tells what was counted.
import { networkTally } from '../guard-process.ts';
import { once } from 'node:events';
import net from 'node:net';

const [address = '', port = ''] = process.argv.slice(2);
const socket = net.connect({
  host: 'localhost',
  port: Number(port),
  lookup: (_name, _options, found) => found(null, [{ address, family: 4 }]),
});
await once(socket, 'connect');
process.stdout.write(JSON.stringify(networkTally.counts()));
process.exit(0);
