import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadManifest, modelManifest } from './manifest.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'akin-manifest-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const shared = {
  manifestVersion: 1,
  name: 'a model',
  source: { repository: 'somewhere/model', revision: 'abc' },
  licence: { spdx: 'Apache-2.0', commercialUse: 'yes', files: ['LICENSE'] },
  languages: 'multilingual',
  files: {},
  tokenizer: { file: 'tokenizer.json', config: 'tokenizer_config.json' },
  weights: {
    int4: {
      file: 'onnx/model_q4.onnx',
      external: ['onnx/model_q4.onnx_data'],
      precision: 'int4',
      providers: ['cpu'],
      isBatchSafe: true,
    },
  },
  text: { maxTokens: 8192, padId: 0 },
  normalize: true,
  probes: [{ input: 'hello world', head: [0.1], tolerance: 0.01 }],
};

test.each([
  [
    'graph pooling, empty features, prompts with titles and cut vectors',
    {
      key: 'embeddinggemma-2-text',
      kind: 'embed',
      inputs: { input_ids: 'ids', attention_mask: 'mask', image_features: 'emptyFeatures' },
      outputs: { dense: 'sentence_embedding' },
      pooling: 'graph',
      dimensions: 768,
      matryoshkaDimensions: [512, 256, 128],
      prompts: { query: 'task: search result | query: {text}', document: 'title: {title|none} | text: {text}' },
    },
  ],
  [
    'left padding, appended ids, key-value inputs and last-token pooling',
    {
      key: 'qwen3-emb-0.6b',
      kind: 'embed',
      text: { maxTokens: 8192, padSide: 'left', padId: 151643, appendIds: [151643] },
      inputs: { input_ids: 'ids', attention_mask: 'mask', position_ids: 'positions', 'past_key_values.0.key': 'emptyKeyValues' },
      outputs: { tokens: 'last_hidden_state' },
      pooling: 'last',
      dimensions: 1024,
      defaultTask: 'Given a web search query, retrieve relevant passages that answer the query',
      prompts: { query: 'Instruct: {task}\nQuery:{text}' },
    },
  ],
  [
    'task ids and numbered outputs',
    {
      key: 'jina-v3',
      kind: 'embed',
      inputs: { input_ids: 'ids', attention_mask: 'mask', task_id: 'taskId' },
      outputs: { tokens: 0 },
      pooling: 'mean',
      dimensions: 1024,
      taskIds: { query: 0, document: 1, clustering: 2 },
    },
  ],
  [
    'sparse and multi-vector heads',
    {
      key: 'bge-m3',
      kind: 'embed',
      inputs: { input_ids: 'ids', attention_mask: 'mask' },
      outputs: { dense: 'dense_vecs', sparse: 'sparse_vecs', multi: 'colbert_vecs' },
      pooling: 'graph',
      dimensions: 1024,
      sparse: { reduce: 'max', dropIds: [0, 1, 2, 3], relu: false },
      multi: { skipCls: true, dimensions: 1024 },
    },
  ],
  [
    'a reranker that answers yes or no',
    {
      key: 'qwen3-rerank-0.6b',
      kind: 'rerank',
      inputs: { input_ids: 'ids', attention_mask: 'mask' },
      outputs: { score: 0 },
      pooling: 'last',
      dimensions: 1,
      rerank: { mode: 'chatYesNo', yesId: 9693, noId: 2152, activation: 'sigmoid', maxPairs: 20 },
      probes: [{ input: ['a question', 'an answer'], score: 0.9, tolerance: 0.01 }],
    },
  ],
])('expresses a model with %s', (_, model) => {
  expect(modelManifest.parse({ ...shared, ...model })).toMatchObject(model);
});

test.each([
  ['a key it does not know', { mystery: true }],
  ['a file outside the model folder', { tokenizer: { file: '../tokenizer.json', config: 'tokenizer_config.json' } }],
  ['no probe', { probes: [] }],
])('refuses a manifest with %s', async (_, change) => {
  const model = { key: 'm', kind: 'embed', inputs: {}, outputs: {}, pooling: 'mean', dimensions: 8 };
  await writeFile(path.join(folder, 'manifest.json'), JSON.stringify({ ...shared, ...model, ...change }));
  await expect(loadManifest(folder)).rejects.toMatchObject({ code: 'modelUnusable', details: { reason: 'manifestInvalid' } });
});

test('says that a folder without a manifest holds no model', async () => {
  const loaded = loadManifest(path.join(folder, 'nowhere'));
  await expect(loaded).rejects.toMatchObject({ code: 'modelUnusable', details: { reason: 'manifestMissing' } });
});
