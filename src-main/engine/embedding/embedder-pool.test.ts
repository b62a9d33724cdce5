import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createProcessLauncher } from '#hosts/node/process-launcher.ts';
import { createEmbedderPool, type EmbedderPool } from './embedder-pool.ts';
import { loadManifest } from './manifest.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const modelFolder = path.join(root, 'models/all-MiniLM-L6-v2');
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const texts = Array.from(
  { length: 60 },
  (_, index) => `${'A sentence about rivers and boats. '.repeat((index % 20) + 1)}${index}`,
);

const pools: EmbedderPool[] = [];
afterEach(() => {
  for (const pool of pools.splice(0)) pool.close();
});

async function openPool(processes: number, idleMs = 10_000): Promise<EmbedderPool> {
  const launcher = createProcessLauncher({
    entryOf: (role) => path.join(root, `src-main/processes/${role}.ts`),
    environment: { ORT_DISABLE_TELEMETRY: '1' },
    logger: silent,
  });
  const tuning = { weights: 'int8', batchTokens: 512, processes };
  const manifest = await loadManifest(modelFolder);
  const pool = createEmbedderPool({ launcher, modelFolder, manifest, logger: silent, tuning, idleMs });
  pools.push(pool);
  return pool;
}

const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
const rowOf = (vectors: Float32Array, row: number): Float32Array => vectors.subarray(row * 384, (row + 1) * 384);

test('embeds queries and documents in separate processes into the same space', async () => {
  const pool = await openPool(2);
  const query = await pool.embedQuery('A sentence about rivers and boats. 0');
  const { vectors, tokens } = await pool.embedDocuments(texts);
  expect(vectors).toHaveLength(texts.length * 384);
  expect(tokens).toBeGreaterThan(texts.length * 3);
  expect(dot(query, rowOf(vectors, 0))).toBeGreaterThan(0.98);
  const roles = pool.report().map(({ role }) => role);
  expect(roles).toEqual(['embedder.query', 'embedder.bulk', 'embedder.bulk']);
  expect(pool.tokensPerSecond()).toBeGreaterThan(0);
});

test('gives the same vectors for any number of processes, but for the noise of int8 batches', async () => {
  const [one, two] = await Promise.all([openPool(1), openPool(2)]);
  const [a, b] = await Promise.all([one.embedDocuments(texts), two.embedDocuments([...texts].reverse())]);
  const similarities = texts.map((_, row) => dot(rowOf(a.vectors, row), rowOf(b.vectors, texts.length - 1 - row)));
  expect(Math.min(...similarities)).toBeGreaterThan(0.97);
  expect(a.tokens).toBe(b.tokens);
});

test('finishes the work of a bulk process that is killed', async () => {
  const pool = await openPool(1);
  await pool.embedDocuments(['warm']);
  const pid = pool.report().find(({ role }) => role === 'embedder.bulk')?.pid ?? 0;
  const work = pool.embedDocuments(texts);
  process.kill(pid, 'SIGKILL');
  expect((await work).vectors).toHaveLength(texts.length * 384);
  expect(pool.report().map(({ restarts }) => restarts)).toEqual([1]);
});

test('answers a query whose process is killed', async () => {
  const pool = await openPool(1);
  await pool.warmUp();
  process.kill(pool.report()[0]?.pid ?? 0, 'SIGKILL');
  expect(await pool.embedQuery('rivers')).toHaveLength(384);
});

test('lets bulk processes go when they have nothing to do, and keeps the query embedder', async () => {
  const pool = await openPool(2, 50);
  await pool.warmUp();
  await pool.embedDocuments(texts);
  await expect.poll(() => pool.report().map(({ role }) => role)).toEqual(['embedder.query']);
});

test('cancels a query', async () => {
  const pool = await openPool(1);
  const controller = new AbortController();
  const query = pool.embedQuery('rivers', { signal: controller.signal });
  controller.abort();
  await expect(query).rejects.toMatchObject({ code: 'cancelled' });
});

test('changes weights while it works', async () => {
  const pool = await openPool(1);
  const work = pool.embedDocuments(texts);
  pool.tune({ weights: 'fp16', batchTokens: 256, processes: 2 });
  expect((await work).vectors).toHaveLength(texts.length * 384);
  const reference: string[] = JSON.parse(await readFile(path.join(modelFolder, 'reference.json'), 'utf8'));
  expect(await pool.embedQuery(reference[0] ?? '')).toHaveLength(384);
});

test('rejects pending calls when it is closed', async () => {
  const pool = await openPool(1);
  const pending = [pool.embedQuery('rivers'), pool.embedDocuments(texts)];
  pool.close();
  const outcomes = await Promise.allSettled(pending);
  expect(outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason.code)).toEqual([
    'engineUnavailable',
    'engineUnavailable',
  ]);
});
