import { fork } from 'node:child_process';
import { once } from 'node:events';
import { getPriority } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import type { LogFields, Logger } from '#engine/logger.ts';
import type { EngineProcess, ProcessRole } from '#engine/process-launcher.ts';
import type { NetworkOutcome } from '../../network/guard.ts';
import { createProcessLauncher } from './process-launcher.ts';

const helperFile = fileURLToPath(new URL('./testing/helper.ts', import.meta.url));
const starterFile = fileURLToPath(new URL('./testing/helper-starter.ts', import.meta.url));

test('an ingest process gets no environment, an embedder only what it is given', async () => {
  const about = async (role: ProcessRole): Promise<unknown> => ask(start(role).helper, 'about');
  expect(await about('ingest')).toEqual({ environment: [], options: ['--max-old-space-size=384', '--max-semi-space-size=16'] });
  expect(await about('embedder')).toEqual({
    environment: ['GIVEN'],
    options: ['--max-old-space-size=512', '--max-semi-space-size=16'],
  });
});

test('values cross as they are', async () => {
  const message = { vectors: new Float32Array([0.5, -1]), inode: 2n ** 63n, bytes: new Uint8Array([0, 255]) };
  expect(await ask(start('embedder').helper, message)).toEqual(message);
});

test('killing one that hangs ends it and closes its channel', async () => {
  const { helper } = start('ingest');
  await ask(helper, 'ready');
  helper.channel.send('hang');
  expect(process.platform === 'linux' ? helper.memoryBytes() : 1).toBeGreaterThan(0);
  helper.kill();
  expect(await helper.exited).toEqual({ code: null, signal: 'SIGKILL' });
  await helper.channel.closed;
  expect(helper.memoryBytes()).toBeNull();
});

test('of what a crashing one says, only its kind and length are logged', async () => {
  const { helper, lines } = start('ingest');
  helper.channel.send('crash');
  expect(await helper.exited).toEqual({ code: 1, signal: null });
  expect(lines).toMatchObject([{ event: 'process.complained', role: 'ingest', errorCode: 'TypeError' }]);
  expect(JSON.stringify(lines)).not.toContain('secret');
});

test('what it attempts to send to another machine is refused and counted, and is no complaint', async () => {
  const { helper, lines, outcomes } = start('ingest');
  expect(await ask(helper, 'call out')).toBe('networkRefused');
  helper.channel.close();
  await helper.exited;
  expect([outcomes, lines]).toEqual([['refused'], []]);
});

test('closing the channel lets it leave', async () => {
  const { helper } = start('watcher');
  await ask(helper, 'ready');
  helper.channel.close();
  expect(await helper.exited).toEqual({ code: 0, signal: null });
});

test.skipIf(process.platform === 'win32')('a low priority is the lowest', () => {
  const { helper } = start('embedder', true);
  expect(getPriority(helper.pid)).toBe(19);
});

test.each(['wait', 'hang'])('none outlives an engine that is killed, even if it is in a %s', async (doing) => {
  const starter = fork(starterFile, [doing], { execArgv: [] });
  const [pid] = (await once(starter, 'message')) as [number];
  starter.kill('SIGKILL');
  while (isAlive(pid)) await sleep(50);
  expect(isAlive(pid)).toBe(false);
});

type Started = {
  readonly helper: EngineProcess;
  readonly lines: ({ event: string } & LogFields)[];
  readonly outcomes: NetworkOutcome[];
};

function start(role: ProcessRole, isLowPriority = false): Started {
  const outcomes: NetworkOutcome[] = [];
  const lines: ({ event: string } & LogFields)[] = [];
  const log = (event: string, fields: LogFields = {}): void => void lines.push({ event, ...fields });
  const logger: Logger = { info: log, warn: log, error: log };
  const launcher = createProcessLauncher({
    entryOf: () => helperFile,
    environment: { GIVEN: '1' },
    logger,
    onNetwork: (outcome) => void outcomes.push(outcome),
  });
  const helper = launcher.start(role, { isLowPriority });
  onTestFinished(async () => {
    helper.kill();
    await helper.exited;
  });
  return { helper, lines, outcomes };
}

function ask(helper: EngineProcess, message: unknown): Promise<unknown> {
  return new Promise((resolve) => {
    helper.channel.receive(resolve);
    helper.channel.send(message);
  });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    // ESRCH: gone.
    return false;
  }
}
