import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { ModelManifest, WeightsFile } from './manifest.ts';
import { modelUnusable } from './model-fault.ts';

/** The weight file of that name. Errors: modelUnusable. */
export function weightsOf(manifest: ModelManifest, name: string): WeightsFile {
  const weights = Object.hasOwn(manifest.weights, name) ? manifest.weights[name] : undefined;
  if (weights === undefined) throw modelUnusable('fileMissing', `the model has no weights named ${name}`);
  return weights;
}

/**
 * Compares files of a model with the sizes and sha256 sums of its manifest: some 30 ms for 45 MB, so at every load.
 * Errors: modelUnusable (`fileMissing`, `fileDamaged`).
 */
export async function verifyFiles(
  modelFolder: string,
  manifest: Pick<ModelManifest, 'files'>,
  files: readonly string[],
): Promise<void> {
  for (const file of files) await verifyFile(modelFolder, manifest, file);
}

async function verifyFile(modelFolder: string, manifest: Pick<ModelManifest, 'files'>, file: string): Promise<void> {
  const expected = manifest.files[file];
  if (expected === undefined) throw modelUnusable('manifestInvalid', `the manifest gives no sha256 for ${file}`);
  const location = path.join(modelFolder, file);
  const found = await stat(location).catch((cause: unknown) => {
    throw modelUnusable('fileMissing', `${file} cannot be opened`, cause);
  });
  if (found.size !== expected.sizeBytes) throw modelUnusable('fileDamaged', `${file} has ${found.size} bytes`);
  const hash = createHash('sha256');
  await pipeline(createReadStream(location, { highWaterMark: 1 << 20 }), hash);
  if (hash.digest('hex') !== expected.sha256) throw modelUnusable('fileDamaged', `${file} is not the file it should be`);
}

/** `vectors` is row-major `[texts × dimensions]`, rows L2-normalised: the original model's in float32. */
export type Reference = { readonly texts: readonly string[]; readonly vectors: Float32Array };

/** The reference vectors that came with a model, or null where it has none. Errors: modelUnusable. */
export async function loadReference(modelFolder: string, manifest: ModelManifest): Promise<Reference | null> {
  if (manifest.reference === undefined) return null;
  const { texts, vectors } = manifest.reference;
  await verifyFiles(modelFolder, manifest, [texts, vectors]);
  const bytes = await readFile(path.join(modelFolder, vectors));
  const parsed = z.array(z.string()).parse(JSON.parse(await readFile(path.join(modelFolder, texts), 'utf8')));
  const numbers = Float32Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(index * 4));
  if (numbers.length !== parsed.length * manifest.dimensions)
    throw modelUnusable('fileDamaged', `${vectors} does not match ${texts}`);
  return { texts: parsed, vectors: numbers };
}

/** Cosine similarity of each pair of rows of two row-major `[rows × dimensions]` arrays of L2-normalised rows. */
export function rowSimilarities(a: Float32Array, b: Float32Array, dimensions: number): number[] {
  return Array.from({ length: a.length / dimensions }, (_, row) => {
    let sum = 0;
    for (let i = row * dimensions; i < (row + 1) * dimensions; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
    return sum;
  });
}
