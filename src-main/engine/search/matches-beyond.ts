import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Catalogue } from '#engine/catalogue/catalogue.ts';
import type { Candidate } from '#engine/storage/index-store.ts';
import type { Scope } from './scope.ts';
import { throwIfCancelled } from './throw-if-cancelled.ts';

/** Takes some milliseconds; what else the engine has to do comes in between. */
const SLICE = 1_000;

/**
 * Of all documents with a word those that are shown and were not weighed, in their order. A document's outdated generations
 * are left out. Errors: cancelled.
 */
export async function matchesBeyond(
  withWords: readonly Candidate[],
  {
    scope,
    weighed,
    catalogue,
    signal,
  }: {
    readonly scope: Scope;
    readonly weighed: ReadonlySet<number>;
    readonly catalogue: Pick<Catalogue, 'currentOf' | 'documents'>;
    readonly signal: AbortSignal;
  },
): Promise<Candidate[]> {
  const current = catalogue.currentOf(withWords.filter(({ documentId }) => !weighed.has(documentId)));
  if (!scope.isChecked) return current;
  const shown: Candidate[] = [];
  for (let from = 0; from < current.length; from += SLICE) {
    const slice = current.slice(from, from + SLICE);
    const documents = catalogue.documents(slice.map(({ documentId }) => documentId));
    for (const candidate of slice) {
      const document = documents.get(candidate.documentId);
      if (document !== undefined && scope.isShown(document)) shown.push(candidate);
    }
    await nextTurn();
    throwIfCancelled(signal);
  }
  return shown;
}
