import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FolderPreview } from '#contract';
import { createFolderPreviews, type FolderPreviews } from './folder-previews.ts';

let root: string;
let previews: FolderPreviews;
const never = new AbortController().signal;
const typeOf = (file: string) => ({ type: path.extname(file).slice(1), isReadable: !file.endsWith('.bin') });

beforeEach(async () => {
  root = await realpath(await mkdtemp(path.join(os.tmpdir(), 'akin-preview-')));
  previews = createFolderPreviews({ patterns: () => 'node_modules/\n*.log', typeOf, mostFiles: 50 });
});
afterEach(async () => {
  await previews.close();
  await rm(root, { recursive: true, force: true });
});

async function counted(folder = root): Promise<FolderPreview> {
  for (;;) {
    const preview = await previews.preview(folder, never);
    if (preview.state !== 'counting') return preview;
  }
}

async function write(...names: string[]): Promise<void> {
  const file = path.join(root, ...names);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, 'seven b');
}

test('counts what the rules let through, and what of it can be read, by type', async () => {
  await write('one.md');
  await write('below', 'two.md');
  await write('three.txt');
  await write('four.bin');
  await write('five.log');
  await write('node_modules', 'six.md');
  expect(await counted()).toEqual({
    files: 4,
    readable: 3,
    sizeBytes: 28,
    byType: [
      { type: 'md', files: 2 },
      { type: 'txt', files: 1 },
    ],
    state: 'complete',
  });
});

test('stops at a number of files, and says that there are more', async () => {
  for (let index = 0; index < 60; index += 1) await write(`${index}.md`);
  const preview = await counted();
  expect(preview).toMatchObject({ files: 50, state: 'cutShort' });
});

test('says of a folder that is not there that it is not', async () => {
  await expect(previews.preview(path.join(root, 'nowhere'), never)).rejects.toMatchObject({ code: 'folderNotFound' });
});

test('two folders asked for at once are both counted', async () => {
  await write('a', 'one.md');
  await write('b', 'two.md');
  const both = await Promise.all([counted(path.join(root, 'a')), counted(path.join(root, 'b'))]);
  expect(both.map(({ files }) => files)).toEqual([1, 1]);
});

test('a caller that leaves is told nothing', async () => {
  const controller = new AbortController();
  controller.abort();
  await expect(previews.preview(root, controller.signal)).rejects.toMatchObject({ code: 'cancelled' });
});
