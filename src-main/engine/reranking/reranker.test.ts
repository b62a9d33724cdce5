import { copyFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { loadManifest } from '#engine/embedding/manifest.ts';
import { createEmbedderPool } from '#engine/embedding/embedder-pool.ts';
import { loadTokenizer } from '#engine/embedding/tokenizer.ts';
import { createProcessLauncher } from '#hosts/node/process-launcher.ts';
import { createReranker, type Reranker } from './reranker.ts';
import { loadRerankerManifest } from './reranker-manifest.ts';
import { orderByScore, scoreInTime } from './score-in-time.ts';

type Golden = { query: string; passage: string; ids: number[]; segments: number[]; score: number };

const root = path.resolve(import.meta.dirname, '../../..');
const fixtures = path.join(root, 'src-main/fixtures/reranker');
const tinyReranker = path.join(fixtures, 'tiny-reranker');
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const never = new AbortController().signal;
const launcher = createProcessLauncher({
  entryOf: (role) => path.join(root, `src-main/processes/${role}.ts`),
  environment: { ORT_DISABLE_TELEMETRY: '1' },
  logger: silent,
});

let golden: Golden[];
beforeAll(async () => {
  golden = JSON.parse(await readFile(path.join(fixtures, 'golden.json'), 'utf8'));
});

function open(modelFolder = tinyReranker, idleMs = 60_000, by = launcher): Reranker {
  const reranker = createReranker({ launcher: by, modelFolder, logger: silent, idleMs });
  onTestFinished(() => reranker.close());
  return reranker;
}

async function copyOfModel(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'akin-reranker-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await cp(tinyReranker, folder, { recursive: true });
  return folder;
}

test('reads pairs as transformers does, cut in the passage alone, also where texts hold special tokens', async () => {
  const { tokenizer, maxTokens } = await loadRerankerManifest(tinyReranker);
  const { encodePair } = await loadTokenizer(tinyReranker, { tokenizer, text: { maxTokens, appendIds: [] } });
  const encoded = golden.map(({ query, passage }) => {
    const { ids, segments } = encodePair(query, passage);
    return { ids: [...ids], segments: [...segments] };
  });
  expect(golden).toHaveLength(22);
  expect(encoded).toEqual(golden.map(({ ids, segments }) => ({ ids, segments })));
  expect(Math.max(...encoded.map(({ ids }) => ids.length))).toBe(maxTokens);
});

test('gives the scores of transformers, within 1e-4, and so their order', async () => {
  const reranker = open();
  const scores: number[] = [];
  for (const { query, passage } of golden) scores.push(await reranker.score(query, passage, never));
  const differences = scores.map((score, index) => Math.abs(score - (golden[index]?.score ?? NaN)));
  expect(Math.max(...differences)).toBeLessThanOrEqual(1e-4);

  const order = orderByScore(scores).map(({ index }) => index);
  expect(order).toEqual(orderByScore(golden.map(({ score }) => score)).map(({ index }) => index));
  expect(order).not.toEqual([...golden.keys()]);
});

test('makes a probability of a logit where the manifest says so', async () => {
  const folder = await copyOfModel();
  const file = path.join(folder, 'manifest.json');
  await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(file, 'utf8')), activation: 'sigmoid' }));
  const [first] = golden;
  if (first === undefined) throw new Error('no golden scores');
  const score = await open(folder).score(first.query, first.passage, never);
  expect(Math.abs(score - 1 / (1 + Math.exp(-first.score)))).toBeLessThanOrEqual(1e-4);
});

test('keeps the scores of the passages before the deadline, and leaves the others', async () => {
  const reranker = open();
  const deadline = new AbortController();
  const score = async (index: number, signal: AbortSignal): Promise<number> => {
    const result = await reranker.score(golden[index]?.query ?? '', golden[index]?.passage ?? '', signal);
    if (index === 2) setImmediate(() => deadline.abort());
    // The time ends while this one is under way.
    return index === 3 ? new Promise(() => undefined) : result;
  };
  const { scores, isComplete } = await scoreInTime(golden.length, score, { deadline: deadline.signal, signal: never });
  expect(isComplete).toBe(false);
  expect(scores.map((value) => value !== null)).toEqual(golden.map((_, index) => index < 3));
  const [a = 0, b = 0, c = 0] = golden.map((pair) => pair.score);
  const prefix = [a, b, c].map((value, index) => ({ value, index })).toSorted((left, right) => right.value - left.value);
  const rest = golden.map((_, index) => index).slice(3);
  expect(orderByScore(scores).map(({ index }) => index)).toEqual([...prefix.map(({ index }) => index), ...rest]);
});

test('scores nothing that was cancelled while it waited', async () => {
  const reranker = open();
  await reranker.score('warm', 'up', never);
  const controller = new AbortController();
  const underWay = reranker.score('a', 'b', controller.signal);
  const waiting = [1, 2, 3].map(() => reranker.score('a', 'b', controller.signal));
  // Once the first has begun.
  await Promise.resolve();
  controller.abort();
  const outcomes = await Promise.allSettled([underWay, ...waiting]);
  expect(outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason.code : 'scored'))).toEqual([
    'scored',
    'cancelled',
    'cancelled',
    'cancelled',
  ]);
});

test('does not hold back a query, which is embedded in another process', async () => {
  const modelFolder = path.join(root, 'models/all-MiniLM-L6-v2');
  const manifest = await loadManifest(modelFolder);
  const tuning = { weights: 'int8', batchTokens: 512, processes: 1 };
  const pool = createEmbedderPool({ launcher, modelFolder, manifest, logger: silent, tuning });
  onTestFinished(() => pool.close());
  const reranker = open();
  await Promise.all([pool.warmUp(), reranker.score('warm', 'up', never)]);

  // The process of the reranker stands still in the middle of its work: as long as any model may take.
  const pid = reranker.report()?.pid ?? 0;
  process.kill(pid, 'SIGSTOP');
  let isScored = false;
  const scoring = reranker.score('a', 'b', never).then(() => {
    isScored = true;
  });
  expect(await pool.embedQuery('rivers and boats')).toHaveLength(384);
  expect(isScored).toBe(false);
  process.kill(pid, 'SIGCONT');
  await scoring;
  expect(pool.report().map(({ pid: embedder }) => embedder)).not.toContain(pid);
});

test('scores again what was lost with a process that is killed', async () => {
  const reranker = open();
  const [first] = golden;
  if (first === undefined) throw new Error('no golden scores');
  await reranker.score('warm', 'up', never);
  process.kill(reranker.report()?.pid ?? 0, 'SIGKILL');
  expect(await reranker.score(first.query, first.passage, never)).toBeCloseTo(first.score, 4);
  expect(reranker.report()).toMatchObject({ role: 'reranker', restarts: 1 });
});

test('gives up where its process dies each time, and says so', async () => {
  const entry = path.join(await copyOfModel(), 'dies.js');
  await writeFile(entry, 'process.exit(1);');
  const dying = createProcessLauncher({ entryOf: () => entry, environment: {}, logger: silent });
  const score = open(tinyReranker, 60_000, dying).score('a', 'b', never);
  await expect(score).rejects.toMatchObject({ code: 'rerankerUnavailable', details: { reason: 'died' } });
});

test('says what is wrong where its files are damaged or missing', async () => {
  const folder = await copyOfModel();
  const file = path.join(folder, 'model.onnx');
  const bytes = await readFile(file);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  await writeFile(file, bytes);
  const isUnusable = (fault: string): object => ({ code: 'rerankerUnavailable', details: { reason: 'unusable', fault } });
  await expect(open(folder).score('a', 'b', never)).rejects.toMatchObject(isUnusable('fileDamaged'));
  await rm(file);
  await expect(open(folder).score('a', 'b', never)).rejects.toMatchObject(isUnusable('fileMissing'));
  await copyFile(path.join(tinyReranker, 'tokenizer_config.json'), path.join(folder, 'tokenizer.json'));
  await expect(open(folder).score('a', 'b', never)).rejects.toMatchObject(isUnusable('fileDamaged'));
});

test('leaves when it has had nothing to score for a while, and comes back', async () => {
  const reranker = open(tinyReranker, 50);
  expect(reranker.report()).toBeNull();
  await reranker.score('a', 'b', never);
  await expect.poll(() => reranker.report()).toBeNull();
  expect(await reranker.score('a', 'b', never)).toBeTypeOf('number');
});

test('tells whoever still waits when it is closed', async () => {
  const reranker = open();
  const scoring = reranker.score('a', 'b', never);
  reranker.close();
  await expect(scoring).rejects.toMatchObject({ code: 'rerankerUnavailable' });
});
