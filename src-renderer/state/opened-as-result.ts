import type { OpenedDocument, SearchResult } from '#contract';

/** A document that was opened before, as if it had been found: without passages. */
export function openedAsResult({ id, path, title, type, modifiedAt }: OpenedDocument): SearchResult {
  return {
    documentId: id,
    path,
    title,
    type,
    modifiedAt,
    score: 0,
    nameHighlights: null,
    passages: [],
    passageCount: 0,
    similar: [],
  };
}
