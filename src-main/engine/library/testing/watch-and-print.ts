import { createFolderWatcher } from '../watch-folders.ts';

// Watches the folder named on the command line and prints a line of JSON for each batch, "watching" once it does.
const folder = process.argv[2];
if (folder === undefined) throw new Error('which folder?');
const watcher = createFolderWatcher({
  publish: (batch) => void process.stdout.write(`${JSON.stringify(batch)}\n`),
  retryMs: 200,
});
await watcher.watch([{ path: folder, patterns: '' }]);
process.stdout.write('"watching"\n');
