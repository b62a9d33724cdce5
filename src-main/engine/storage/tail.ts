import { idSet } from './id-set.ts';
import type { ChunkKey, FilterColumns, IndexFilter } from './index-store.ts';
import { termCount } from './to-arrow.ts';
import type { Batched } from './to-arrow.ts';

/** Hears what happens to the rows of a shard that has no index of words. */
export type TailListener<Row> = {
  add(rows: readonly Batched<Row>[]): void;
  delete(includes: (key: ChunkKey) => boolean): void;
  /** Batches up to this one have left the shard. */
  deleteBatches(until: number): void;
};

/** What the tail needs of a chunk. */
export type TailSource = ChunkKey & FilterColumns & { readonly terms: string };

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
 * The words of `recent`, in memory. An index of LanceDB over so few rows costs more than it brings: it is made again with
 * every thousand rows while documents are read, and takes 7 to 15 ms a search however small it is [M]; rows that it has not
 * taken in yet are analysed for each query, 15 ms for a thousand. Here a search of ten thousand takes a millisecond.
 */
export type Tail = TailListener<TailSource> & {
  chunks(): number;
  meanLength(): number;
  documentFrequency(term: string): number;
  find(terms: readonly string[], filter: IndexFilter): TailMatches;
};

/** What LanceDB does with a filter, in memory. */
export function filterCheck(filter: IndexFilter): (row: ChunkKey & FilterColumns) => boolean {
  const { folderIds, types, tags, from, before } = filter;
  // Of thousands, asked for every row.
  const documentIds = filter.documentIds === null || filter.documentIds.length === 0 ? null : idSet(filter.documentIds);
  return (row) => {
    const date = Math.floor(row.date);
    return (
      (documentIds === null || documentIds.has(row.documentId)) &&
      (folderIds.length === 0 || folderIds.includes(row.folderId)) &&
      (types.length === 0 || types.includes(row.type)) &&
      (tags.length === 0 || tags.some((tag) => row.tags.includes(tag))) &&
      (from === null || date >= Math.ceil(from)) &&
      (before === null || date < Math.ceil(before))
    );
  };
}

export function toBoth<Row>(first: TailListener<Row>, second: TailListener<Row>): TailListener<Row> {
  const both = [first, second];
  return {
    add: (rows) => both.forEach((listener) => listener.add(rows)),
    delete: (includes) => both.forEach((listener) => listener.delete(includes)),
    deleteBatches: (until) => both.forEach((listener) => listener.deleteBatches(until)),
  };
}

/** So many deleted rows are borne without a thought. */
const SPARE_ROWS = 1000;

export function createTail(): Tail {
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
    if (rows.length > 2 * alive + SPARE_ROWS) compact();
  }

  /** Drops what deleted rows have left. A search that is under way keeps the arrays that it has. */
  function compact(): void {
    const moved = new Int32Array(rows.length);
    const kept: (TailRow | null)[] = [];
    rows.forEach((row, position) => (moved[position] = row === null ? -1 : kept.push(row) - 1));
    const remaining = new Map<string, number[]>();
    for (const [term, positions] of postings) {
      const left = positions.flatMap((position) => ((moved[position] ?? -1) < 0 ? [] : [moved[position] ?? 0]));
      if (left.length > 0) remaining.set(term, left);
    }
    rows = kept;
    postings = remaining;
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

  function addRow({ row, batch }: Batched<TailSource>): void {
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
    chunks: () => alive,
    meanLength: () => Math.max(totalLength, 1) / Math.max(alive, 1),
    documentFrequency: (term) => postingsOf(term).positions.length,
    find: (terms, filter) => ({ rows, filter, postings: [...new Set(terms)].map(postingsOf) }),
  };
}
