import { inNewOrder, type DocumentId, type Reranking, type SearchResult } from '#contract';

/**
 * A better order, folded in below a document: it and those above it stay where they are, so that nothing jumps under the
 * cursor. `below` null: all may move.
 */
export function foldInBelow(
  results: readonly SearchResult[],
  order: Reranking['order'],
  below: DocumentId | null,
): readonly SearchResult[] {
  const kept = below === null ? 0 : results.findIndex((result) => result.documentId === below) + 1;
  const fixed = new Set(results.slice(0, kept).map((result) => result.documentId));
  const movable = order.filter(({ documentId }) => !fixed.has(documentId));
  return [...results.slice(0, kept), ...inNewOrder(results.slice(kept), movable)];
}
