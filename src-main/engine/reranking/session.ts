import { availableParallelism } from 'node:os';
import path from 'node:path';
import { Tensor } from 'onnxruntime-node';
import { modelUnusable } from '#engine/embedding/model-fault.ts';
import { verifyFiles } from '#engine/embedding/model-files.ts';
import { openGraph } from '#engine/embedding/session.ts';
import type { EncodedPair } from '#engine/embedding/tokenizer.ts';
import type { RerankerManifest } from './reranker-manifest.ts';

/** A person waits for it, so it takes several cores, but leaves one to the query that may come meanwhile. */
const MOST_THREADS = 4;

/** A cross-encoder's onnxruntime session. Its runs block the JavaScript thread: it belongs in a process of its own. */
export type RerankerSession = {
  /** The score of one pair. Errors: modelUnusable (`invalidScore`). */
  score(pair: EncodedPair): Promise<number>;
};

/** Opens weights whose files have the manifest's sums. Errors: modelUnusable. */
export async function openRerankerSession(modelFolder: string, manifest: RerankerManifest): Promise<RerankerSession> {
  const { weights, output, inputs } = manifest;
  await verifyFiles(modelFolder, manifest, [weights.file, ...weights.external]);
  const session = await openGraph(path.join(modelFolder, weights.file), {
    threads: Math.max(1, Math.min(MOST_THREADS, availableParallelism() - 1)),
    sessionExtra: weights.sessionExtra,
  });
  const isWhole = session.inputNames.every((name) => Object.hasOwn(inputs, name)) && session.outputNames.includes(output);
  if (!isWhole) throw modelUnusable('manifestInvalid', 'the weights have other inputs or outputs than the manifest names');
  const fed = Object.entries(inputs).filter(([name]) => session.inputNames.includes(name));

  return {
    // One pair a run: alone, the score of a pair does not depend on its neighbours (int8 weights quantise a batch as a
    // whole), padding costs more than a batch saves on one processor, and the time may end between any two.
    async score(pair) {
      const feeds = Object.fromEntries(fed.map(([name, role]) => [name, toTensor(valuesOf(role, pair))]));
      const logits = (await session.run(feeds, [output]))[output]?.data;
      const logit = logits instanceof Float32Array && logits.length === 1 ? logits[0] : undefined;
      if (logit === undefined || !Number.isFinite(logit)) throw modelUnusable('invalidScore', 'the weights gave no score');
      return manifest.activation === 'sigmoid' ? 1 / (1 + Math.exp(-logit)) : logit;
    },
  };
}

function valuesOf(role: RerankerManifest['inputs'][string], { ids, segments }: EncodedPair): Int32Array {
  switch (role) {
    case 'ids':
      return ids;
    case 'segments':
      return segments;
    case 'mask':
      return new Int32Array(ids.length).fill(1);
    case 'zeros':
      return new Int32Array(ids.length);
  }
}

function toTensor(values: Int32Array): Tensor {
  return new Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length]);
}
