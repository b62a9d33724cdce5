// Starts a helper, lets it hang, and tells its id: for a test that then kills this process.
import { fileURLToPath } from 'node:url';
import { createProcessLauncher } from '../process-launcher.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const entryOf = (): string => fileURLToPath(new URL('./helper.ts', import.meta.url));
const helper = createProcessLauncher({ entryOf, environment: {}, logger: silent }).start('ingest');
helper.channel.receive(() => {
  helper.channel.send(process.argv[2]);
  process.send?.(helper.pid);
});
helper.channel.send('ready');
