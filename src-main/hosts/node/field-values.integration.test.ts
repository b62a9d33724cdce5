import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { ValueField } from '#contract';
import { settled, startRealEngine, temporaryFolder } from './testing/real-engine.ts';

const note = (front: string): string => `---\n${front}\n---\n\nThe harbour lies in fog.\n`;
const FILES: Readonly<Record<string, string>> = {
  'Letters/first.md': note('tags: [Überweisung, harbour]\nauthor: Ursula Le Guin'),
  'Letters/second.md': note('tags: [harbour, harvest]\nauthor: Italo Calvino'),
  'Letters/Old post/third.md': note('tags: [harbour]\nauthor: Ursula Le Guin'),
  'Farm/harvest plan.txt': 'Das Heu liegt seit gestern auf der Wiese und trocknet in der Sonne, bevor der Regen kommt.\n',
  'Farm/picture.PNG': 'no picture',
};

it('completes filters with what the library has, and forgets what it no longer has', { timeout: 120_000 }, async () => {
  const folder = await temporaryFolder('akin-values-');
  for (const [name, text] of Object.entries(FILES)) {
    await mkdir(path.join(folder, path.dirname(name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  const { client } = await startRealEngine();
  const values = async (field: ValueField, text = ''): Promise<(readonly [string, number | null])[]> =>
    (await client.call('search.values', { field, text })).map(({ value, count }) => [value, count]);
  expect(await values('tag')).toEqual([]);
  await client.call('library.addFolder', { path: folder });
  await settled(client, Object.keys(FILES).length);

  await expect
    .poll(() => values('tag'))
    .toEqual([
      ['harbour', 3],
      ['harvest', 1],
      ['Überweisung', 1],
    ]);
  expect(await values('tag', 'har')).toEqual([
    ['harbour', 3],
    ['harvest', 1],
  ]);
  expect(await values('tag', 'uber')).toEqual([['Überweisung', 1]]);
  expect(await values('author', 'guin')).toEqual([['Ursula Le Guin', 2]]);
  expect(await values('type')).toEqual([
    ['markdown', 3],
    ['other', 1],
    ['text', 1],
  ]);
  expect(await values('ext', 'p')).toEqual([['png', 1]]);
  expect((await values('lang', 'd')).map(([value]) => value)).toEqual(['de']);
  expect(await values('name', 'harv')).toEqual([['harvest plan.txt', null]]);
  expect(await values('name')).toEqual([]);
  expect(await values('folder')).toEqual([
    [folder, 5],
    [path.join(folder, 'Letters'), 3],
    [path.join(folder, 'Farm'), 2],
  ]);
  expect(await values('folder', 'old')).toEqual([[path.join(folder, 'Letters', 'Old post'), null]]);
  expect(await client.call('search.values', { field: 'tag', limit: 1 })).toHaveLength(1);

  await rm(path.join(folder, 'Letters', 'second.md'));
  await client.call('library.rescan', {});
  await expect.poll(() => values('tag', 'harv'), { timeout: 30_000 }).toEqual([]);
});
