import type { DocumentId, DocumentSummary, Problem } from '#contract';
import type { DocumentRecord } from './catalogue/catalogue.ts';
import { titleOf } from './search/to-results.ts';

export function toSummary(document: DocumentRecord): DocumentSummary {
  const { id, path, type, state, reason, identity, date } = document;
  return {
    id: id as DocumentId,
    path,
    title: titleOf(document),
    type,
    state,
    reason,
    sizeBytes: identity.sizeBytes,
    modifiedAt: date,
  };
}

/** None where the document gives no reason to look at it. */
export function toProblem({ id, path, state, reason }: DocumentRecord): Problem[] {
  return reason === null ? [] : [{ documentId: id as DocumentId, path, state, reason }];
}
