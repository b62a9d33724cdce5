import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, it, onTestFinished } from 'vitest';
import { documentsToRerank, inNewOrder, type Contract, type DocumentId, type ParamsInput, type Reranking } from '#contract';
import type { Client } from '#rpc';
import { connectEngine } from './connect-engine.ts';
import { modelsWithReranker } from './testing/models-with-reranker.ts';
import { processId, settled, stopEngine } from './testing/real-engine.ts';

type Golden = { query: string; passage: string; score: number };

const goldenFile = fileURLToPath(new URL('../../fixtures/reranker/golden.json', import.meta.url));
const QUERY = 'how to install a heat pump';
/** As long as a person would never wait; the tests end sooner. */
const LONG_MS = 5000;

let golden: Golden[];
let client: Client<Contract>;
let base: string;
let dataFolder: string;
let modelsFolder: string;
let folder: string;
let documents: ParamsInput<Contract, 'search.rerank'>['documents'];

/** One engine for all tests. */
beforeAll(async () => {
  golden = JSON.parse(await readFile(goldenFile, 'utf8')).filter(({ query }: Golden) => query === QUERY);
  base = await realpath(await mkdtemp(path.join(tmpdir(), 'akin-rerank-')));
  folder = path.join(base, 'documents');
  dataFolder = path.join(base, 'data');
  await mkdir(folder);
  for (const [index, { passage }] of golden.entries()) await writeFile(path.join(folder, `${index}.txt`), passage);
  modelsFolder = await modelsWithReranker(base);
  client = await connectEngine({ dataFolder, modelsFolder });
  await client.call('library.addFolder', { path: folder });
  await settled(client, golden.length);
  documents = await Promise.all(
    golden.map(async ({ passage }, index) => ({ documentId: await idOf(`${index}.txt`), start: 0, end: passage.length })),
  );
});

/** Ends the process of the reranker, in whatever state a test left it. */
afterEach(async () => {
  await client.call('settings.set', { key: 'search.reranker', value: 'off' });
  await client.call('settings.reset', { key: 'search.reranker' });
});

afterAll(async () => {
  await stopEngine(client);
  await rm(base, { recursive: true, force: true, maxRetries: 50, retryDelay: 200 });
});

async function idOf(name: string): Promise<DocumentId> {
  const document = await client.call('library.findDocument', { path: path.join(folder, name) });
  if (document === null) throw new Error(`no document ${name}`);
  return document.id;
}

/** Until the process of the reranker has started, which may take long on a busy machine. */
async function startReranker(): Promise<void> {
  const rerank = (): Promise<Reranking> => client.call('search.rerank', { query: QUERY, documents, budgetMs: LONG_MS });
  while (!(await rerank()).isComplete);
}

/** Lets it stand still, as in the middle of a long run. */
async function holdReranker(): Promise<void> {
  await startReranker();
  process.kill((await processId(client, /^reranker$/)) ?? 0, 'SIGSTOP');
}

it('puts results in the order of the scores that transformers gives, and says how each moved', async () => {
  const found = await client.call('search.query', { query: QUERY });
  expect(found.canRerank).toBe(true);

  await startReranker();
  const reranking = await client.call('search.rerank', { query: `${QUERY} type:text`, documents, budgetMs: LONG_MS });
  const expected = golden
    .map(({ score }, index) => ({
      documentId: documents[index]?.documentId,
      rankBefore: index + 1,
      score: expect.closeTo(score, 4),
    }))
    .toSorted((left, right) => (golden[right.rankBefore - 1]?.score ?? 0) - (golden[left.rankBefore - 1]?.score ?? 0))
    .map((shift, place) => ({ ...shift, rank: place + 1 }));
  expect(reranking).toMatchObject({ order: expected, isComplete: true, model: 'tiny-reranker' });
  expect(reranking.order.map(({ rankBefore }) => rankBefore)).not.toEqual([1, 2, 3]);

  const shown = documentsToRerank(found.results);
  const { order } = await client.call('search.rerank', { query: QUERY, documents: shown, budgetMs: LONG_MS });
  expect(inNewOrder(found.results, order).map(({ documentId }) => documentId)).toEqual(order.map(({ documentId }) => documentId));
});

it('leaves the order as it is where the time is over before anything is scored', async () => {
  const cold = await client.call('search.rerank', { query: QUERY, documents, budgetMs: 10 });
  const unchanged = documents.map(({ documentId }, index) => ({
    documentId,
    rankBefore: index + 1,
    rank: index + 1,
    score: null,
  }));
  expect(cold).toMatchObject({ order: unchanged, isComplete: false });
  await holdReranker();
  const held = await client.call('search.rerank', { query: QUERY, documents, budgetMs: 50 });
  expect(held).toMatchObject({ order: unchanged, isComplete: false });
});

it('is cancelled by the next search for results and the next reranking, and holds back neither a search nor its query', async () => {
  await holdReranker();
  const codeOf = (asked: Promise<unknown>): Promise<unknown> => asked.catch((error: { code: string }) => error.code);
  const rerank = (): Promise<unknown> => codeOf(client.call('search.rerank', { query: QUERY, documents, budgetMs: LONG_MS }));
  const first = rerank();
  const second = rerank();
  expect(await first).toBe('cancelled');
  await client.call('search.query', { query: 'boats', purpose: 'why' });
  // A query that was never embedded before.
  const found = await client.call('search.query', { query: 'somewhere to sail on water', mode: 'meaning' });
  expect(found).toMatchObject({ usedMeaning: true });
  expect(await second).toBe('cancelled');

  const other = await connectEngine({ dataFolder, modelsFolder });
  const third = rerank();
  await other.call('search.query', { query: 'boats' });
  other.close();
  process.kill((await processId(client, /^reranker$/)) ?? 0, 'SIGCONT');
  expect(await third).toMatchObject({ isComplete: true });
});

it('survives the death of its process', async () => {
  await holdReranker();
  const reranking = client.call('search.rerank', { query: QUERY, documents, budgetMs: LONG_MS });
  process.kill((await processId(client, /^reranker$/)) ?? 0, 'SIGKILL');
  expect(await reranking).toMatchObject({ isComplete: true });
  expect((await client.call('search.query', { query: QUERY })).results).not.toEqual([]);
});

it('says what is wrong where it is damaged, off or of no use, and searching goes on', async () => {
  const rerank = (query: string): Promise<unknown> => client.call('search.rerank', { query, documents, budgetMs: LONG_MS });
  const refused = (details: object): object => ({ code: 'rerankerUnavailable', details });
  for (const query of ['"heat pump"', 'pump.txt', 'type:text', '+heat pump']) {
    expect((await client.call('search.query', { query })).canRerank).toBe(false);
    await expect(rerank(query)).rejects.toMatchObject(refused({ reason: 'noUse' }));
  }
  await client.call('settings.set', { key: 'search.reranker', value: 'off' });
  expect((await client.call('search.query', { query: QUERY })).canRerank).toBe(false);
  await expect(rerank(QUERY)).rejects.toMatchObject(refused({ reason: 'off' }));
  expect((await client.call('engine.doctor', {})).reranker).toMatchObject({ key: 'tiny-reranker', isOn: false });

  await client.call('settings.reset', { key: 'search.reranker' });
  const weights = path.join(modelsFolder, 'tiny-reranker/model.onnx');
  const sound = await readFile(weights);
  onTestFinished(() => writeFile(weights, sound));
  await writeFile(weights, 'not a model');
  await expect(rerank(QUERY)).rejects.toMatchObject(refused({ reason: 'unusable', fault: 'fileDamaged' }));
  expect((await client.call('search.query', { query: QUERY })).results).not.toEqual([]);
});

it('keeps a document that is gone behind those with a score', async () => {
  const file = path.join(folder, 'gone.txt');
  await writeFile(file, 'A pump.');
  await client.call('library.rescan', {});
  await settled(client, golden.length + 1);
  const gone = { documentId: await idOf('gone.txt'), start: 0, end: 7 };
  await rm(file);
  await client.call('library.rescan', {});
  await settled(client, golden.length);
  await startReranker();
  const asked = { query: QUERY, documents: [gone, ...documents], budgetMs: LONG_MS };
  const { order, isComplete } = await client.call('search.rerank', asked);
  expect(isComplete).toBe(true);
  expect(order.at(-1)).toEqual({ documentId: gone.documentId, rankBefore: 1, rank: 4, score: null });
});
