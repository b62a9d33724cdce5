import { Worker } from 'node:worker_threads';
import { createProcessChannel } from '#rpc/channels/process.ts';
import type { Channel } from '#rpc';

/** How often a process that may hang looks for its parent. */
const PARENT_CHECK_MS = 1000;

/**
 * The channel of a helper process to the engine that forked it. The process exits when the channel closes: a helper
 * never outlives its engine. `mayHang`: for a process that runs hostile input, and so may spin in JavaScript where no
 * event arrives any more; a thread of its own then looks for the parent and kills the process once it is an orphan.
 */
export function openParentChannel(options: { readonly mayHang?: boolean } = {}): Channel {
  if (process.send === undefined) throw new Error('this process must be forked by the engine');
  // Ctrl+C in a terminal reaches the whole process group; the engine decides when its helpers end.
  process.on('SIGINT', () => undefined);
  const channel = createProcessChannel(process);
  void channel.closed.then(() => process.exit(0));
  if (options.mayHang === true) watchParent();
  return channel;
}

function watchParent(): void {
  // As source text, so that it needs no file of its own in the bundle.
  const source = `
    const parent = require('node:worker_threads').workerData.parent;
    setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL'); }, ${PARENT_CHECK_MS});
  `;
  const worker = new Worker(source, {
    eval: true,
    workerData: { parent: process.ppid },
    resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 2 },
  });
  worker.unref();
}
