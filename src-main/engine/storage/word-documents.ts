import { numberColumn } from './from-arrow.ts';
import type { Candidate, ChunkKey } from './index-store.ts';
import type { KeyedRows } from './keyed-rows.ts';

/** The best chunk of each generation of a document, by descending score, ties by document. */
export function bestOfDocuments(found: KeyedRows | null, others: readonly Candidate[]): Candidate[] {
  /** Of a document nearly always one: strings as keys would take longer than all else. */
  const best = new Map<number, Candidate[]>();
  const add = ({ documentId, generation, ordinal }: ChunkKey, score: number): void => {
    const ofDocument = best.get(documentId);
    const place = ofDocument?.findIndex((other) => other.generation === generation) ?? -1;
    const known = ofDocument?.[place];
    if (known !== undefined && (known.score > score || (known.score === score && known.ordinal <= ordinal))) return;
    const candidate = { documentId, generation, ordinal, score };
    if (ofDocument === undefined) best.set(documentId, [candidate]);
    else if (known === undefined) ofDocument.push(candidate);
    else ofDocument[place] = candidate;
  };
  if (found !== null) {
    const scores = numberColumn(found.table, '_score');
    found.keys.forEach((key, row) => add(key, Number(scores[row])));
  }
  for (const candidate of others) add(candidate, candidate.score);
  return [...best.values()]
    .flat()
    .sort((left, right) => right.score - left.score || left.documentId - right.documentId || left.generation - right.generation);
}
