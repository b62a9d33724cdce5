import path from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { ModelManifest, WeightsFile } from './manifest.ts';
import { modelUnusable } from './model-fault.ts';
import { verifyFiles, weightsOf } from './model-files.ts';

/** One onnxruntime session on one thread. Its runs block the JavaScript thread: it belongs in a process of its own. */
export type EmbeddingSession = {
  /**
   * Embeds one batch of token ids, padded here. Returns row-major `[rows × dimensions]`, rows L2-normalised, all finite.
   * Errors: modelUnusable (`invalidVectors`).
   */
  run(rows: readonly Int32Array[]): Promise<Float32Array>;
  close(): Promise<void>;
};

export type SessionOptions = { readonly modelFolder: string; readonly manifest: ModelManifest; readonly weights: string };

/** Opens weights whose files have the manifest's sums. Errors: modelUnusable. */
export async function openSession({ modelFolder, manifest, weights: name }: SessionOptions): Promise<EmbeddingSession> {
  const weights = weightsOf(manifest, name);
  refuseUnsupported(manifest, weights);
  await verifyFiles(modelFolder, manifest, [weights.file, ...weights.external]);
  const session = await openGraph(path.join(modelFolder, weights.file), { threads: 1, sessionExtra: weights.sessionExtra });
  const { dimensions } = manifest;
  const output = manifest.outputs.dense;
  if (typeof output !== 'string' || !session.outputNames.includes(output)) {
    throw modelUnusable('manifestInvalid', 'the weights do not have the output that the manifest names');
  }
  const fill = createFeeds(manifest);

  return {
    async run(rows) {
      const result = await session.run(fill(rows), [output]);
      const vectors = result[output]?.data;
      if (!(vectors instanceof Float32Array) || vectors.length !== rows.length * dimensions) {
        throw modelUnusable('invalidVectors', 'the weights gave vectors of another shape or type');
      }
      if (manifest.normalize) normalizeRows(vectors, dimensions);
      assertUnitRows(vectors, dimensions);
      return vectors;
    },
    close: () => session.release(),
  };
}

/** Opens a graph for the processor, in the least memory. Errors: modelUnusable. */
export async function openGraph(
  file: string,
  { threads, sessionExtra }: { readonly threads: number; readonly sessionExtra: Readonly<Record<string, string>> },
): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(file, {
      executionProviders: ['cpu'],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      // The arena never shrinks, and costs nothing to leave out; memory patterns need fixed shapes.
      enableCpuMemArena: false,
      enableMemPattern: false,
      logSeverityLevel: 3,
      extra: nested(sessionExtra),
    });
  } catch (cause) {
    throw modelUnusable('sessionFailed', 'onnxruntime cannot open the weights', cause);
  }
}

/** What a manifest can say but this version cannot do is refused, never ignored. */
function refuseUnsupported(manifest: ModelManifest, weights: WeightsFile): void {
  const { text } = manifest;
  const roles = Object.values(manifest.inputs);
  const refused = [
    [manifest.kind !== 'embed', 'kind'],
    [manifest.isGpuOnly || !weights.providers.includes('cpu'), 'providers'],
    [manifest.pooling !== 'graph', 'pooling'],
    [manifest.postDense.length > 0 || manifest.hasLayerNorm, 'postDense'],
    [roles.some((role) => role !== 'ids' && role !== 'mask' && role !== 'zeros'), 'inputs'],
    [text === undefined || text.padSide !== 'right' || text.padToFixed !== undefined, 'text'],
    [text?.idType !== 'int64' || text.isStaticBatchOfOne || text.appendIds.length > 0, 'text'],
    [Object.keys(manifest.taskIds).length > 0 || manifest.fewShot !== undefined, 'prompts'],
  ] as const;
  for (const [isRefused, feature] of refused) {
    if (isRefused) throw modelUnusable('unsupportedFeature', `this version cannot run a model with this ${feature}`);
  }
}

/** Writes batches into buffers that are kept. Int64 values are written through 32-bit views: no bigint per token. */
function createFeeds(manifest: ModelManifest): (rows: readonly Int32Array[]) => Record<string, Tensor> {
  const padId = manifest.text?.padId ?? 0;
  const inputs = Object.entries(manifest.inputs).map(([name, role]) => ({ name, role, values: new BigInt64Array(0) }));
  return (rows) => {
    const width = rows.reduce((widest, row) => Math.max(widest, row.length), 0);
    const size = rows.length * width;
    return Object.fromEntries(
      inputs.map((input) => {
        if (input.values.length < size) input.values = new BigInt64Array(size * 2);
        const values = input.values.subarray(0, size);
        if (input.role !== 'zeros') write(values, rows, width, input.role === 'ids' ? padId : null);
        return [input.name, new Tensor('int64', values, [rows.length, width])];
      }),
    );
  };
}

/** `padId` null: writes the attention mask. All values fit 32 bits; the machine must be, as all ours are, little-endian. */
function write(values: BigInt64Array, rows: readonly Int32Array[], width: number, padId: number | null): void {
  const words = new Int32Array(values.buffer, values.byteOffset, values.length * 2);
  words.fill(0);
  rows.forEach((row, index) => {
    const start = index * width * 2;
    for (let column = 0; column < width; column++) {
      const id = row[column];
      words[start + column * 2] = padId === null ? (id === undefined ? 0 : 1) : (id ?? padId);
    }
  });
}

function normalizeRows(vectors: Float32Array, dimensions: number): void {
  for (let start = 0; start < vectors.length; start += dimensions) {
    const row = vectors.subarray(start, start + dimensions);
    const length = Math.hypot(...row);
    for (let i = 0; i < dimensions; i++) row[i] = (row[i] ?? 0) / length;
  }
}

/** A vector with NaN or without length would poison every search after it. */
function assertUnitRows(vectors: Float32Array, dimensions: number): void {
  for (let start = 0; start < vectors.length; start += dimensions) {
    let squares = 0;
    for (let i = start; i < start + dimensions; i++) squares += (vectors[i] ?? NaN) ** 2;
    if (!(Math.abs(squares - 1) < 0.01))
      throw modelUnusable('invalidVectors', 'the weights gave a vector that is not of unit length');
  }
}

/** `{'a.b': 'x'}` becomes `{a: {b: 'x'}}`, the form that onnxruntime wants its extra options in. */
function nested(options: Readonly<Record<string, string>>): Record<string, unknown> {
  const result: Record<string, Record<string, string>> = {};
  for (const [name, value] of Object.entries(options)) {
    const dot = name.indexOf('.');
    const group = name.slice(0, dot);
    result[group] = { ...result[group], [name.slice(dot + 1)]: value };
  }
  return result;
}
