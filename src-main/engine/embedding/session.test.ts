import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadManifest, vectorSpaceOf, type ModelManifest } from './manifest.ts';
import { rowSimilarities } from './model-files.ts';
import { openSession, type EmbeddingSession } from './session.ts';
import { loadTokenizer, type ModelTokenizer } from './tokenizer.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const modelFolder = path.join(root, 'models/all-MiniLM-L6-v2');
const fixtures = path.join(root, 'src-main/fixtures/embedding');
const DIMENSIONS = 384;

let manifest: ModelManifest;
let tokenizer: ModelTokenizer;
let texts: string[];
let reference: Float32Array;
let copy: string;
const sessions: Record<string, EmbeddingSession> = {};

beforeAll(async () => {
  manifest = await loadManifest(modelFolder);
  tokenizer = await loadTokenizer(modelFolder);
  const references: { text: string }[] = JSON.parse(await readFile(path.join(fixtures, 'reference.json'), 'utf8'));
  texts = references.map(({ text }) => text);
  const bytes = await readFile(path.join(fixtures, 'reference.f32'));
  reference = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  for (const weights of ['int8', 'fp16']) {
    sessions[weights] = await openSession({ modelFolder, manifest, weights });
  }
  copy = await mkdtemp(path.join(tmpdir(), 'akin-model-'));
});

afterAll(async () => {
  for (const session of Object.values(sessions)) await session.close();
  await rm(copy, { recursive: true, force: true });
});

/** Each text in a batch of its own. */
async function embedOneByOne(weights: string, chosen: readonly string[]): Promise<Float32Array> {
  const vectors = new Float32Array(chosen.length * DIMENSIONS);
  for (const [row, text] of chosen.entries()) vectors.set(await embedBatch(weights, [text]), row * DIMENSIONS);
  return vectors;
}

async function embedBatch(weights: string, chosen: readonly string[]): Promise<Float32Array> {
  const session = sessions[weights];
  if (session === undefined) throw new Error(`no weights ${weights}`);
  return session.run(chosen.map((text) => tokenizer.encode(text)));
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

test('float16 weights give the vectors of the float32 original', async () => {
  const similarities = rowSimilarities(await embedOneByOne('fp16', texts), reference, DIMENSIONS);
  expect(similarities).toHaveLength(52);
  expect(Math.min(...similarities)).toBeGreaterThanOrEqual(0.9999);
});

test('int8 weights stay close to the float32 original', async () => {
  const similarities = rowSimilarities(await embedOneByOne('int8', texts), reference, DIMENSIONS);
  expect(mean(similarities)).toBeGreaterThanOrEqual(0.985);
  expect(Math.min(...similarities)).toBeGreaterThanOrEqual(0.975);
});

test('every probe of the manifest is met by the weights of full precision', async () => {
  for (const { input, head = [], tolerance } of manifest.probes) {
    if (typeof input !== 'string') throw new Error('this model has no pairs');
    const vector = await embedBatch('fp16', [input]);
    expect(head.length).toBeGreaterThan(0);
    head.forEach((value, index) => expect(Math.abs((vector[index] ?? NaN) - value)).toBeLessThanOrEqual(tolerance));
  }
});

test.each(['int8', 'fp16'])('%s weights give unit vectors for an empty and for an endless text', async (weights) => {
  const vectors = await embedBatch(weights, ['', 'token '.repeat(2000), 'Ω'.repeat(5000)]);
  const norms = rowSimilarities(vectors, vectors, DIMENSIONS);
  norms.forEach((norm) => expect(norm).toBeCloseTo(1, 5));
});

test.each([
  ['fp16', 0.99999],
  ['int8', 0.95],
])('the batch a text is in changes its %s vector only within the noise of the weights', async (weights, least) => {
  const chosen = texts.slice(0, 24);
  const alone = await embedOneByOne(weights, chosen);
  const together = await embedBatch(weights, chosen);
  const reversed = await embedBatch(weights, [...chosen].reverse());
  expect(Math.min(...rowSimilarities(alone, together, DIMENSIONS))).toBeGreaterThanOrEqual(least);
  const turned = new Float32Array(reversed.length);
  chosen.forEach((_, row) => {
    const from = (chosen.length - 1 - row) * DIMENSIONS;
    turned.set(reversed.subarray(from, from + DIMENSIONS), row * DIMENSIONS);
  });
  expect(Math.min(...rowSimilarities(together, turned, DIMENSIONS))).toBeGreaterThanOrEqual(0.9999);
});

test('refuses weights that are damaged, cut short or missing', async () => {
  const names = ['manifest.json', ...Object.keys(manifest.files)];
  for (const name of names) await copyFile(path.join(modelFolder, name), path.join(copy, name));
  const open = (): Promise<EmbeddingSession> => openSession({ modelFolder: copy, manifest, weights: 'int8' });
  const file = path.join(copy, 'model_int8.onnx');
  const bytes = await readFile(file);

  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  await writeFile(file, bytes);
  await expect(open()).rejects.toMatchObject({ code: 'modelUnusable', details: { reason: 'fileDamaged' } });
  await writeFile(file, bytes.subarray(0, 1000));
  await expect(open()).rejects.toMatchObject({ code: 'modelUnusable', details: { reason: 'fileDamaged' } });
  await rm(file);
  await expect(open()).rejects.toMatchObject({ code: 'modelUnusable', details: { reason: 'fileMissing' } });
});

test('refuses, by name, what a manifest asks for and this version cannot do', async () => {
  const unsupported: ModelManifest[] = [
    { ...manifest, pooling: 'mean' },
    { ...manifest, kind: 'rerank' },
    { ...manifest, inputs: { ...manifest.inputs, position_ids: 'positions' } },
    { ...manifest, taskIds: { query: 0 } },
  ];
  for (const other of unsupported) {
    const opened = openSession({ modelFolder, manifest: other, weights: 'int8' });
    await expect(opened).rejects.toMatchObject({ code: 'modelUnusable', details: { reason: 'unsupportedFeature' } });
  }
});

test('names another vector space when anything that shapes a vector changes', () => {
  const spaces = [
    manifest,
    { ...manifest, source: { ...manifest.source, revision: 'other' } },
    { ...manifest, prompts: { query: 'query: {text}' } },
    { ...manifest, dimensions: 256 },
    { ...manifest, pooling: 'cls' as const },
  ].map(vectorSpaceOf);
  expect(new Set(spaces).size).toBe(spaces.length);
  expect(vectorSpaceOf({ ...manifest, name: 'renamed', weights: {} })).toBe(spaces[0]);
});
