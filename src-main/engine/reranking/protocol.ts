import { z } from 'zod';
import { defineTable } from '#contract';

/** What the engine asks of the reranker process: one cross-encoder, one onnxruntime session. */
export const rerankerTable = defineTable({
  methods: {
    /** Loads a model folder. Errors: modelUnusable with `details.reason`. */
    load: { params: z.object({ modelFolder: z.string() }), result: z.null() },
    /** How well a passage answers a query: a logit, or what the model's activation makes of it. Errors: modelUnusable. */
    score: { params: z.object({ query: z.string(), passage: z.string() }), result: z.number() },
  },
  topics: {},
});
