import { z } from 'zod';

/** How well one way of searching answers a set of queries. The figures are null where no query is judged. */
export const modeQuality = z.object({
  /** Mean normalised discounted cumulative gain of the first ten documents, in [0, 1]. */
  ndcg10: z.number().nullable(),
  /** Mean share of the relevant documents among the first hundred. */
  recall100: z.number().nullable(),
  /** Mean reciprocal rank of the first relevant document, 0 where it is not among the first ten. */
  mrr10: z.number().nullable(),
  /** 95 % bootstrap interval of `ndcg10`. */
  interval: z.tuple([z.number(), z.number()]).nullable(),
  /** Milliseconds until the first ten documents were there: median, and 95th percentile. */
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
});
export type ModeQuality = z.infer<typeof modeQuality>;

export const qualityByMode = z.object({ words: modeQuality, meaning: modeQuality, hybrid: modeQuality });
export type QualityByMode = z.infer<typeof qualityByMode>;

/** How much one way differs from another over the same queries: the mean of nDCG@10, and its 95 % interval (paired bootstrap). */
export const qualityDifference = z.object({ mean: z.number(), interval: z.tuple([z.number(), z.number()]) });
export type QualityDifference = z.infer<typeof qualityDifference>;

/** What a query of a known-item test is made of: a document's title, a heading above a passage, a sentence of a passage. */
export const KNOWN_ITEM_KINDS = ['title', 'heading', 'sentence'] as const;
export const knownItemKind = z.enum(KNOWN_ITEM_KINDS);
export type KnownItemKind = z.infer<typeof knownItemKind>;

export const mineReport = z.object({
  /** Queries asked; fewer than wanted where the index has not enough to make them of. */
  queries: z.int(),
  /** Different documents that were to be found. */
  documents: z.int(),
  model: z.string(),
  modes: qualityByMode,
  /** Hybrid less each of its halves; null where nothing could be asked. */
  differences: z.object({ hybridLessWords: qualityDifference, hybridLessMeaning: qualityDifference }).nullable(),
  /** The same figures by what the queries are made of; kinds without queries are left out. */
  kinds: z.array(z.object({ kind: knownItemKind, queries: z.int(), modes: qualityByMode })),
  /** Queries by language of their documents (ISO 639-1, `und` where unknown), the commonest first. */
  languages: z.array(z.object({ language: z.string(), queries: z.int() })),
  /** Queries that the model was not asked, or could not answer: words alone served them in hybrid mode. */
  withoutMeaning: z.int(),
});
export type MineReport = z.infer<typeof mineReport>;

export const evaluationMethods = {
  /**
   * Makes a known-item test of the user's own documents and answers it by words, by meaning and by both. Names of files
   * play no part. It takes some 0.1 s a query, gives way to every other search, and is cancelled like one; several are
   * run one after the other. The same seed asks the same queries of the same index. No query or text is kept or logged.
   * Errors: cancelled.
   */
  'evaluation.mine': {
    params: z.object({
      /** The most queries to ask, of all kinds together. */
      queries: z.int().min(1).max(1_000).default(200),
      seed: z.int().min(0).max(4_294_967_295).default(1),
    }),
    result: mineReport,
  },
} as const;
