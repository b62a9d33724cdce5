import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { suggestFolders } from './suggest-folders.ts';

let home: string;
beforeEach(async () => {
  home = await realpath(await mkdtemp(path.join(os.tmpdir(), 'akin-home-')));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const make = (...names: string[]): Promise<unknown> => mkdir(path.join(home, ...names), { recursive: true });
const at = (...names: string[]): string => path.join(home, ...names);

test('suggests the folders of the system that exist, and vaults at most four folders down', async () => {
  await make('Documents', 'Ideas', '.obsidian');
  await make('Downloads');
  await make('a', 'b', 'c', 'd', 'e', '.obsidian');
  await make('.config', 'hidden', '.obsidian');
  await make('project', 'node_modules', 'x', '.obsidian');
  expect(await suggestFolders(home)).toEqual([
    { path: at('Documents'), kind: 'documents' },
    { path: at('Documents', 'Ideas'), kind: 'vault' },
    { path: at('Downloads'), kind: 'downloads' },
  ]);
});

test('takes the names that a desktop gave its folders, and none that is switched off', async () => {
  await make('Документы');
  await make('.config');
  await writeFile(
    at('.config', 'user-dirs.dirs'),
    '# written by a desktop\nXDG_DOCUMENTS_DIR="$HOME/Документы"\nXDG_DESKTOP_DIR="$HOME/"\n',
  );
  expect(await suggestFolders(home)).toEqual([{ path: at('Документы'), kind: 'documents' }]);
});

test('names a folder once, whatever links lead to it, and as a vault where it is one', async () => {
  await make('Notes', '.obsidian');
  await symlink(at('Notes'), at('Documents'));
  expect(await suggestFolders(home)).toEqual([{ path: at('Notes'), kind: 'vault' }]);
});

test('suggests nothing where there is no home', async () => {
  expect(await suggestFolders(at('nobody'))).toEqual([]);
});
