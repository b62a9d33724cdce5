import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { modelUnusable } from './model-fault.ts';

const outputName = z.union([z.string(), z.int().nonnegative()]);
const promptRole = z.enum([
  'query',
  'document',
  'similarity',
  'clustering',
  'classification',
  'questionAnswering',
  'code',
  'factChecking',
]);

/** A file's path is relative to the model folder, with `/`; it may not leave the folder. */
const filePath = z.string().regex(/^(?!.*(?:^|\/)\.{1,2}(?:\/|$))[\w.+-]+(?:\/[\w.+-]+)*$/);

const weightsFile = z.strictObject({
  file: filePath,
  /** External tensors that the graph names; they must lie beside it. */
  external: z.array(filePath).default([]),
  precision: z.enum(['fp32', 'fp16', 'int8', 'int4']),
  providers: z.array(z.enum(['cpu', 'cuda', 'webgpu', 'directml', 'coreml'])).min(1),
  /** False: activations are quantised at run time over the whole batch, so a vector depends a little on its batch mates. */
  isBatchSafe: z.boolean(),
  minimumRuntime: z.string().optional(),
  /** Entries for the session's `extra` options, such as `session.x64quantprecision`. */
  sessionExtra: z.record(z.string(), z.string()).default({}),
});

const textRules = z.strictObject({
  /** Special tokens included. */
  maxTokens: z.int().positive(),
  defaultChunkTokens: z.int().positive().optional(),
  padSide: z.enum(['right', 'left']).default('right'),
  padId: z.int().nonnegative(),
  padToFixed: z.int().positive().optional(),
  /** Ids put after the text where the tokenizer's template does not, such as an end-of-text token. */
  appendIds: z.array(z.int().nonnegative()).default([]),
  idType: z.enum(['int64', 'int32']).default('int64'),
  isStaticBatchOfOne: z.boolean().default(false),
  isLowercased: z.boolean().default(false),
});

const inputRole = z.enum([
  'ids',
  'mask',
  'zeros',
  'segments',
  'positions',
  'taskId',
  'poolMask',
  'emptyKeyValues',
  'emptyFeatures',
  'pixels',
  'mel',
]);

const probe = z.strictObject({
  input: z.union([z.string(), z.tuple([z.string(), z.string()])]),
  role: promptRole.optional(),
  /** The first components of the L2-normalised vector. */
  head: z.array(z.number()).optional(),
  /** The sum of all its components. */
  sum: z.number().optional(),
  score: z.number().optional(),
  /** Largest allowed difference, for the weights of full precision. */
  tolerance: z.number().positive(),
  source: z.string().optional(),
});

/** All that must be known to run a model; one `manifest.json` in each model folder. */
export const modelManifest = z.strictObject({
  manifestVersion: z.literal(1),
  key: z.string().regex(/^[\w.-]+$/),
  name: z.string(),
  kind: z.enum(['embed', 'rerank', 'imageText', 'image', 'audio', 'speech', 'static']),
  /** Where the weights come from. Equal revisions mean equal vectors, but for the precision of the weight file. */
  source: z.strictObject({ repository: z.string(), revision: z.string(), description: z.string().optional() }),
  licence: z.strictObject({ spdx: z.string(), commercialUse: z.enum(['yes', 'no', 'terms']), files: z.array(filePath) }),
  languages: z.union([z.array(z.string()).min(1), z.literal('multilingual')]),
  parameters: z.int().positive().optional(),
  /** Parameters that cost time per token: all but the embedding table. */
  costParameters: z.int().nonnegative().optional(),
  minimumMemoryBytes: z.int().positive().optional(),
  isGpuOnly: z.boolean().default(false),
  files: z.record(filePath, z.strictObject({ sizeBytes: z.int().positive(), sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
  tokenizer: z.strictObject({ file: filePath, config: filePath }).optional(),
  weights: z.record(z.string().regex(/^[\w.-]+$/), weightsFile),
  text: textRules.optional(),
  inputs: z.record(z.string(), inputRole),
  outputs: z.strictObject({
    dense: outputName.optional(),
    tokens: outputName.optional(),
    sparse: outputName.optional(),
    multi: outputName.optional(),
    score: outputName.optional(),
  }),
  /** `graph`: `outputs.dense` is taken as it is. The others pool `outputs.tokens`. */
  pooling: z.enum(['graph', 'cls', 'mean', 'last', 'latent', 'static']),
  postDense: z.array(z.strictObject({ weights: filePath, activation: z.enum(['identity', 'tanh', 'gelu']) })).default([]),
  hasLayerNorm: z.boolean().default(false),
  /** False only where the graph already normalises. */
  normalize: z.boolean(),
  dimensions: z.int().positive(),
  /** Shorter lengths the vector may be cut to, then normalised again. */
  matryoshkaDimensions: z.array(z.int().positive()).default([]),
  similarity: z.enum(['cosine', 'dot']).default('cosine'),
  vectorQuantization: z.strictObject({ int8: z.boolean(), binary: z.boolean() }).optional(),
  /** Templates with `{text}`, `{title}`, `{title|fallback}` and `{task}`; a role without one is embedded as it is. */
  prompts: z.partialRecord(promptRole, z.string()).default({}),
  taskIds: z.partialRecord(promptRole, z.int()).default({}),
  defaultTask: z.string().optional(),
  fewShot: z.strictObject({ template: z.string(), joiner: z.string() }).optional(),
  sparse: z.strictObject({ reduce: z.literal('max'), dropIds: z.array(z.int()), relu: z.boolean() }).optional(),
  multi: z.strictObject({ skipCls: z.boolean(), dimensions: z.int().positive() }).optional(),
  rerank: z
    .strictObject({
      mode: z.enum(['pair', 'chatYesNo', 'clsHead']),
      prefix: z.string().optional(),
      body: z.string().optional(),
      suffix: z.string().optional(),
      yesId: z.int().optional(),
      noId: z.int().optional(),
      activation: z.enum(['sigmoid', 'none']),
      maxPairs: z.int().positive(),
    })
    .optional(),
  image: z
    .strictObject({
      size: z.int().positive(),
      resize: z.enum(['shortestCrop', 'squash']),
      mean: z.array(z.number()),
      deviation: z.array(z.number()),
      interpolation: z.enum(['bicubic', 'bilinear']),
    })
    .optional(),
  audio: z
    .strictObject({
      rateHz: z.int().positive(),
      fftSize: z.int().positive(),
      hop: z.int().positive(),
      mels: z.int().positive(),
      minimumHz: z.number(),
      maximumHz: z.number(),
      logarithm: z.enum(['decibel', 'whisper']),
    })
    .optional(),
  scores: z.record(z.string(), z.number()).default({}),
  /** Texts and the float32 vectors of the original model, against which each weight file's agreement is measured. */
  reference: z.strictObject({ texts: filePath, vectors: filePath }).optional(),
  probes: z.array(probe).min(1),
});
export type ModelManifest = z.infer<typeof modelManifest>;
export type WeightsFile = z.infer<typeof weightsFile>;

/** Reads and checks `manifest.json` of a model folder. Errors: modelUnusable (`manifestMissing`, `manifestInvalid`). */
export async function loadManifest(modelFolder: string): Promise<ModelManifest> {
  const json = await readFile(path.join(modelFolder, 'manifest.json'), 'utf8').catch((cause: unknown) => {
    throw modelUnusable('manifestMissing', 'the model folder has no readable manifest.json', cause);
  });
  return parseManifest(json);
}

function parseManifest(json: string): ModelManifest {
  try {
    return modelManifest.parse(JSON.parse(json));
  } catch (cause) {
    throw modelUnusable('manifestInvalid', 'manifest.json does not describe a model in the form this version reads', cause);
  }
}

/**
 * Names the vector space a model embeds into: 32 hexadecimal digits. Vectors of one space may be compared. The weight
 * files of a model share it; how far each agrees with the float32 original is measured by the self-test.
 */
export function vectorSpaceOf(manifest: ModelManifest): string {
  const tokenizer = manifest.tokenizer === undefined ? null : (manifest.files[manifest.tokenizer.file]?.sha256 ?? null);
  const identity = [
    manifest.key,
    manifest.source.revision,
    tokenizer,
    manifest.text?.maxTokens ?? null,
    manifest.text?.appendIds ?? [],
    sorted(manifest.prompts),
    manifest.defaultTask ?? null,
    sorted(manifest.taskIds),
    manifest.fewShot ?? null,
    manifest.pooling,
    manifest.outputs.dense ?? manifest.outputs.tokens ?? null,
    manifest.postDense.map(({ weights, activation }) => [manifest.files[weights]?.sha256 ?? null, activation]),
    manifest.hasLayerNorm,
    manifest.dimensions,
  ];
  return createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 32);
}

function sorted(values: Readonly<Record<string, string | number | undefined>>): [string, string | number | undefined][] {
  return Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
}
