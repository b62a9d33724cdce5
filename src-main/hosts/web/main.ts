// The web host as a program of its own: what `npm start` runs. `akin serve` is the same from the command line.
import os from 'node:os';
import { parseArgs } from 'node:util';
import { chooseDataFolder } from '#hosts/node/data-folder.ts';
import { describeError } from '#hosts/cli/sentences.ts';
import { runWebHost } from './run-web-host.ts';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '0' }, 'no-open': { type: 'boolean', default: false } },
});
process.umask(0o077);
try {
  await runWebHost({
    dataFolder: chooseDataFolder({ environment: process.env, platform: process.platform, home: os.homedir() }),
    port: Number(values.port),
    opensBrowser: !values['no-open'],
  });
  process.exit(0);
} catch (error) {
  process.stderr.write(`${describeError(error)}\n`);
  process.exit(1);
}
