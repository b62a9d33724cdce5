import type { Candidate, ChunkKey } from './index-store.ts';

/** One string per key, equal exactly where the keys are. */
export function keyText(key: ChunkKey): string {
  return `${key.documentId}.${key.generation}.${key.ordinal}`;
}

function compareKeys(a: ChunkKey, b: ChunkKey): number {
  return a.documentId - b.documentId || a.generation - b.generation || a.ordinal - b.ordinal;
}

/** The best `limit` of several lists by descending score, ties by key; a key that stands in two keeps its better score. */
export function mergeCandidates(lists: readonly (readonly Candidate[])[], limit: number): Candidate[] {
  const seen = new Set<string>();
  const merged: Candidate[] = [];
  const sorted = lists.flat().sort((a, b) => b.score - a.score || compareKeys(a, b));
  for (const candidate of sorted) {
    if (merged.length >= limit) break;
    const key = keyText(candidate);
    if (seen.has(key)) continue;
    seen.add(key);
    merged.push(candidate);
  }
  return merged;
}

/** Rows of several shards by key, without those whose key came before. */
export function mergeRows<Row extends ChunkKey>(lists: readonly (readonly Row[])[]): Row[] {
  const byKey = new Map<string, Row>();
  for (const row of lists.flat()) {
    const key = keyText(row);
    if (!byKey.has(key)) byKey.set(key, row);
  }
  return [...byKey.values()].sort(compareKeys);
}
