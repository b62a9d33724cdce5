import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Contract, DocumentSummary, Folder } from '#contract';
import type { Client } from '#rpc';
import { connectEngine } from './connect-engine.ts';
import { bundledModelsFolder, sampleFolder } from './entries.ts';
import { settled, stopEngine } from './testing/real-engine.ts';

/** Long enough to read and embed thirty short documents on a slow machine. */
const PATIENCE_MS = 300_000;

let dataFolder: string;
let client: Client<Contract>;
let folder: Folder;
let names: string[];
let documents: DocumentSummary[];

beforeAll(async () => {
  const found = await readdir(sampleFolder, { recursive: true, withFileTypes: true });
  names = found.filter((each) => each.isFile()).map((each) => each.name);
  dataFolder = await mkdtemp(path.join(tmpdir(), 'akin-sample-'));
  client = await connectEngine({ dataFolder, modelsFolder: bundledModelsFolder });
  folder = await client.call('library.addSample', {});
  await settled(client, names.length);
  documents = (await client.call('library.files', { limit: 1000 })).files;
}, PATIENCE_MS);

afterAll(async () => {
  await stopEngine(client);
  await rm(dataFolder, { recursive: true, force: true, maxRetries: 50, retryDelay: 200 });
});

it('reads every sample whole', () => {
  expect(documents.filter(({ state, reason }) => state !== 'indexed' || reason !== null)).toEqual([]);
  expect(documents.map((document) => path.basename(document.path)).toSorted()).toEqual(names.toSorted());
});

it('knows the language of every sample, and has all four', async () => {
  const { languages, types, years } = await client.call('search.facets', { query: 'size:>0' });
  expect(new Set(languages.map(({ value }) => value))).toEqual(new Set(['en', 'fa', 'ru', 'zh']));
  expect(languages.reduce((sum, { count }) => sum + count, 0)).toBe(names.length);
  expect(types.length).toBeGreaterThanOrEqual(12);
  expect(years.length).toBeGreaterThanOrEqual(6);
});

it.each([
  ['why did the radiators in the bedroom stay cold', 'Heat pump service invoice.pdf'],
  ['how long is the notice period', 'Lease agreement.docx'],
  ['blossom under the bed sheets', 'Orchard diary.txt'],
  ['بلیت قطار شیراز', 'سفر به شیراز.pdf'],
  ['سبزی خورش لیمو عمانی', 'قورمه‌سبزی مادربزرگ.md'],
  ['ржаной хлеб на закваске', 'Бабушкины рецепты.epub'],
  ['сколько циклов сна за ночь', 'Сон и память.pdf'],
  ['五花肉 冰糖', '外婆的红烧肉.html'],
  ['水管爆裂 理赔', '家庭财产保险单.pdf'],
])('finds for "%s" first %s', async (query, name) => {
  const { results } = await client.call('search.query', { query });
  expect(path.basename(results[0]?.path ?? '')).toBe(name);
});

it('shows two versions of one letter as one result', async () => {
  const { results } = await client.call('search.query', { query: 'Dear Ms Brandt radiators technician within a week' });
  const letter = results.find((result) => path.basename(result.path).startsWith('Letter to the landlord'));
  expect(letter?.similar.map((similar) => path.basename(similar.path))).toHaveLength(1);
});

it('says which folder is the sample, adds it once, and leaves nothing of it behind', async () => {
  expect(folder).toMatchObject({ isSample: true });
  expect((await client.call('library.addSample', {})).id).toBe(folder.id);
  await client.call('library.removeFolder', { folderId: folder.id });
  expect(await client.call('library.listFolders', {})).toEqual([]);
  expect((await client.call('search.query', { query: 'sourdough' })).results).toEqual([]);
});
