import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Catalogue } from '#engine/catalogue/catalogue.ts';
import type { DocumentFilter } from '#engine/catalogue/document-filter.ts';
import type { Scope } from './scope.ts';
import { throwIfCancelled } from './throw-if-cancelled.ts';

/** Takes some milliseconds; what else the engine has to do comes in between. */
const SLICE = 1_000;

/** Ids of the documents that a filter and the parts of a query let through, newest first; `scope` null: no parts. Errors: cancelled. */
export async function listScope(
  scope: Scope | null,
  { catalogue, filter, signal }: { readonly catalogue: Catalogue; readonly filter: DocumentFilter; readonly signal: AbortSignal },
): Promise<readonly number[]> {
  const ids = catalogue.documentsMatching(filter);
  if (scope === null) return ids;
  const shown: number[] = [];
  for (let from = 0; from < ids.length; from += SLICE) {
    const slice = ids.slice(from, from + SLICE);
    const known = catalogue.documents(slice);
    for (const id of slice) {
      const document = known.get(id);
      if (document !== undefined && scope.isShown(document)) shown.push(id);
    }
    await nextTurn();
    throwIfCancelled(signal);
  }
  return shown;
}
