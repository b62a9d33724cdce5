import { z } from 'zod';
import { defineTable } from '#contract';

export const embeddingRole = z.enum(['query', 'document']);
export type EmbeddingRole = z.infer<typeof embeddingRole>;

/** What the engine asks of one embedder process: one model, one onnxruntime session, one thread. */
export const embedderTable = defineTable({
  methods: {
    /** Loads a model folder. Errors: modelUnusable with `details.reason`. */
    load: {
      params: z.object({ modelFolder: z.string(), weights: z.string(), batchTokens: z.int().positive() }),
      result: z.object({ dimensions: z.int().positive() }),
    },
    /**
     * Embeds texts, whatever their number; batches are built inside by token budget from length-sorted texts.
     * `vectors` is row-major `[texts × dimensions]`, rows L2-normalised, in the order of `texts`.
     */
    embed: {
      params: z.object({ texts: z.array(z.string()), role: embeddingRole }),
      result: z.object({ vectors: z.instanceof(Float32Array), tokens: z.int() }),
    },
  },
  topics: {},
});
