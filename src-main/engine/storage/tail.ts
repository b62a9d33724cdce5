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

/** A chunk of the tail; `length` in terms. */
export type TailRow = { readonly key: ChunkKey & FilterColumns; readonly batch: number; readonly length: number };

/** Where one term stands: `rows[positions[i]]` holds it `frequencies[i]` times. Positions ascend. */
export type TailPostings = {
  readonly term: string;
  readonly positions: readonly number[];
  readonly frequencies: readonly number[];
};

/** What the tail held of some terms at one moment; it stays as it is while the tail goes on. */
export type TailMatches = {
  readonly rows: readonly (TailRow | null)[];
  readonly postings: readonly TailPostings[];
  readonly filter: IndexFilter;
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
  find(terms: readonly string[], filter: IndexFilter): TailMatches;
};

export function matchesFilter(row: ChunkKey & FilterColumns, filter: IndexFilter): boolean {
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

  /** Without deleted rows. A row's occurrences follow each other, as it was added at once. */
  function postingsOf(term: string): TailPostings {
    const positions: number[] = [];
    const frequencies: number[] = [];
    for (const position of postings.get(term) ?? []) {
      if (rows[position] === null) continue;
      const last = positions.length - 1;
      if (last >= 0 && positions[last] === position) frequencies[last] = (frequencies[last] ?? 0) + 1;
      else {
        positions.push(position);
        frequencies.push(1);
      }
    }
    return { term, positions, frequencies };
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
    documentFrequency: (term) => postingsOf(term).positions.length,
    find: (terms, filter) => ({ rows, filter, postings: [...new Set(terms)].map(postingsOf) }),
  };
}
