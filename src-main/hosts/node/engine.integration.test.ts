import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { SearchResults } from '#contract';
import {
  processId,
  progressUntil,
  searchUntil,
  settled,
  startRealEngine,
  stopEngine,
  temporaryFolder,
} from './testing/real-engine.ts';

const NOTES: Readonly<Record<string, string>> = {
  'passport.md':
    '---\ntitle: Travel papers\ntags: [travel]\n---\n\n# Renewal\n\nTo renew a passport, bring two photographs and the old booklet.\n',
  'garden.txt': 'Tomatoes want sun and water. Prune the side shoots in June.\n',
  'ru/встраивание.md': '# Поиск\n\nСемантический поиск находит документы по смыслу запроса.\n',
  'fa/کتاب.md': '# کتابخانه\n\nکتاب‌های کتابخانه را می‌توان در خانه خواند.\n',
  'zh/搜索.md': '# 搜索\n\n人工智能正在改变我们搜索文件的方式。\n',
  'page.html':
    '<html lang="en"><head><title>Bread</title></head><body><h1>Sourdough</h1><p>Knead the dough for ten minutes.</p></body></html>',
  'picture.png': 'not read at all',
  'nothing.txt': '',
};

async function writeNotes(): Promise<string> {
  const folder = await temporaryFolder('akin-notes-');
  for (const [name, text] of Object.entries(NOTES)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  return folder;
}

it('indexes a folder and finds words, meaning and other scripts at the exact place', async () => {
  const folder = await writeNotes();
  const { client } = await startRealEngine();
  await client.call('library.addFolder', { path: folder });
  const { counts } = await settled(client, 8);
  expect(counts).toEqual({ queued: 0, nameOnly: 2, words: 0, indexed: 6, partial: 0, skipped: 0, failed: 0 });
  const { files } = await client.call('library.files', { filter: { states: ['nameOnly'] } });
  expect(files.map(({ path: file, reason }) => [path.basename(file), reason])).toEqual([
    ['nothing.txt', 'empty'],
    ['picture.png', 'unsupportedType'],
  ]);

  const top = async (query: string) => (await client.call('search.query', { query, explain: true })).results[0];
  const passport = await top('renew passport');
  expect(passport).toMatchObject({ path: path.join(folder, 'passport.md'), title: 'Travel papers', type: 'markdown' });
  const passage = passport?.passages[0];
  expect(passage?.heading).toBe('Renewal');
  expect(passage?.highlights.map(([from, to]) => passage.text.slice(from, to))).toEqual(['Renewal', 'renew', 'passport']);
  expect(passage?.explain?.words?.rank).toBe(1);
  const text = await client.call('library.documentText', { documentId: passport?.documentId as never });
  expect(text.text.slice(passage?.start, passage?.end)).toBe(passage?.text);

  expect((await top('how do I extend a travel document'))?.path).toBe(path.join(folder, 'passport.md'));
  expect((await top('baking bread at home'))?.path).toBe(path.join(folder, 'page.html'));
  expect((await top('كتابهاي'))?.path).toBe(path.join(folder, 'fa/کتاب.md'));
  expect((await top('семантический поиск'))?.path).toBe(path.join(folder, 'ru/встраивание.md'));
  expect((await top('人工智能'))?.path).toBe(path.join(folder, 'zh/搜索.md'));
});

it('narrows by folder, type, tag and date before it searches, and lists what filters alone select', async () => {
  const folder = await writeNotes();
  const { client } = await startRealEngine();
  await client.call('library.addFolder', { path: folder });
  await settled(client, 8);
  const names = async (query: string, filters: object) => {
    const { results } = await client.call('search.query', { query, filters });
    return results.map((result) => path.relative(folder, result.path)).toSorted();
  };
  expect(await names('', { types: ['html', 'text'] })).toEqual(['garden.txt', 'nothing.txt', 'page.html']);
  expect(await names('', { tags: ['travel'] })).toEqual(['passport.md']);
  expect(await names('the', { types: ['html'] })).toEqual(['page.html']);
  expect(await names('поиск', { folders: [path.join(folder, 'ru')] })).toEqual(['ru/встраивание.md']);
  expect(await names('passport', { before: 1000 })).toEqual([]);
});

it('shows new, changed, moved and deleted files without a rescan', async () => {
  const folder = await writeNotes();
  const { client } = await startRealEngine();
  await client.call('library.addFolder', { path: folder });
  await settled(client, 8);
  const file = path.join(folder, 'fresh.md');
  await writeFile(file, 'The quokka smiles.\n');
  const created = await searchUntil(client, 'quokka', ({ total }) => total === 1);
  await writeFile(file, 'The wombat digs.\n');
  await searchUntil(client, 'wombat', ({ total }) => total === 1);
  await searchUntil(client, 'quokka', ({ total }) => total === 0);
  const moved = path.join(folder, 'ru', 'moved.md');
  await rename(file, moved);
  const after = await searchUntil(client, 'wombat', ({ results }) => results[0]?.path === moved);
  expect(after.results[0]?.documentId).toBe(created.results[0]?.documentId);
  await rm(moved);
  await searchUntil(client, 'wombat', ({ total }) => total === 0);
});

it('pages through results by cursor without repeating or losing one', async () => {
  const folder = await temporaryFolder('akin-many-');
  for (let file = 0; file < 60; file++) await writeFile(path.join(folder, `${file}.txt`), `lighthouse number ${file}\n`);
  const { client } = await startRealEngine();
  await client.call('library.addFolder', { path: folder });
  await settled(client, 60);
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: SearchResults = await client.call('search.query', { query: 'lighthouse', limit: 25, cursor });
    expect(page.total).toBe(60);
    seen.push(...page.results.map((result) => result.path));
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect([seen.length, new Set(seen).size]).toEqual([60, 60]);
  await expect(client.call('search.query', { query: 'other', cursor: 'rubbish' })).rejects.toMatchObject({
    code: 'invalidCursor',
  });
});

it('goes on in the ranking of the first page while files come, change and go', async () => {
  const folder = await temporaryFolder('akin-many-');
  for (let file = 0; file < 60; file++) await writeFile(path.join(folder, `${file}.txt`), `lighthouse number ${file}\n`);
  const { client } = await startRealEngine();
  await client.call('library.addFolder', { path: folder });
  await settled(client, 60);
  const pageOf = (cursor: string | null): Promise<SearchResults> =>
    client.call('search.query', { query: 'lighthouse', limit: 25, cursor });
  const first = await pageOf(null);
  const seen = first.results.map((result) => path.basename(result.path));
  const [changed = '', deleted = '', ...kept] = Array.from({ length: 60 }, (_, file) => `${file}.txt`).filter(
    (name) => !seen.includes(name),
  );

  await writeFile(path.join(folder, changed), 'The lighthouse has a new lamp.\n');
  await rm(path.join(folder, deleted));
  for (let file = 0; file < 30; file++) {
    await writeFile(path.join(folder, `new ${file}.txt`), `lighthouse, lighthouse: ${file} more\n`);
  }
  await searchUntil(
    client,
    'lighthouse more',
    ({ results }) => results.filter(({ path: file }) => file.includes('new')).length === 20,
  );
  await searchUntil(client, 'lamp', ({ results }) => path.basename(results[0]?.path ?? '') === changed);
  await progressUntil(client, ({ isSettled, counts }) => isSettled && counts.indexed === 89);

  const second = await pageOf(first.nextCursor);
  const third = await pageOf(second.nextCursor);
  const following = [...second.results, ...third.results];
  expect(third.nextCursor).toBeNull();
  expect(following.map((result) => path.basename(result.path)).toSorted()).toEqual([changed, ...kept].toSorted());
  const texts = following.map((result) => [path.basename(result.path), result.passages[0]?.text.trim()]);
  expect(new Map(texts.map(([name, text]) => [name, text])).get(changed)).toBe('The lighthouse has a new lamp.');
  expect((await pageOf(null)).total).toBe(89);
});

it('goes on where it was after a restart, and keeps settings', async () => {
  const folder = await writeNotes();
  const { client, dataFolder } = await startRealEngine();
  await client.call('settings.set', { key: 'extraction.maxFileSizeMb', value: 12 });
  await client.call('library.addFolder', { path: folder });
  await stopEngine(client);
  const again = await startRealEngine(dataFolder);
  await settled(again.client, 8);
  const settings = await again.client.call('settings.list', {});
  expect(settings.find(({ key }) => key === 'extraction.maxFileSizeMb')?.value).toBe(12);
  await expect(again.client.call('settings.set', { key: 'extraction.maxFileSizeMb', value: -1 })).rejects.toMatchObject({
    code: 'invalidSetting',
  });
});

/** False where there is no such process, or the one killed before is still reported. */
function kill(pid: number | undefined): boolean {
  try {
    return pid !== undefined && process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
}

it('survives the death of each helper process while it indexes', async () => {
  const folder = await temporaryFolder('akin-helpers-');
  for (let file = 0; file < 400; file++) {
    await writeFile(
      path.join(folder, `${file}.md`),
      `# Note ${file}\n\n${`Sentence about probe${file} and its neighbours. `.repeat(30)}`,
    );
  }
  const { client } = await startRealEngine();
  await client.call('library.addFolder', { path: folder });
  await progressUntil(client, ({ documentsTotal }) => documentsTotal > 0);
  for (const role of [/ingest/, /watcher/, /embedder\.query/, /ingest/, /embedder\.bulk/]) {
    let hasKilled = false;
    for (let attempt = 0; !hasKilled && attempt < 200; attempt++) {
      await client.call('search.query', { query: `probe${attempt}` });
      hasKilled = kill(await processId(client, role));
    }
    expect((await client.call('search.query', { query: 'sentence', mode: 'words' })).query).toBe('sentence');
  }
  const { counts } = await settled(client, 400);
  expect((await client.call('library.problems', {})).problems).toEqual([]);
  expect(counts.indexed).toBe(400);
  for (const file of [0, 199, 399]) {
    const { results } = await client.call('search.query', { query: `probe${file}`, mode: 'words' });
    expect(results.map((result) => path.basename(result.path))).toEqual([`${file}.md`]);
  }
  await writeFile(path.join(folder, 'late.md'), 'The watcher must have come back: axolotl.\n');
  await searchUntil(client, 'axolotl', ({ total }) => total === 1);
});

it('answers searches while it indexes', async () => {
  const folder = await temporaryFolder('akin-busy-');
  for (let file = 0; file < 300; file++)
    await writeFile(path.join(folder, `${file}.txt`), `${'A line of prose about harbours. '.repeat(60)}\n`);
  const { client } = await startRealEngine();
  await client.call('library.addFolder', { path: folder });
  const hit = await searchUntil(client, 'harbours', ({ total }) => total > 0);
  const { isSettled } = await client.call('library.progress', {});
  expect([hit.results.length > 0, isSettled]).toEqual([true, false]);
  await settled(client, 300);
});

it('leaves nothing of a removed folder on the disk', async () => {
  const folder = await temporaryFolder('akin-secret-');
  await writeFile(path.join(folder, 'secret.txt'), 'The password is zyxwvutsrqp.\n');
  const { client, dataFolder } = await startRealEngine();
  const added = await client.call('library.addFolder', { path: folder });
  await settled(client, 1);
  await client.call('library.removeFolder', { folderId: added.id });
  await settled(client, 0);
  await stopEngine(client);
  expect(await filesHolding(dataFolder, 'zyxwvutsrqp')).toEqual([]);
});

async function filesHolding(folder: string, text: string): Promise<string[]> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((child) => child.isFile());
  const holding: string[] = [];
  for (const file of files) {
    const bytes = await readFile(path.join(file.parentPath, file.name));
    if (bytes.includes(text)) holding.push(file.name);
  }
  return holding;
}

it('finds files and folders by their names at once, whatever their type, through moves and removals', async () => {
  const folder = await temporaryFolder('akin-names-');
  await mkdir(path.join(folder, 'Taxes 2025'));
  for (const name of ['Quarterly report 2025.xlsx', 'holiday.raw', 'مالیات.zip', 'notes.txt']) {
    await writeFile(path.join(folder, 'Taxes 2025', name), name === 'notes.txt' ? 'A quarterly report is due in March.' : '');
  }
  const { client } = await startRealEngine();
  await client.call('library.addFolder', { path: folder });
  await settled(client, 4);
  const found = async (query: string, mode: 'hybrid' | 'names' = 'hybrid') => {
    const { results, folders } = await client.call('search.query', { query, mode, explain: true });
    return [...folders, ...results].map(({ path: file }) => path.basename(file));
  };
  expect((await client.call('search.query', { query: 'qrep25', explain: true })).results[0]).toMatchObject({
    path: path.join(folder, 'Taxes 2025', 'Quarterly report 2025.xlsx'),
    nameHighlights: [
      [0, 1],
      [10, 13],
      [19, 21],
    ],
    names: { rank: 1 },
    passages: [],
  });
  expect((await found('quarterly report')).slice(0, 2)).toEqual(['Quarterly report 2025.xlsx', 'notes.txt']);
  expect((await found('when is the quarterly report due'))[0]).toBe('notes.txt');
  expect(await found('taxes', 'names')).toEqual(['Taxes 2025']);
  expect(await found('taxes/holiday', 'names')).toEqual(['holiday.raw']);
  expect(await found('ماليات', 'names')).toEqual(['مالیات.zip']);

  await rename(path.join(folder, 'Taxes 2025'), path.join(folder, 'Archive'));
  await rm(path.join(folder, 'Archive', 'holiday.raw'));
  await client.call('library.rescan', {});
  expect(await found('taxes', 'names')).toEqual([]);
  expect(await found('archive/report', 'names')).toEqual(['Quarterly report 2025.xlsx']);
  expect(await found('holiday', 'names')).toEqual([]);
});
