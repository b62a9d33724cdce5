// The web host as a program of its own: what `npm start` and `akin serve` run.
import { networkTally } from '../../network/guard-process.ts';
import os from 'node:os';
import { parseArgs } from 'node:util';
import { chooseDataFolder } from '#hosts/node/data-folder.ts';
import { describeError } from '#hosts/node/sentences.ts';
import { runWebHost } from './run-web-host.ts';

const USAGE = 'Usage: [--port N] [--no-open]';

process.umask(0o077);
const options = readOptions();
if (options === null) {
  process.stderr.write(`${USAGE}\n`);
  process.exit(2);
}
try {
  await runWebHost({
    ...options,
    network: networkTally.counts,
    home: os.homedir(),
    dataFolder: chooseDataFolder({ environment: process.env, platform: process.platform, home: os.homedir() }),
  });
  process.exit(0);
} catch (error) {
  process.stderr.write(`akin: ${describeError(error)}\n`);
  process.exit(1);
}

function readOptions(): { port: number; opensBrowser: boolean } | null {
  try {
    const { values } = parseArgs({
      options: { port: { type: 'string', default: '0' }, 'no-open': { type: 'boolean', default: false } },
    });
    const port = Number(values.port);
    return Number.isInteger(port) && port >= 0 && port <= 65535 ? { port, opensBrowser: !values['no-open'] } : null;
  } catch {
    // parseArgs throws for what it does not know, and for nothing else.
    return null;
  }
}
