import type { ChunkKey, ChunkRow, FilterColumns, IndexFilter } from './index-store.ts';
import { termCount } from './to-arrow.ts';
import type { Batched } from './to-arrow.ts';

/** Hears what happens to the rows of a shard that its indexes have not taken in. */
export type TailListener<Row> = {
  add(rows: readonly Batched<Row>[]): void;
  delete(includes: (key: ChunkKey) => boolean): void;
  /** Batches up to this one have left the shard. */
  deleteBatches(until: number): void;
  /** The indexes have taken in every row. */
  clear(): void;
};

/** A chunk that holds some of the terms asked for. */
export type TailMatch = ChunkKey & {
  readonly length: number;
  /** How often each of the terms occurs; terms that do not occur are left out. */
  readonly frequencies: ReadonlyMap<string, number>;
};

/**
 * The words of the rows that no LanceDB index has taken in yet, in memory. LanceDB would find them, too, but by
 * analysing all of them for each query: about 15 ms for a thousand chunks.
 */
export type Tail = TailListener<ChunkRow> & {
  /** False while rows are unindexed that this process has not added itself. */
  isComplete(): boolean;
  chunks(): number;
  meanLength(): number;
  documentFrequency(term: string): number;
  find(terms: readonly string[], filter: IndexFilter): TailMatch[];
};

type TailRow = { readonly key: ChunkKey & FilterColumns; readonly batch: number; readonly length: number };

function matchesFilter(row: ChunkKey & FilterColumns, filter: IndexFilter): boolean {
  const { documentIds, folderIds, types, tags, from, before } = filter;
  const date = Math.floor(row.date);
  return (
    (documentIds === null || documentIds.length === 0 || documentIds.includes(row.documentId)) &&
    (folderIds.length === 0 || folderIds.includes(row.folderId)) &&
    (types.length === 0 || types.includes(row.type)) &&
    (tags.length === 0 || tags.some((tag) => row.tags.includes(tag))) &&
    (from === null || date >= Math.ceil(from)) &&
    (before === null || date < Math.ceil(before))
  );
}

export function createTail(options: { isComplete: boolean }): Tail {
  let isComplete = options.isComplete;
  /** A deleted row stays as null, so that positions in `postings` stay right. */
  let rows: (TailRow | null)[] = [];
  let alive = 0;
  let totalLength = 0;
  /** Positions in `rows`, one for each occurrence. */
  let postings = new Map<string, number[]>();

  function deleteWhere(isDeleted: (row: TailRow) => boolean): void {
    rows.forEach((row, i) => {
      if (row === null || !isDeleted(row)) return;
      rows[i] = null;
      alive--;
      totalLength -= row.length;
    });
  }

  /** Occurrences of a term by position, without those of deleted rows. */
  function occurrences(term: string): Map<number, number> {
    const counts = new Map<number, number>();
    for (const position of postings.get(term) ?? []) {
      if (rows[position] !== null) counts.set(position, (counts.get(position) ?? 0) + 1);
    }
    return counts;
  }

  function addRow({ row, batch }: Batched<ChunkRow>): void {
    const { documentId, generation, ordinal, folderId, type, date, tags, terms } = row;
    const length = termCount(terms);
    const position = rows.push({ key: { documentId, generation, ordinal, folderId, type, date, tags }, batch, length }) - 1;
    alive++;
    totalLength += length;
    if (length === 0) return;
    for (const term of terms.split(' ')) {
      const positions = postings.get(term);
      if (positions === undefined) postings.set(term, [position]);
      else positions.push(position);
    }
  }

  return {
    add: (added) => added.forEach(addRow),
    delete: (includes) => deleteWhere((row) => includes(row.key)),
    deleteBatches: (until) => deleteWhere((row) => row.batch <= until),
    clear() {
      isComplete = true;
      rows = [];
      alive = 0;
      totalLength = 0;
      postings = new Map();
    },
    isComplete: () => isComplete,
    chunks: () => alive,
    meanLength: () => Math.max(totalLength, 1) / Math.max(alive, 1),
    documentFrequency: (term) => occurrences(term).size,
    find(terms, filter) {
      const found = new Map<number, Map<string, number>>();
      for (const term of new Set(terms)) {
        for (const [position, frequency] of occurrences(term)) {
          const frequencies = found.get(position) ?? new Map<string, number>();
          found.set(position, frequencies.set(term, frequency));
        }
      }
      const matches: TailMatch[] = [];
      for (const [position, frequencies] of found) {
        const row = rows[position];
        if (row === null || row === undefined || !matchesFilter(row.key, filter)) continue;
        const { documentId, generation, ordinal } = row.key;
        matches.push({ documentId, generation, ordinal, length: row.length, frequencies });
      }
      return matches;
    },
  };
}
