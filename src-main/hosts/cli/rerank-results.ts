import {
  documentsToRerank,
  EngineError,
  inNewOrder,
  type Contract,
  type DocumentId,
  type RerankedDocument,
  type Reranking,
  type SearchResults,
} from '#contract';
import { describeError } from '#hosts/node/sentences.ts';
import type { Client } from '#rpc';

export type RerankedResults = {
  readonly results: SearchResults['results'];
  /** Null where the results are in their first order. */
  readonly reranking: Reranking | null;
  /** What to tell a person of it. */
  readonly sentence: string;
};

/** Asks for a better order of what was found. Where there is none to be had, the first order stays, and the sentence says why. */
export async function rerankResults(
  client: Client<Contract>,
  { query, correction, results }: SearchResults,
  budgetMs: number,
): Promise<RerankedResults> {
  const documents = documentsToRerank(results);
  if (documents.length < 2) {
    const sentence = 'The results stay in their first order: fewer than two were found by their content.';
    return { results, reranking: null, sentence };
  }
  try {
    const asked = { query: correction?.query ?? query, documents, budgetMs };
    const reranking = await client.call('search.rerank', asked);
    return { results: inNewOrder(results, reranking.order), reranking, sentence: describeReranking(reranking) };
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'rerankerUnavailable') throw error;
    return { results, reranking: null, sentence: describeError(error) };
  }
}

/** How each document's place among the reranked ones changed. */
export function shiftsOf(reranking: Reranking | null): ReadonlyMap<DocumentId, RerankedDocument> {
  return new Map(reranking?.order.map((shift) => [shift.documentId, shift]));
}

function describeReranking({ order, isComplete, tookMs, model }: Reranking): string {
  const scored = order.filter(({ score }) => score !== null).length;
  const reached = isComplete ? '' : `, ${scored} of ${order.length} until the time was over (--rerank-budget gives it more)`;
  return `Reranked by ${model}${reached}, ${Math.round(tookMs)} ms`;
}
