import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { until } from './testing/library-fixture.ts';
import { DEFAULT_IGNORE_PATTERNS } from './default-ignore-patterns.ts';
import type { WatchBatch } from './protocol.ts';
import { createFolderWatcher, type FolderWatcher } from './watch-folders.ts';

let root: string;
let watcher: FolderWatcher;
let batches: WatchBatch[];

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'akin-watch-')));
  batches = [];
  watcher = createFolderWatcher({ publish: (batch) => void batches.push(batch) });
});
afterEach(async () => {
  await watcher.close();
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

it('asks for a scan after its loop was blocked, as events may be lost', async () => {
  await watch(root);
  const blockedUntil = performance.now() + 900;
  while (performance.now() < blockedUntil) continue;
  await until(() => batches.some((batch) => batch.rescan.includes(root)));
});

it('asks for a scan in a storm of events', async () => {
  await mkdir(join(root, 'storm'));
  await watch(root);
  await Promise.all(Array.from({ length: 6_000 }, (_, index) => writeFile(join(root, 'storm', `${index}.txt`), '')));
  await until(() => batches.some((batch) => batch.rescan.includes(root)));
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
