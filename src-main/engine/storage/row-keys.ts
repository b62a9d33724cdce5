import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Table } from 'apache-arrow';
import { KEY_COLUMNS, ROW_ID } from './columns.ts';
import { numberColumn } from './from-arrow.ts';
import type { ChunkKey } from './index-store.ts';
import type { LanceTable } from './lance.ts';

/**
 * Which row of a table has which key, in memory, about 40 bytes each: of each search it saves LanceDB the three columns of a key, and
 * finding the rows of keys, a third of the time that a page takes. LanceDB's id of a row is its fragment's number and its place
 * in there. A fragment never changes, and no later one gets its number: what was read holds for good, only that rows which came
 * since are not known, and those of a fragment that is gone are not to be had any more.
 */
export type RowKeys = {
  /** Of each row, in their order; undefined where it is not known. */
  keysOf(rowIds: BigUint64Array): (ChunkKey | undefined)[];
  rowIdOf(key: ChunkKey): bigint | undefined;
  /** How many there are. */
  readonly documents: number;
};

/** Takes some two milliseconds; what else the engine has to do comes in between. */
const SLICE_ROWS = 20_000;
const FRAGMENT_UNIT = 2 ** 32;
const NONE = -1;

/** By row, in the order of the table. */
type Rows = {
  readonly documentIds: Float64Array;
  readonly generations: Int32Array;
  readonly ordinals: Int32Array;
  /** As a number: exact below 2^53, which is two million fragments. */
  readonly rowIds: Float64Array;
  /** The row before it that has the same document. */
  readonly previous: Int32Array;
};

/** Reads the keys of all rows that the table has now. */
export async function readRowKeys(table: LanceTable): Promise<RowKeys> {
  return indexRows(await table.query().select(KEY_COLUMNS).withRowId().toArrow());
}

/**
 * Keeps the keys of a shard's rows: those of its table that were last read, of which rows that came since are not. Reads them
 * again, without being waited for, where `state` has changed. Null for a table of which nothing is known yet.
 */
export function createKnownRowKeys(read: () => Promise<RowKeys>): (table: LanceTable, state: number) => RowKeys | null {
  let known: { readonly keys: RowKeys | null; readonly table: LanceTable; readonly state: number } | null = null;
  let isReading = false;

  async function readAgain(table: LanceTable, state: number): Promise<void> {
    isReading = true;
    try {
      known = { keys: await read(), table, state };
    } catch {
      // Whoever searches reads the same columns and tells what is wrong with them.
      known = { keys: null, table, state };
    } finally {
      isReading = false;
    }
  }

  return (table, state) => {
    const isOfTable = known?.table === table;
    if (!isReading && (!isOfTable || known?.state !== state)) void readAgain(table, state);
    // Another table's fragments have the same numbers.
    return isOfTable ? (known?.keys ?? null) : null;
  };
}

async function indexRows(table: Table): Promise<RowKeys> {
  const count = table.numRows;
  const rows: Rows = {
    documentIds: new Float64Array(count),
    generations: new Int32Array(count),
    ordinals: new Int32Array(count),
    rowIds: new Float64Array(count),
    previous: new Int32Array(count),
  };
  const [ids, generations, ordinals, rowIds] = [...KEY_COLUMNS, ROW_ID].map((column) => numberColumn(table, column));
  const lastOf = new Map<number, number>();
  const fragments = new Map<number, number[]>();
  for (let row = 0; row < count; row++) {
    if (row > 0 && row % SLICE_ROWS === 0) await nextTurn();
    const documentId = Number(ids?.[row]);
    const rowId = Number(rowIds?.[row]);
    rows.documentIds[row] = documentId;
    rows.generations[row] = Number(generations?.[row]);
    rows.ordinals[row] = Number(ordinals?.[row]);
    rows.rowIds[row] = rowId;
    rows.previous[row] = lastOf.get(documentId) ?? NONE;
    lastOf.set(documentId, row);
    placeIn(fragments, rowId, row);
  }
  return lookUpIn(rows, { lastOf, fragments });
}

/** A fragment's rows by their place in it. */
function placeIn(fragments: Map<number, number[]>, rowId: number, row: number): void {
  const fragment = Math.floor(rowId / FRAGMENT_UNIT);
  let places = fragments.get(fragment);
  if (places === undefined) fragments.set(fragment, (places = []));
  const place = rowId % FRAGMENT_UNIT;
  // Rows that were deleted before leave holes, which would turn the array into a slow one.
  while (places.length < place) places.push(NONE);
  places[place] = row;
}

function lookUpIn(
  rows: Rows,
  { lastOf, fragments }: { readonly lastOf: ReadonlyMap<number, number>; readonly fragments: ReadonlyMap<number, number[]> },
): RowKeys {
  function keyAt(row: number): ChunkKey {
    const { documentIds, generations, ordinals } = rows;
    return { documentId: documentIds[row] ?? 0, generation: generations[row] ?? 0, ordinal: ordinals[row] ?? 0 };
  }

  return {
    documents: lastOf.size,
    keysOf: (rowIds) =>
      Array.from(rowIds, (rowId) => {
        const number = Number(rowId);
        const row = fragments.get(Math.floor(number / FRAGMENT_UNIT))?.[number % FRAGMENT_UNIT] ?? NONE;
        return row === NONE ? undefined : keyAt(row);
      }),
    rowIdOf({ documentId, generation, ordinal }) {
      for (let row = lastOf.get(documentId) ?? NONE; row !== NONE; row = rows.previous[row] ?? NONE) {
        if (rows.generations[row] === generation && rows.ordinals[row] === ordinal) return BigInt(rows.rowIds[row] ?? 0);
      }
      return undefined;
    },
  };
}
