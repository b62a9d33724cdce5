import { mkdir, mkdtemp, realpath, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Contract } from '#contract';
import { attachEngine } from '#hosts/node/connect-engine.ts';
import type { Client } from '#rpc';
import { runAkin, type Run } from './testing/run-akin.ts';

let home: string;
let notes: string;
const clients: Client<Contract>[] = [];

const akin = (...words: string[]): Promise<Run> => runAkin(home, ...words);
/** Compares the folder with the disk and waits until all is read. */
async function settle(): Promise<Client<Contract>> {
  const client = await attachEngine(home);
  if (client === null) throw new Error('no engine is running');
  await client.call('library.rescan', {});
  while (!(await client.call('library.progress', {})).isSettled) await new Promise((resolve) => setTimeout(resolve, 100));
  clients.push(client);
  return client;
}

/** State, reason and encoding of a file. */
async function look(client: Client<Contract>, file: string): Promise<unknown> {
  const document = await client.call('library.findDocument', { path: file });
  if (document === null) return null;
  const { text, encoding } = await client.call('library.documentText', { documentId: document.id });
  return { state: document.state, reason: document.reason, text, encoding };
}

beforeAll(async () => {
  const folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'akin-encoding-')));
  home = path.join(folder, 'home');
  notes = path.join(folder, 'notes');
  await mkdir(notes);
  // Three letters are too few to tell a language by.
  await writeFile(path.join(notes, 'owl.txt'), iconv.encode('сыч\n', 'win1251'));
  await writeFile(path.join(notes, 'plain.txt'), 'Owls hunt at night.\n');
});
afterAll(async () => {
  const client = await attachEngine(home);
  await client?.call('engine.stop', {});
  await client?.closed;
  for (const each of clients) each.close();
  await rm(path.dirname(home), { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
});

test('a guessed encoding is marked, chosen, kept through a rename and taken back', async () => {
  const file = path.join(notes, 'owl.txt');
  await akin('add', notes);
  const client = await settle();
  expect(await look(client, file)).toMatchObject({ state: 'partial', reason: 'encodingGuessed', encoding: { isChosen: false } });
  expect(await look(client, path.join(notes, 'plain.txt'))).toMatchObject({ state: 'indexed', encoding: { name: 'UTF-8' } });
  expect(await akin('encoding', file)).toMatchObject({ code: 0, stdout: expect.stringContaining('(guessed') });

  expect(await akin('encoding', file, 'cp1251')).toMatchObject({ code: 0, stdout: '' });
  await settle();
  const chosen = { state: 'indexed', reason: null, text: 'сыч', encoding: { name: 'windows-1251', isChosen: true } };
  expect(await look(client, file)).toEqual(chosen);
  expect(await client.call('search.query', { query: 'сыч', mode: 'words' })).toMatchObject({ results: [{ path: file }] });

  const moved = path.join(notes, 'bird.txt');
  await rename(file, moved);
  await settle();
  expect(await look(client, moved)).toEqual(chosen);

  expect(await akin('encoding', moved, '--guess')).toMatchObject({ code: 0 });
  await settle();
  expect(await look(client, moved)).toMatchObject({ reason: 'encodingGuessed', encoding: { isChosen: false } });
});

test('what cannot be is said', async () => {
  const file = path.join(notes, 'plain.txt');
  expect(await akin('encoding', file, 'martian')).toMatchObject({ code: 2, stderr: expect.stringContaining('--list') });
  expect(await akin('encoding', path.join(notes, 'none.txt'), 'UTF-8')).toMatchObject({ code: 3 });
  expect((await akin('encoding', '--list')).stdout).toContain('windows-1251\n');
});
