import { spawnSync } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { until } from './testing/library-fixture.ts';
import { DEFAULT_IGNORE_PATTERNS } from './default-ignore-patterns.ts';
import type { WatchBatch } from './protocol.ts';
import { createFolderWatcher, type FolderWatcher } from './watch-folders.ts';

const STORM_PATHS = 500;

let root: string;
let watcher: FolderWatcher;
let batches: WatchBatch[];

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'akin-watch-')));
  batches = [];
  watcher = createFolderWatcher({ publish: (batch) => void batches.push(batch), stormPaths: STORM_PATHS });
});
afterEach(async () => {
  watcher.close();
  await rm(root, { recursive: true, force: true });
});

function watch(...paths: string[]): Promise<void> {
  return watcher.watch(paths.map((path) => ({ path, patterns: DEFAULT_IGNORE_PATTERNS })));
}

it('tells changed paths in numbered batches, and nothing of what is ignored', async () => {
  await watch(root);
  await writeFile(join(root, '.hidden'), 'x');
  await writeFile(join(root, 'a.md'), 'x');
  await until(() => batches.some((batch) => batch.paths.includes(join(root, 'a.md'))));
  expect(batches.flatMap((batch) => batch.paths)).not.toContain(join(root, '.hidden'));
  expect(batches.map((batch) => batch.sequence)).toEqual(batches.map((_, index) => index + 1));
});

it('asks for a scan of what the system dropped events of, and watches folders that were made meanwhile', async () => {
  await watch(root);
  // The loop is blocked while another process makes more events than the kernel keeps.
  const script = `const fs = require('node:fs');
    for (let index = 0; index < 100; index += 1) fs.writeFileSync(index + '.txt', '');
    for (let index = 0; index < 20_000; index += 1) fs.utimesSync(index % 100 + '.txt', index, index);
    fs.mkdirSync('late');`;
  spawnSync(process.execPath, ['-e', script], { cwd: root });
  await until(() => batches.some((batch) => batch.rescan.includes(root) && batch.overflowed.includes(root)));
  batches.length = 0;
  await writeFile(join(root, 'late', 'a.md'), 'x');
  await until(() => batches.some((batch) => batch.paths.includes(join(root, 'late', 'a.md'))));
});

it('asks for a scan in a storm of changes, and does not tell each path', async () => {
  await mkdir(join(root, 'storm'));
  await watch(root);
  const names = Array.from({ length: 4 * STORM_PATHS }, (_, index) => join(root, 'storm', `${index}.txt`));
  await Promise.all(names.map((name) => writeFile(name, '')));
  await until(() => batches.some((batch) => batch.rescan.includes(root)));
  expect(new Set(batches.flatMap((batch) => batch.paths)).size).toBeLessThan(names.length);
});

it('tells nothing more of a folder that is no longer watched', async () => {
  await mkdir(join(root, 'one'));
  await mkdir(join(root, 'two'));
  await watch(join(root, 'one'), join(root, 'two'));
  await watch(join(root, 'two'));
  await writeFile(join(root, 'one', 'a.md'), 'x');
  await writeFile(join(root, 'two', 'b.md'), 'x');
  await until(() => batches.some((batch) => batch.paths.includes(join(root, 'two', 'b.md'))));
  expect(batches.flatMap((batch) => batch.paths)).not.toContain(join(root, 'one', 'a.md'));
});

const isTold = (...names: string[]) => batches.some((batch) => batch.paths.includes(join(root, ...names)));

it('tells what changes in folders that are new, moved in, renamed, or made again under the same name', async () => {
  await mkdir(join(root, 'old', 'deep'), { recursive: true });
  await watch(root);
  await rename(join(root, 'old'), join(root, 'new'));
  await until(() => isTold('old') && isTold('new'));
  await writeFile(join(root, 'new', 'deep', 'a.md'), 'x');
  await until(() => isTold('new', 'deep', 'a.md'));
  await mkdir(join(root, 'old'));
  await until(() => batches.at(-1)?.paths.includes(join(root, 'old')) === true);
  await writeFile(join(root, 'old', 'b.md'), 'x');
  await until(() => isTold('old', 'b.md'));
  for (let turn = 0; turn < 5; turn += 1) {
    await rm(join(root, 'old'), { recursive: true });
    await mkdir(join(root, 'old'));
  }
  batches.length = 0;
  await until(async () => {
    await appendFile(join(root, 'old', 'c.md'), 'x');
    return isTold('old', 'c.md');
  });
});

it('tells what is in a folder that is filled while it is being made', async () => {
  await watch(root);
  const folders = Array.from({ length: 50 }, (_, index) => join(root, `${index}`, 'x', 'y'));
  await Promise.all(
    folders.map(async (folder) => {
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, 'a.md'), 'x');
    }),
  );
  // A file is told itself or by a folder above it that was told later.
  const isCovered = (file: string) =>
    batches.some(({ paths }) => paths.some((path) => file === path || file.startsWith(`${path}/`)));
  await until(() => folders.every((folder) => isCovered(join(folder, 'a.md'))));
  for (const folder of folders) await appendFile(join(folder, 'a.md'), 'y');
  await until(() => folders.every((folder) => batches.some(({ paths }) => paths.includes(join(folder, 'a.md')))));
});

it('goes on watching when the root goes away and comes back, and when another takes its place', async () => {
  const base = root;
  root = join(base, 'root');
  await mkdir(root);
  await watch(root);
  await rename(root, join(base, 'away'));
  await until(() => batches.some(({ paths }) => paths.includes(root)));
  await rename(join(base, 'away'), root);
  await until(async () => {
    await appendFile(join(root, 'back.md'), 'x');
    return isTold('back.md');
  });
  await rename(root, join(base, 'away'));
  await mkdir(root);
  await until(async () => {
    await appendFile(join(root, 'another.md'), 'x');
    return isTold('another.md');
  });
  root = base;
});
