import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attachEngine } from '#hosts/node/connect-engine.ts';
import { runAkin, type Run } from './testing/run-akin.ts';

let home: string;
let notes: string;

const akin = (...words: string[]): Promise<Run> => runAkin(home, ...words);

/** Whether the file is found by what it says, not by its name alone. */
async function finds(query: string): Promise<boolean> {
  const { results } = JSON.parse((await akin('search', query, '--json')).stdout) as {
    results: { path: string; passages: unknown[] }[];
  };
  return results.some((result) => result.path.endsWith('release.nfo') && result.passages.length > 0);
}

async function setExtensions(value: string): Promise<void> {
  const client = await attachEngine(home);
  if (client === null) throw new Error('no engine');
  await client.call('settings.set', { key: 'extraction.textExtensions', value });
  client.close();
  await akin('index');
}

beforeAll(async () => {
  const folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'akin-extensions-')));
  home = path.join(folder, 'home');
  notes = path.join(folder, 'notes');
  await mkdir(notes);
  await writeFile(path.join(notes, 'release.nfo'), 'The quince harvest was stored in the attic.\n');
  await writeFile(path.join(notes, 'other.md'), 'Nothing about fruit here.\n');
  await akin('add', notes);
  await akin('index');
});
afterAll(async () => {
  const client = await attachEngine(home);
  await client?.call('engine.stop', {});
  await client?.closed;
  await rm(path.dirname(home), { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
});

test('an extension that is set as text is read at once, and no longer once it is taken back', async () => {
  expect(await finds('"quince harvest"')).toBe(false);
  await setExtensions('nfo');
  expect(await finds('"quince harvest"')).toBe(true);
  await setExtensions('');
  expect(await finds('"quince harvest"')).toBe(false);
});
