import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attachEngine } from '#hosts/node/connect-engine.ts';
import { runAkin, type Run } from './testing/run-akin.ts';

let home: string;
let notes: string;

const akin = (...words: string[]): Promise<Run> => runAkin(home, ...words);
const json = (run: Run): unknown => JSON.parse(run.stdout);

beforeAll(async () => {
  const folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'akin-cli-')));
  home = path.join(folder, 'home');
  notes = path.join(folder, 'notes');
  await mkdir(path.join(notes, 'garden'), { recursive: true });
  await writeFile(path.join(notes, 'passport.md'), '# Travel\n\nTo renew a passport, bring two photographs and the old one.\n');
  await writeFile(path.join(notes, 'garden', 'roses.txt'), 'Roses are pruned in early spring, before they sprout.\n');
  await writeFile(path.join(notes, 'empty.txt'), '');
});
afterAll(async () => {
  const client = await attachEngine(home);
  await client?.call('engine.stop', {});
  await client?.closed;
  await rm(path.dirname(home), { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
});

test('folders are added, indexed, searched, read and removed from the command line', async () => {
  expect(await akin('status')).toMatchObject({ code: 0, stdout: expect.stringContaining('akin add FOLDER') });
  expect(await akin('add', notes)).toMatchObject({ code: 0, stderr: `Added ${notes}\n` });
  expect(await akin('add', notes)).toMatchObject({ code: 0, stderr: expect.stringContaining('in the library already') });

  const indexed = await akin('index');
  expect(indexed.code).toBe(0);
  const lines = indexed.stdout.trimEnd().split('\n');
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ isSettled: true, documentsTotal: 3 });

  expect(json(await akin('status', '--json'))).toMatchObject({
    counts: { queued: 0, nameOnly: 0, words: 0, indexed: 2, partial: 0, skipped: 1, failed: 0 },
    problems: [{ path: path.join(notes, 'empty.txt'), state: 'skipped', reason: 'empty' }],
    folders: [{ path: notes, isAvailable: true }],
  });

  const file = path.join(notes, 'passport.md');
  const found = json(await akin('search', 'renew passport', '--json', '--explain')) as Found;
  expect(found).toMatchObject({ query: 'renew passport', results: [{ path: file, type: 'markdown', explain: {} }] });
  const passage = found.results[0]?.passages[0];
  const text = (await akin('text', file)).stdout;
  expect(passage?.text).toBe(text.slice(passage?.start, passage?.end));
  expect(passage).toMatchObject({ page: null, heading: 'Travel' });
  const marked = passage?.highlights.map(([from, to]) => passage.text.slice(from, to));
  expect(marked).toEqual(expect.arrayContaining(['renew', 'passport']));

  const people = await akin('search', 'when', 'to', 'cut', 'flowers', '--folder', path.join(notes, 'garden'));
  expect(people).toMatchObject({ code: 0, stdout: expect.stringContaining(path.join(notes, 'garden', 'roses.txt')) });
  expect(people.stdout).not.toContain('passport');
  expect(people.stdout).not.toContain('\u001b');

  expect(await akin('search', '--type', 'markdown', '--json')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('passport.md'),
  });
  expect(await akin('search', 'passport', '--before', '1990')).toMatchObject({ code: 3, stdout: '' });
  expect(await akin('text', file, '--page', '1')).toMatchObject({ code: 3, stdout: '' });
  expect(await akin('text', path.join(notes, 'missing.txt'))).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/no such file/),
  });

  expect(await akin('remove', path.join(notes, 'garden'))).toMatchObject({ code: 3 });
  expect(await akin('remove', notes)).toMatchObject({ code: 0, stderr: `Removed ${notes}\n` });
  expect(await akin('search', 'renew passport')).toMatchObject({ code: 3, stdout: '' });
});

test('settings are listed, set, refused and reset', async () => {
  expect((await akin('settings')).stdout).toContain('extraction.maxFileSizeMb = 256\n');
  expect(await akin('settings', 'extraction.maxFileSizeMb', '100')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('100'),
  });
  expect(json(await akin('settings', 'extraction.maxFileSizeMb', '--json'))).toEqual({
    settings: [{ key: 'extraction.maxFileSizeMb', value: 100, defaultValue: 256 }],
  });
  expect(await akin('settings', 'extraction.maxFileSizeMb', '0')).toMatchObject({ code: 1, stdout: '' });
  expect((await akin('settings', 'extraction.maxFileSizeMb', '--reset')).stdout).toBe('extraction.maxFileSizeMb = 256\n');
  expect(await akin('settings', 'no.such')).toMatchObject({ code: 3, stdout: '' });
});

test('the doctor finds no faults in a new library', async () => {
  const run = await akin('doctor', '--json');
  expect(json(run)).toMatchObject({ dataFolder: home, faults: [] });
  expect(run.code).toBe(0);
  expect(await akin('doctor')).toMatchObject({ code: 0, stdout: expect.stringContaining('No faults') });
});

test('forgetting leaves an empty library', async () => {
  await akin('add', notes);
  expect(await akin('forget', '--all')).toMatchObject({ code: 0, stdout: '' });
  expect(json(await akin('status', '--json'))).toMatchObject({ folders: [], problems: [] });
});

type Found = {
  results: { path: string; passages: { text: string; start: number; end: number; highlights: [number, number][] }[] }[];
};
