import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { modelUnusable } from '#engine/embedding/model-fault.ts';

/** A file's path is relative to the model folder, with `/`; it may not leave the folder. */
const filePath = z.string().regex(/^(?!.*(?:^|\/)\.{1,2}(?:\/|$))[\w.+-]+(?:\/[\w.+-]+)*$/);

/** The least in which a query and some words of a passage find room. */
const LEAST_TOKENS = 16;

/**
 * All that must be known to run a cross-encoder: `manifest.json` in its model folder. It says much less than that of an
 * embedding model, and nothing that this version does not do.
 */
export const rerankerManifest = z.strictObject({
  manifestVersion: z.literal(1),
  key: z.string().regex(/^[\w.-]+$/),
  name: z.string(),
  kind: z.literal('rerank'),
  source: z.strictObject({ repository: z.string(), revision: z.string(), description: z.string().optional() }),
  licence: z.strictObject({ spdx: z.string(), commercialUse: z.enum(['yes', 'no', 'terms']), files: z.array(filePath) }),
  /** ISO 639-1 codes of what it was trained on: a query in another language is not reranked. */
  languages: z.union([z.array(z.string()).min(1), z.literal('multilingual')]),
  files: z.record(filePath, z.strictObject({ sizeBytes: z.int().positive(), sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
  /** BERT's WordPiece. */
  tokenizer: z.strictObject({ file: filePath, config: filePath }),
  /** The graph with its head; external tensors lie beside it. */
  weights: z.strictObject({
    file: filePath,
    external: z.array(filePath).default([]),
    sessionExtra: z.record(z.string(), z.string()).default({}),
  }),
  /** Of a whole pair, special tokens included. */
  maxTokens: z.int().min(LEAST_TOKENS),
  /** What each int64 input of the graph takes; `segments` are BERT's token type ids, 0 for the query and 1 for the passage. */
  inputs: z.record(z.string(), z.enum(['ids', 'mask', 'segments', 'zeros'])),
  /** The output with one logit a pair. */
  output: z.string(),
  /** What makes a score of a logit; the order is the same either way. */
  activation: z.enum(['none', 'sigmoid']),
});
export type RerankerManifest = z.infer<typeof rerankerManifest>;

export type InstalledReranker =
  | { readonly kind: 'none' }
  | { readonly kind: 'found'; readonly folder: string; readonly manifest: RerankerManifest }
  /** `name`: of its folder, whose manifest cannot be understood. */
  | { readonly kind: 'unreadable'; readonly name: string };

const NONE: InstalledReranker = { kind: 'none' };

/** The first folder by name, of those in `modelsFolder`, whose manifest says that it holds a reranker. */
export async function findReranker(modelsFolder: string): Promise<InstalledReranker> {
  const names = await readdir(modelsFolder).catch(() => []);
  let unreadable = NONE;
  for (const name of names.toSorted((left, right) => (left < right ? -1 : 1))) {
    const json = await readFile(path.join(modelsFolder, name, 'manifest.json'), 'utf8').catch(() => null);
    const stated = json === null ? null : parseJson(json);
    if (!isReranker(stated)) continue;
    const manifest = rerankerManifest.safeParse(stated);
    if (manifest.success) return { kind: 'found', folder: path.join(modelsFolder, name), manifest: manifest.data };
    unreadable = { kind: 'unreadable', name };
  }
  return unreadable;
}

/** Reads and checks the manifest of one folder. Errors: modelUnusable (`manifestMissing`, `manifestInvalid`). */
export async function loadRerankerManifest(modelFolder: string): Promise<RerankerManifest> {
  const json = await readFile(path.join(modelFolder, 'manifest.json'), 'utf8').catch((cause: unknown) => {
    throw modelUnusable('manifestMissing', 'the model folder has no readable manifest.json', cause);
  });
  const manifest = rerankerManifest.safeParse(parseJson(json));
  if (!manifest.success) throw modelUnusable('manifestInvalid', 'manifest.json describes no reranker', manifest.error);
  return manifest.data;
}

function isReranker(stated: unknown): boolean {
  return z.looseObject({ kind: z.literal('rerank') }).safeParse(stated).success;
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
