import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { until } from './testing/library-fixture.ts';
import type { WatchBatch } from './protocol.ts';

const SCRIPT = fileURLToPath(new URL('./testing/watch-and-print.ts', import.meta.url));
const FOLDERS = 60;

let base: string;
let root: string;
let child: ChildProcess | undefined;

beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'akin-limit-')));
  root = join(base, 'root');
  for (let index = 0; index < FOLDERS; index += 1) await mkdir(join(root, `${index}`, 'inner'), { recursive: true });
});
afterEach(async () => {
  child?.kill('SIGKILL');
  await rm(base, { recursive: true, force: true });
});

/** A user namespace has a limit of its own, which its own root may set. */
const canLimit = spawnSync('unshare', ['-Ur', 'sh', '-c', 'echo 9 > /proc/sys/user/max_inotify_watches']).status === 0;

/** Allows so many watches, and all of them once the file `more` is there. */
function watchLimited(watches: number): WatchBatch[] {
  const limit = '/proc/sys/user/max_inotify_watches';
  const script = `echo ${watches} > ${limit}; (while [ ! -e "$0/more" ]; do sleep 0.1; done; echo 100000 > ${limit}) & exec "$1" "$2" "$0/root"`;
  const started = spawn('unshare', ['-Ur', 'sh', '-c', script, base, process.execPath, SCRIPT]);
  child = started;
  const batches: WatchBatch[] = [];
  createInterface({ input: started.stdout }).on('line', (line) => {
    const batch: WatchBatch | 'watching' = JSON.parse(line);
    if (batch !== 'watching') batches.push(batch);
  });
  return batches;
}

it('says that the limit is reached, watches what it can, and the rest once the limit is raised', async ({ skip }) => {
  if (!canLimit) return skip('this user may make no user namespace');
  const batches = watchLimited(20);
  const troublesOf = () => batches.findLast(({ troubles }) => troubles.length > 0)?.troubles;
  await until(() => troublesOf()?.[0]?.codes.join() === 'watchLimit');
  await writeFile(join(root, 'a.md'), 'x');
  await until(() => batches.some(({ paths }) => paths.includes(join(root, 'a.md'))));

  await writeFile(join(base, 'more'), '');
  await until(() => troublesOf()?.[0]?.codes.length === 0);
  for (let index = 0; index < FOLDERS; index += 1) await writeFile(join(root, `${index}`, 'inner', 'b.md'), 'x');
  const told = () => new Set(batches.flatMap(({ paths }) => paths.filter((path) => path.endsWith('b.md'))));
  await until(() => told().size === FOLDERS);
  expect(troublesOf()).toEqual([{ folder: root, codes: [] }]);
});
