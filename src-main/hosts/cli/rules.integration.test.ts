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
const found = async (query: string): Promise<string[]> => {
  const { results } = json(await akin('search', query, '--json')) as { results: { path: string }[] };
  return results.map((result) => path.relative(notes, result.path)).sort();
};

beforeAll(async () => {
  const folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'akin-rules-')));
  home = path.join(folder, 'home');
  notes = path.join(folder, 'notes');
  for (const name of ['drafts', '.secret', 'node_modules/x']) await mkdir(path.join(notes, name), { recursive: true });
  for (const name of ['tulips.md', 'drafts/tulips.md', '.secret/tulips.md', 'node_modules/x/tulips.md']) {
    await writeFile(path.join(notes, name), `Tulips are planted in autumn, says ${name}.\n`);
  }
  await akin('add', notes);
  await akin('index');
});
afterAll(async () => {
  const client = await attachEngine(home);
  await client?.call('engine.stop', {});
  await client?.closed;
  await rm(path.dirname(home), { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
});

test('rules are shown, previewed, added and removed, and hold at once', async () => {
  const shown = await akin('rules');
  expect(shown).toMatchObject({ code: 0, stderr: '' });
  expect(shown.stdout).toMatch(/^Defaults\n[^]*^ {2}node_modules\/\n[^]*^All folders\n {2}no patterns of your own/m);
  expect(await found('tulips autumn')).toEqual(['drafts/tulips.md', 'tulips.md']);

  const preview = await akin('rules', 'preview', 'drafts/', '!.secret/', '--folder', notes, '--json');
  expect(json(preview)).toEqual({
    hidden: 1,
    shown: 1,
    hiddenPaths: [path.join(notes, 'drafts/tulips.md')],
    shownPaths: [path.join(notes, '.secret/tulips.md')],
  });
  expect((await akin('rules', 'preview', 'drafts/')).stdout).toBe(
    `1 file would be left out\n  ${path.join(notes, 'drafts/tulips.md')}\n0 files would be taken back\n`,
  );

  expect(await akin('rules', 'add', 'drafts/')).toMatchObject({
    code: 0,
    stdout: '',
    stderr: '1 pattern holds for all folders.\n',
  });
  expect(await found('tulips autumn')).toEqual(['tulips.md']);
  const both = await akin('rules', 'add', '!.secret/', '!drafts/', '--folder', notes, '--json');
  expect(json(both)).toMatchObject({ all: 'drafts/', folders: [{ path: notes, patterns: '!.secret/\n!drafts/' }] });
  await akin('index');
  expect(await found('tulips autumn')).toEqual(['.secret/tulips.md', 'drafts/tulips.md', 'tulips.md']);
  expect((await akin('rules')).stdout).toContain(`${notes}\n  !.secret/\n  !drafts/\n`);

  expect(await akin('rules', 'remove', '!.secret/', '--folder', notes)).toMatchObject({ code: 0 });
  expect(await found('tulips autumn')).toEqual(['drafts/tulips.md', 'tulips.md']);
  expect(await akin('rules', 'remove', 'nothing')).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('no pattern nothing'),
  });
});

test('a file can replace all patterns, and what is none is refused by its words', async () => {
  const file = path.join(path.dirname(home), 'patterns.txt');
  await writeFile(file, '# mine\r\n*.bak\r\n\r\n');
  expect(await akin('rules', 'set', '--file', file)).toMatchObject({ code: 0, stderr: '1 pattern holds for all folders.\n' });
  expect(json(await akin('rules', '--json'))).toMatchObject({ all: '# mine\n*.bak' });
  expect(await akin('rules', 'set', '--file', `${file}-none`)).toMatchObject({ code: 1, stdout: '' });

  const refused = await akin('rules', 'add', 'fine', '[open');
  expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('"[open" is no pattern') });
  expect(await akin('rules', 'preview', '[open')).toMatchObject({ code: 1, stdout: '' });
  expect(await akin('rules', 'add', 'x', '--folder', home)).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('akin status'),
  });
  expect(json(await akin('rules', '--json'))).toMatchObject({ all: '# mine\n*.bak' });
});

test('a file above the size limit is found by its name, and read once the limit is raised', async () => {
  await akin('settings', 'extraction.maxFileSizeMb', '1');
  await writeFile(path.join(notes, 'great.txt'), `Peonies resent being moved.\n${'\n'.repeat(1_500_000)}`);
  await akin('index');
  const file = { path: path.join(notes, 'great.txt'), reason: 'tooLarge' };
  expect(json(await akin('status', '--json'))).toMatchObject({ problems: [file] });
  expect(await akin('search', 'great.txt')).toMatchObject({ code: 0, stdout: expect.stringContaining('great.txt') });
  await akin('settings', 'extraction.maxFileSizeMb', '2');
  await akin('index');
  expect(json(await akin('status', '--json'))).toMatchObject({ problems: [] });
  expect(await found('peonies resent')).toEqual(['great.txt']);
});
