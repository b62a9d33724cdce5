import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Catalogue, DocumentRecord } from '#engine/catalogue/catalogue.ts';
import type { DocumentFilter } from '#engine/catalogue/document-filter.ts';
import { EngineError } from '#contract';
import type { Scope } from './scope.ts';

/** Takes some milliseconds; what else the engine has to do comes in between. */
const SLICE = 1_000;

/** One page of the documents that a filter and the parts of a query let through, newest first. Errors: cancelled. */
export async function listScope(
  scope: Scope,
  {
    catalogue,
    filter,
    page,
    signal,
  }: {
    readonly catalogue: Catalogue;
    readonly filter: DocumentFilter;
    readonly page: { readonly offset: number; readonly limit: number };
    readonly signal: AbortSignal;
  },
): Promise<{ readonly documents: DocumentRecord[]; readonly total: number }> {
  const documents: DocumentRecord[] = [];
  let total = 0;
  const ids = catalogue.documentsMatching(filter);
  for (let from = 0; from < ids.length; from += SLICE) {
    const slice = ids.slice(from, from + SLICE);
    const known = catalogue.documents(slice);
    for (const id of slice) {
      const document = known.get(id);
      if (document === undefined || !scope.isShown(document)) continue;
      if (total >= page.offset && documents.length < page.limit) documents.push(document);
      total++;
    }
    await nextTurn();
    if (signal.aborted) throw new EngineError('cancelled', 'the search was cancelled');
  }
  return { documents, total };
}
