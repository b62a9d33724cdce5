import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runAkin } from './testing/run-akin.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'akin-usage-'));
});
afterAll(() => rm(folder, { recursive: true }));

test.each([
  ['an unknown command', ['frobnicate'], /unknown command/],
  ['a misspelt command, with what was meant', ['serch', 'x'], /Did you mean search/],
  ['an unknown option', ['status', '--frobnicate'], /unknown option/],
  ['a search for nothing', ['search'], /give a query or a filter/],
  ['a search for blanks', ['search', '  '], /give a query or a filter/],
  ['a month that does not exist', ['search', 'x', '--after', '2026-13'], /2026-05-01/],
  ['a day that does not exist', ['search', 'x', '--before', '2026-02-30'], /2026-05-01/],
  ['a limit of nothing', ['search', 'x', '--limit', '0'], /1 to 200/],
  ['a limit that is no number', ['search', 'x', '--limit', 'ten'], /1 to 200/],
  ['an unknown mode', ['search', 'x', '--mode', 'guess'], /Allowed choices/],
  ['a text of nothing', ['text'], /missing required argument/],
  ['a text of page zero', ['text', 'x.pdf', '--page', '0'], /count from 1/],
  ['adding nothing', ['add'], /give folders to add, or --sample/],
  ['removing nothing', ['remove'], /give folders to forget, or --sample/],
  ['a history of no searches', ['history', '--limit', '0'], /1 to 1000/],
  ['an unknown kind of change to the history', ['history', 'frobnicate'], /unknown command|too many arguments/],
  ['forgetting without saying all', ['forget'], /--all/],
  ['a pause of no time', ['pause', '--for', 'long'], /30m, 2h or 1d/],
  ['resetting no setting', ['settings', '--reset'], /takes a key/],
  ['an unknown kind of change to the rules', ['rules', 'frobnicate'], /unknown command|too many arguments/],
  ['adding no pattern', ['rules', 'add'], /missing required argument/],
  ['setting rules without a file', ['rules', 'set'], /--file/],
  ['an encoding of nothing', ['encoding'], /--list/],
  ['an encoding that is chosen and guessed', ['encoding', 'x', 'UTF-8', '--guess'], /not both/],
  ['a port that is none', ['serve', '--port', '70000'], /65535/],
  ['an unknown state', ['status', '--state', 'broken'], /There are: queued/],
  ['an unknown reason', ['retry', '--reason', 'none'], /encrypted/],
  ['a state of files and of a list', ['status', 'x.pdf', '--files'], /not both/],
  ['reading nothing again', ['retry'], /--all/],
  ['help on an unknown topic', ['help', 'frobnicate'], /no help on/],
])('%s is a wrong usage: exit code 2, on stderr alone, without an engine', async (_name, words, message) => {
  const home = path.join(folder, 'home');
  const run = await runAkin(home, ...words);
  expect(run).toMatchObject({ code: 2, stdout: '' });
  expect(run.stderr).toMatch(message);
  expect(existsSync(home)).toBe(false);
});

test.each([
  [['--help'], /Commands:/],
  [['help'], /Commands:/],
  [['help', 'search'], /--explain/],
  [['search', '--help'], /--explain/],
  [['help', 'rules'], /preview/],
  [['rules', 'add', '--help'], /--folder/],
  [['help'], /formats, ignore-rules/],
  [['help', 'formats'], /^ {2}PDF \.pdf$/m],
  [['help', 'search'], /WHAT IS SEARCHED|What is searched/],
  [['help', 'encodings'], /windows-1251/],
  [['help', 'exit-codes'], /^ {2}3 {4}nothing was found/m],
  [['help', 'json'], /nameOnly/],
  [['help', 'states'], /^ {2}encrypted +it is protected/m],
  [['help', 'environment'], /AKIN_HOME/],
  [['--version'], /^\d+\.\d+\.\d+\n$/],
])('%j prints on stdout and starts no engine', async (words, text) => {
  const home = path.join(folder, 'home');
  const run = await runAkin(home, ...words);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(run.stdout).toMatch(text);
  expect(existsSync(home)).toBe(false);
});

test('a data folder that cannot be used is named, with a remedy', async () => {
  const file = path.join(folder, 'a-file');
  await writeFile(file, '');
  const run = await runAkin(file, 'status');
  expect(run).toMatchObject({ code: 4, stdout: '' });
  expect(run.stderr).toContain(file);
  expect(run.stderr).toContain('AKIN_HOME');
});
