import type { Table } from 'apache-arrow';
import { numberColumn } from './from-arrow.ts';
import type { Candidate } from './index-store.ts';

/** What `documentsFromArrow` reads. */
export const DOCUMENT_COLUMNS = ['documentId', 'generation', 'ordinal'];

/**
 * The best chunk of each generation of a document, by descending score, ties by document. Reads whole columns: cell by cell
 * the tens of thousands of rows of a common word take ten times as long.
 */
export function bestOfDocuments(found: Table | null, others: readonly Candidate[]): Candidate[] {
  const best = new Map<string, Candidate>();
  const add = (documentId: number, generation: number, ordinal: number, score: number): void => {
    const key = `${documentId}.${generation}`;
    const known = best.get(key);
    if (known !== undefined && (known.score > score || (known.score === score && known.ordinal <= ordinal))) return;
    best.set(key, { documentId, generation, ordinal, score });
  };
  if (found !== null && found.numRows > 0) {
    const [ids, generations, ordinals, scores] = [...DOCUMENT_COLUMNS, '_score'].map((column) => numberColumn(found, column));
    for (let row = 0; row < found.numRows; row++) {
      add(Number(ids?.[row]), Number(generations?.[row]), Number(ordinals?.[row]), Number(scores?.[row]));
    }
  }
  for (const { documentId, generation, ordinal, score } of others) add(documentId, generation, ordinal, score);
  return [...best.values()].sort(
    (left, right) => right.score - left.score || left.documentId - right.documentId || left.generation - right.generation,
  );
}
