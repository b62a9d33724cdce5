import { EngineError } from '#contract';
import type { Implementation } from '#rpc';
import { planBatches } from './batches.ts';
import { loadManifest, type ModelManifest } from './manifest.ts';
import { modelUnusable } from './model-fault.ts';
import type { embedderTable, EmbeddingRole } from './protocol.ts';
import { openSession, type EmbeddingSession } from './session.ts';
import { loadTokenizer, type ModelTokenizer } from './tokenizer.ts';

type LoadedModel = {
  readonly key: string;
  readonly manifest: ModelManifest;
  readonly tokenizer: ModelTokenizer;
  readonly session: EmbeddingSession;
  batchTokens: number;
};

/** Answers the engine inside an embedder process. Calls run one after the other, each giving way between its batches. */
export function createEmbedder(): Implementation<typeof embedderTable> {
  let model: LoadedModel | null = null;
  let last: Promise<unknown> = Promise.resolve();

  function inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = last.then(run);
    last = turn.catch(() => undefined);
    return turn;
  }

  return {
    methods: {
      load: ({ modelFolder, weights, batchTokens }) =>
        inTurn(async () => {
          const key = `${modelFolder}\0${weights}`;
          if (model?.key !== key) {
            await model?.session.close();
            model = null;
            const manifest = await loadManifest(modelFolder);
            const session = await openSession({ modelFolder, manifest, weights });
            model = { key, manifest, session, batchTokens, tokenizer: await loadTokenizer(modelFolder, manifest) };
          }
          model.batchTokens = batchTokens;
          return { dimensions: model.manifest.dimensions };
        }),
      embed: ({ texts, role }, { signal }) =>
        inTurn(() => {
          if (model === null) throw modelUnusable('sessionFailed', 'no model is loaded');
          return embed(model, texts, role, signal);
        }),
    },
    topics: {},
  };
}

async function embed(
  model: LoadedModel,
  texts: readonly string[],
  role: EmbeddingRole,
  signal: AbortSignal,
): Promise<{ vectors: Float32Array<ArrayBuffer>; tokens: number }> {
  const { manifest, tokenizer, session } = model;
  const prompt = manifest.prompts[role] ?? '{text}';
  const rows = texts.map((text) => tokenizer.encode(prompt.replace('{text}', () => text)));
  const vectors = new Float32Array(texts.length * manifest.dimensions);
  let tokens = 0;
  const batches = planBatches(
    rows.map((row) => row.length),
    model.batchTokens,
  );
  for (const batch of batches) {
    if (signal.aborted) throw new EngineError('cancelled', 'embedding was cancelled');
    const chosen = batch.flatMap((index) => rows[index] ?? []);
    // Each run starts in a fresh turn of the event loop, so messages that came meanwhile are read first.
    const result = await session.run(chosen);
    batch.forEach((index, position) => {
      const start = position * manifest.dimensions;
      vectors.set(result.subarray(start, start + manifest.dimensions), index * manifest.dimensions);
      tokens += chosen[position]?.length ?? 0;
    });
  }
  return { vectors, tokens };
}
