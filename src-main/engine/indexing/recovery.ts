import type { Catalogue } from '#engine/catalogue/catalogue.ts';
import type { IndexStore } from '#engine/storage/index-store.ts';

const BATCH = 1000;

/**
 * Deletes index rows that no document shows: of a commit that a crash cut off before its publication, or of a
 * generation whose deletion it cut off. Must run before indexing starts, which would give the same generation numbers
 * out again. Returns how many generations were deleted.
 */
export async function sweepUnpublished(catalogue: Catalogue, store: IndexStore): Promise<number> {
  const stored = await store.generations();
  const stale: { documentId: number; generation: number }[] = [];
  for (let start = 0; start < stored.length; start += BATCH) {
    const slice = stored.slice(start, start + BATCH);
    const documents = catalogue.documents(slice.map(({ documentId }) => documentId));
    stale.push(...slice.filter(({ documentId, generation }) => documents.get(documentId)?.generation !== generation));
  }
  for (let start = 0; start < stale.length; start += BATCH) await store.deleteGenerations(stale.slice(start, start + BATCH));
  return stale.length;
}
