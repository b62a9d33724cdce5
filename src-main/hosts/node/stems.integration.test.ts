import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { searchUntil, settled, startRealEngine, temporaryFolder } from './testing/real-engine.ts';

const FILES: Readonly<Record<string, string>> = {
  'embedding.txt': 'Здесь описано, как встраивания шрифтов и таблиц хранятся в файле документа.\n',
  'life.txt': 'این نوشته درباره معنای زندگی است و از امید و آرامش می‌گوید.\n',
  'shelf.txt': 'کتابها روی میز کنار پنجره گذاشته شده‌اند و کسی آنها را نمی‌خواند.\n',
  'book.txt': 'هذا كتاب قديم عن تاريخ المدينة وأهلها في القرن الماضي.\n',
  'robot.txt': '这是一个关于人工智能的教程，介绍如何搜索文件。\n',
  'city.txt': 'The trains to Zürich leave every hour from the main station of the town.\n',
  'whole.txt': 'The function calls foo_bar when the window is closed by its user.\n',
  'parts.txt': 'The function calls foo when the bar is closed by its user.\n',
  'exact.txt': 'The universe is what the lecture of this evening will be about.\n',
  'stem.txt': 'The university is where the lecture of this evening will be held.\n',
};

it('finds other forms of a word, the very word first, and marks what it found', { timeout: 60_000 }, async () => {
  const folder = await temporaryFolder('akin-stems-');
  for (const [name, text] of Object.entries(FILES)) await writeFile(path.join(folder, name), text);
  const { client } = await startRealEngine();
  await client.call('library.addFolder', { path: folder });
  await settled(client, Object.keys(FILES).length);
  const search = async (query: string): Promise<{ names: string[]; marked: string[] }> => {
    const { results } = await client.call('search.query', { query, mode: 'words' });
    const passages = results.flatMap((result) => result.passages);
    return {
      names: results.map((result) => path.basename(result.path)),
      marked: passages.flatMap(({ text, highlights }) => highlights.map(([from, to]) => text.slice(from, to))),
    };
  };

  expect(await search('встраивание')).toEqual({ names: ['embedding.txt'], marked: ['встраивания'] });
  expect(await search('معنا')).toEqual({ names: ['life.txt'], marked: ['معنای'] });
  const books = await search('کتاب‌ها');
  expect(books.names[0]).toBe('shelf.txt');
  expect(books).toEqual({ names: ['shelf.txt', 'book.txt'], marked: ['کتابها', 'كتاب'] });
  expect(await search('人工智能')).toEqual({ names: ['robot.txt'], marked: ['人工智能'] });
  expect(await search('zurich')).toEqual({ names: ['city.txt'], marked: ['Zürich'] });
  expect((await search('foo_bar')).names).toEqual(['whole.txt', 'parts.txt']);
  expect((await search('universe')).names).toEqual(['exact.txt', 'stem.txt']);
  expect((await search('university')).names).toEqual(['stem.txt', 'exact.txt']);
});

it('finds the words that a German compound is made of, and marks them', { timeout: 60_000 }, async () => {
  const folder = await temporaryFolder('akin-compounds-');
  const files = {
    'campus.txt': 'Das Gebäude der Universität steht am Rand der Stadt und wird in diesem Jahr von Grund auf umgebaut.\n',
    'whole.txt': 'Jedes Universitätsgebäude hat einen eigenen Eingang für die Besucher der öffentlichen Vorlesungen.\n',
    'house.txt': 'Ein Gebäude aus Holz braucht mehr Pflege als man denkt, wenn es im Winter lange geregnet hat.\n',
    'other.txt': 'Der Bahnhof liegt gleich hinter dem Park, und von dort fahren die Züge in alle Richtungen des Landes.\n',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  const { client } = await startRealEngine();
  await client.call('library.addFolder', { path: folder });
  await settled(client, Object.keys(files).length);
  // The words of the library are read in the background.
  const { results } = await searchUntil(client, 'Universitätsgebäude', ({ results: found }) => found.length > 1);
  expect(results.map((result) => path.basename(result.path))).toEqual(['whole.txt', 'campus.txt', 'house.txt']);
  const [, campus] = results;
  const marked = campus?.passages.flatMap(({ text, highlights }) => highlights.map(([from, to]) => text.slice(from, to)));
  expect(marked).toEqual(['Gebäude', 'Universität']);
});
