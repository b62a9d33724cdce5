import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attachEngine } from '#hosts/node/connect-engine.ts';
import { runAkin, type Run } from './testing/run-akin.ts';

let home: string;
let notes: string;

const why = (file: string, ...words: string[]): Promise<Run> => runAkin(home, 'why', path.join(notes, file), ...words);

beforeAll(async () => {
  const folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'akin-why-')));
  home = path.join(folder, 'home');
  notes = path.join(folder, 'notes');
  await mkdir(notes);
  await writeFile(path.join(notes, 'passport.md'), '# Travel\n\nTo renew a passport, bring two photographs and the old one.\n');
  await writeFile(path.join(notes, 'roses.txt'), 'Roses are pruned in early spring, before they sprout.\n');
  await writeFile(path.join(notes, 'broken.pdf'), '%PDF-1.4\nno document\n');
  await writeFile(path.join(folder, 'outside.txt'), 'Lies in no folder of the library.\n');
  await runAkin(home, 'add', notes);
  await runAkin(home, 'index');
});
afterAll(async () => {
  const client = await attachEngine(home);
  await client?.call('engine.stop', {});
  await client?.closed;
  await rm(path.dirname(home), { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
});

test('a file that is found is shown with its place in each list', async () => {
  const { code, stdout } = await why('passport.md', 'renew', 'passport', 'umbrella', '--mode', 'words');
  expect(code).toBe(0);
  expect(stdout.split('\n').slice(0, 5)).toEqual([
    path.join(notes, 'passport.md'),
    '  It is result 1 of 1.',
    expect.stringMatching(/^ {2}By words: its best passage \(.*Travel\) has rank 1, \d+\.\d{3} score\.$/),
    '  It has: renew, passport.',
    '  It lacks: umbrella.',
  ]);
});

test('a file that is not found is shown with what cut it off and what to do', async () => {
  const cases: [Run, RegExp][] = [
    [await why('../outside.txt', 'library'), /is not in the library\. It lies in no folder of the library\. "akin add FOLDER"/],
    [await why('broken.pdf', 'tomatoes'), /not searchable: it is damaged\. Open it with its own program/],
    [await why('roses.txt', 'spring', 'type:pdf'), /left out by type:pdf\. Search without it/],
    [await why('roses.txt', 'spring', '--type', 'pdf'), /left out by --type\. Search without it/],
    [await why('roses.txt', 'passport', '--mode', 'words'), /None of the words stands in it as the query wants them/],
    [
      await why('roses.txt', 'kubernetes ingress'),
      /nothing in it means something like them[^]*similarity, of which 0\.\d+ is needed/,
    ],
  ];
  for (const [run, sentence] of cases)
    expect(run).toMatchObject({ code: 3, stdout: expect.stringMatching(sentence), stderr: '' });
});

test('what was searched for instead of a slip is told first', async () => {
  const { code, stdout } = await why('passport.md', 'renwe', 'a', 'pasport', '--mode', 'words');
  expect(code).toBe(0);
  expect(stdout).toContain('  Searched for "renew passport" instead of "renwe pasport".\n');
  expect(stdout).toContain('It is result 1 of 1.');
});

test('scripts get the same as JSON', async () => {
  expect(JSON.parse((await why('roses.txt', 'passport', '--mode', 'words', '--json')).stdout)).toMatchObject({
    path: path.join(notes, 'roses.txt'),
    cutOffBy: 'noMatch',
    state: 'indexed',
    missingTerms: ['passport'],
  });
  const outside = path.join(path.dirname(notes), 'outside.txt');
  expect(JSON.parse((await why('../outside.txt', 'x', '--json')).stdout)).toEqual({
    path: outside,
    cutOffBy: 'notInLibrary',
    absence: 'outside',
  });
});
