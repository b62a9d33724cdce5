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
    counts: { queued: 0, nameOnly: 1, words: 0, indexed: 2, partial: 0, skipped: 0, failed: 0 },
    problems: [],
    coverage: { total: 3, searchable: 2, nameOnly: 1, waiting: 0, attention: 0, byReason: [{ reason: 'empty', count: 1 }] },
    folders: [{ path: notes, isAvailable: true }],
  });

  const file = path.join(notes, 'passport.md');
  const found = json(await akin('search', 'renew passport', '--json', '--explain')) as Found;
  expect(found).toMatchObject({
    query: 'renew passport',
    results: [{ path: file, type: 'markdown', explain: {}, ranking: { hasAllWords: true } }],
  });
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
  const counted = await akin('search', 'passport', '--mode', 'words', '--sort', 'name', '--recent', '--facets');
  expect(counted).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/By type {2}markdown 1\nBy language {2}not known 1\nBy year/),
  });
  expect(json(await akin('search', 'passport', '--mode', 'words', '--facets', '--json'))).toMatchObject({
    isTotalExact: true,
    results: [{ similar: [] }],
    facets: { total: 1, types: [{ value: 'markdown', count: 1 }], folders: [{ path: notes, count: 1 }] },
  });
  const named = json(await akin('search', 'pspt', '--mode', 'names', '--json', '--explain')) as Found;
  expect(named).toMatchObject({ results: [{ path: file, passages: [], names: { rank: 1 } }], folders: [] });
  const folders = await akin('search', 'garden');
  expect(folders).toMatchObject({ code: 0, stdout: expect.stringContaining(`${path.join(notes, 'garden')}  folder\n`) });
  expect(await akin('search', 'empty.txt')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^empty\.txt {2}text/),
  });
  expect(await akin('search', 'passport', '--before', '1990')).toMatchObject({ code: 3, stdout: '' });
  const passedOver = await akin('search', 'passport size:huge folder:');
  expect(passedOver).toMatchObject({ code: 0, stdout: expect.stringContaining('passport.md') });
  expect(passedOver.stderr).toMatch(/^Passed over: "huge" is no size.*\nPassed over: folder: has no value\./);
  const corrected = await akin('search', 'prunde', '--mode', 'words');
  expect(corrected).toMatchObject({ code: 0, stdout: expect.stringContaining('roses.txt') });
  expect(corrected.stderr).toMatch(/^Searched for "pruned" instead of "prunde"\.\n/);
  expect(json(await akin('search', 'prunde sprnig', '--mode', 'words', '--json'))).toMatchObject({
    correction: { query: 'pruned spring', words: [{ typed: 'prunde' }, { typed: 'sprnig', used: 'spring', start: 7, end: 13 }] },
  });
  expect(await akin('text', file, '--page', '1')).toMatchObject({ code: 3, stdout: '' });
  expect(await akin('text', path.join(notes, 'missing.txt'))).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/no such file/),
  });

  expect(await akin('rescan', notes)).toMatchObject({ code: 0, stderr: `Compared ${notes} with the disk.\n` });
  expect(await akin('rescan')).toMatchObject({ code: 0, stderr: 'Compared all folders with the disk.\n' });
  expect(await akin('rescan', path.join(notes, 'garden'))).toMatchObject({ code: 3 });

  expect(await akin('remove', path.join(notes, 'garden'))).toMatchObject({ code: 3 });
  expect(await akin('remove', notes)).toMatchObject({ code: 0, stderr: `Removed ${notes}\n` });
  expect(await akin('search', 'renew passport')).toMatchObject({ code: 3, stdout: '' });
});

test('the sample library is added and taken out again by name', async () => {
  expect(await akin('remove', '--sample')).toMatchObject({ code: 3, stdout: '' });
  const added = json(await akin('add', '--sample', '--json')) as { folders: { path: string }[] };
  expect(added).toMatchObject({ folders: [{ path: expect.stringMatching(/sample-library$/) }] });
  // Asked for again, it is the same one.
  expect(json(await akin('add', '--sample', '--json'))).toEqual(added);
  const { folders } = json(await akin('status', '--json')) as { folders: unknown };
  expect(folders).toMatchObject([{ path: added.folders[0]?.path }]);
  expect(await akin('remove', '--sample')).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/^Removed .*sample-library\n$/),
  });
  expect(json(await akin('status', '--json'))).toMatchObject({ folders: [] });
});

test('every file has a state, and what could not be read is told why, with a remedy, and read again', async () => {
  const inbox = path.join(path.dirname(home), 'inbox');
  const broken = path.join(inbox, 'broken.pdf');
  await mkdir(inbox);
  await writeFile(path.join(inbox, 'letter.txt'), 'The heating is to be repaired before November.\n');
  await writeFile(broken, '%PDF-1.7\nthis was a document once');
  await akin('add', inbox);
  await akin('index');

  const overview = (await akin('status', '--by-type')).stdout;
  expect(overview).toContain('1 of 2 searchable; 1 needs attention\n');
  expect(overview).toMatch(/^pdf +1 +0 +0 +0 +1$/m);
  expect((await akin('status', '--files')).stdout.split('\n').filter((line) => line.includes(inbox))).toHaveLength(2);
  const list = json(await akin('status', '--files', '--state', 'failed,skipped', '--under', inbox, '--json'));
  expect(list).toMatchObject({
    total: 1,
    files: [{ path: broken, type: 'pdf', state: 'failed', reason: 'corrupt', remedy: expect.stringContaining('anew') }],
  });
  expect(await akin('status', '--files', '--reason', 'encrypted')).toMatchObject({ code: 3, stdout: '' });

  expect(await akin('status', broken)).toMatchObject({ code: 0, stdout: expect.stringContaining('It is damaged.') });
  const elsewhere = path.join(path.dirname(home), 'elsewhere.txt');
  await writeFile(elsewhere, 'x');
  expect(await akin('status', elsewhere)).toMatchObject({ code: 3, stdout: expect.stringContaining('in no folder') });
  expect(json(await akin('status', path.join(inbox, 'gone.txt'), '--json'))).toMatchObject({
    files: [{ isInLibrary: false, because: 'missing' }],
  });

  expect(await akin('retry', broken)).toMatchObject({ code: 0, stderr: '1 file is read again.\n' });
  await akin('index');
  expect(json(await akin('status', broken, '--json'))).toMatchObject({ files: [{ state: 'failed', isInLibrary: true }] });
  expect(json(await akin('retry', '--all', '--json'))).toEqual({ queued: 1 });
  expect(await akin('retry', path.join(inbox, 'letter.txt'))).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('nothing'),
  });
  expect(await akin('retry', elsewhere)).toMatchObject({ code: 3, stderr: expect.stringContaining('not in the library') });
  await akin('remove', inbox);
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

test('a pause is told, shown by the status, and ended', async () => {
  expect(json(await akin('pause', '--json'))).toEqual({ paused: 'byUser', pausedUntil: null });
  expect((await akin('pause', '--for', '2h')).stdout).toBe('Paused for 2 h 0 min; "akin resume" goes on\n');
  expect(json(await akin('status', '--json'))).toMatchObject({ paused: 'byUser', pausedUntil: expect.any(Number) });
  expect(await akin('resume')).toMatchObject({ code: 0, stdout: 'Indexing goes on.\n' });
  expect(json(await akin('resume', '--json'))).toEqual({ paused: null, pausedUntil: null });
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
