import { z } from 'zod';
import { documentId } from './library.ts';
import type { SearchResult } from './search.ts';

/** Reading on from here a person looks at single results; each passage costs some milliseconds. */
export const MAX_RERANKED = 50;

export const rerankedDocument = z.object({
  documentId,
  /** Its place among the documents given, from 1, before and after. */
  rankBefore: z.int(),
  rank: z.int(),
  /** What the reranker makes of its passage, higher is better; null where the time was over before, or the passage is gone. */
  score: z.number().nullable(),
});
export type RerankedDocument = z.infer<typeof rerankedDocument>;

export const reranking = z.object({
  /** In the new order: those with a score by descending score, then those without, as they were. */
  order: z.array(rerankedDocument),
  /** False where the time was over before all were scored. */
  isComplete: z.boolean(),
  tookMs: z.number(),
  /** The key of the reranker. */
  model: z.string(),
});
export type Reranking = z.infer<typeof reranking>;

export const rerankMethods = {
  /**
   * A better order for results that are already shown: a cross-encoder reads the query together with the best passage of
   * each, in the order given, until `budgetMs` is over, loading included. It costs a model run a passage, in a process of its own,
   * and no search waits for it: ask where `search.query` said `canRerank`. A newer call of the same client, and a newer
   * `search.query` for its results, cancels it. Errors: cancelled, rerankerUnavailable with `details.reason`: `notInstalled`, `off`,
   * `noUse` (such a query is not reranked), `unusable` (with `details.fault`), `died`.
   */
  'search.rerank': {
    params: z.object({
      /** As it was searched for: that of a correction, where there was one. */
      query: z.string().max(4000),
      /** From `documentsToRerank`; `start` and `end` as in the passage. */
      documents: z
        .array(z.object({ documentId, start: z.int().nonnegative(), end: z.int().nonnegative() }))
        .min(2)
        .max(MAX_RERANKED),
      budgetMs: z.int().min(10).max(5000).default(300),
    }),
    result: reranking,
  },
} as const;

type Ranked = Pick<SearchResult, 'documentId' | 'nameHighlights' | 'passages'>;

/**
 * What of some results there is to rerank, in their order: their best passages. What was found by its name is not among
 * it: that it is what was asked for does not stand in its content.
 */
export function documentsToRerank(
  results: readonly Ranked[],
): { documentId: SearchResult['documentId']; start: number; end: number }[] {
  return results
    .flatMap(({ documentId: id, nameHighlights, passages: [best] }) =>
      best === undefined || nameHighlights !== null ? [] : [{ documentId: id, start: best.start, end: best.end }],
    )
    .slice(0, MAX_RERANKED);
}

/** The results in their new order. Those that were not reranked keep their places. */
export function inNewOrder<T extends Pick<SearchResult, 'documentId'>>(results: readonly T[], order: Reranking['order']): T[] {
  const byId = new Map(results.map((result) => [result.documentId, result]));
  const reranked = order.flatMap(({ documentId: id }) => byId.get(id) ?? []);
  const places = new Set(reranked.map(({ documentId: id }) => id));
  return results.map((result) => (places.has(result.documentId) ? (reranked.shift() ?? result) : result));
}
