import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findReranker } from './reranker-manifest.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const tinyReranker = path.join(root, 'src-main/fixtures/reranker/tiny-reranker');

async function modelsFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'akin-models-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

test('no reranker ships with the product', async () => {
  expect(await findReranker(path.join(root, 'models'))).toEqual({ kind: 'none' });
});

test('finds the first reranker by the name of its folder, among models of other kinds', async () => {
  const folder = await modelsFolder();
  for (const name of ['b', 'c']) await cp(tinyReranker, path.join(folder, name), { recursive: true });
  await cp(path.join(root, 'models/all-MiniLM-L6-v2/manifest.json'), path.join(folder, 'a/manifest.json'));
  await mkdir(path.join(folder, 'empty'));
  expect(await findReranker(folder)).toMatchObject({
    kind: 'found',
    folder: path.join(folder, 'b'),
    manifest: { key: 'tiny-reranker' },
  });
});

test('names a folder whose manifest says that it is a reranker and cannot be understood', async () => {
  const folder = await modelsFolder();
  await mkdir(path.join(folder, 'strange'));
  await writeFile(path.join(folder, 'strange/manifest.json'), '{"kind":"rerank","mode":"chatYesNo"}');
  await mkdir(path.join(folder, 'torn'));
  await writeFile(path.join(folder, 'torn/manifest.json'), '{"kind":"rer');
  expect(await findReranker(folder)).toEqual({ kind: 'unreadable', name: 'strange' });
  await cp(tinyReranker, path.join(folder, 'sound'), { recursive: true });
  expect(await findReranker(folder)).toMatchObject({ kind: 'found' });
});

test('finds none where there is no such folder', async () => {
  expect(await findReranker(path.join(await modelsFolder(), 'missing'))).toEqual({ kind: 'none' });
});
