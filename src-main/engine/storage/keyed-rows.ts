import { Table } from 'apache-arrow';
import { KEY_COLUMNS } from './columns.ts';
import { keysFromArrow, rowIdsFromArrow } from './from-arrow.ts';
import type { ChunkKey } from './index-store.ts';
import type { LanceTable } from './lance.ts';
import { keyText } from './merge.ts';
import type { RowKeys } from './row-keys.ts';
import type { Shard } from './shard.ts';
import { documentPredicates } from './where.ts';

/** Rows with the key of each. */
export type KeyedRows = { readonly table: Table; readonly keys: readonly ChunkKey[] };

/** What a query or a take of LanceDB is here. */
type Selecting = { select(columns: string[]): Selecting; withRowId(): Selecting; toArrow(): Promise<Table> };

/** Runs a query for some columns; keys come from memory as far as they are known there. `query` is called once or twice. */
export async function readKeyed(
  shard: Shard,
  columns: readonly string[],
  query: (table: LanceTable) => Selecting,
): Promise<KeyedRows> {
  const known = shard.rowKeys();
  if (known !== null) {
    const found = await shard.read(async (table) => {
      const rows = await query(table)
        .select([...columns])
        .withRowId()
        .toArrow();
      return { table: rows, keys: await keysOf(rows, known, table) };
    });
    const { keys } = found;
    if (keys.every((key) => key !== undefined)) return { table: found.table, keys };
  }
  const table = await shard.read((from) =>
    query(from)
      .select([...KEY_COLUMNS, ...columns])
      .toArrow(),
  );
  return { table, keys: keysFromArrow(table) };
}

/** Rows that came since are asked for their keys; undefined where they are gone again. */
async function keysOf(rows: Table, known: RowKeys, table: LanceTable): Promise<(ChunkKey | undefined)[]> {
  const rowIds = rowIdsFromArrow(rows);
  const keys = known.keysOf(rowIds);
  const young = [...new Set([...rowIds].filter((_, i) => keys[i] === undefined))];
  if (young.length === 0) return keys;
  const found = await table.takeRowIds(young).select(KEY_COLUMNS).withRowId().toArrow();
  const foundKeys = keysFromArrow(found);
  const byRowId = new Map([...rowIdsFromArrow(found)].map((rowId, i) => [rowId, foundKeys[i]]));
  return keys.map((key, i) => key ?? byRowId.get(rowIds[i] ?? -1n));
}

/** Rows with these keys as far as memory knows where they are and they still are there; in no order. */
export async function takeKnown(shard: Shard, keys: readonly ChunkKey[], columns: readonly string[]): Promise<KeyedRows> {
  const known = shard.rowKeys();
  const keyOfRow = new Map<bigint, ChunkKey>();
  // Callers' keys may be more than keys.
  for (const { documentId, generation, ordinal } of known === null ? [] : keys) {
    const key = { documentId, generation, ordinal };
    const rowId = known?.rowIdOf(key);
    if (rowId !== undefined) keyOfRow.set(rowId, key);
  }
  return shard.read((table) => take(table, keyOfRow, columns));
}

/** Rows with these keys, found by their documents; in no order. */
export function takeByPredicate(shard: Shard, keys: readonly ChunkKey[], columns: readonly string[]): Promise<KeyedRows> {
  return shard.read(async (table) => {
    const keyOfRow = new Map<bigint, ChunkKey>();
    // `recent` is empty most of the time, and even an empty answer takes a plan.
    if ((await shard.rows()) === 0) return take(table, keyOfRow, columns);
    const wanted = new Set(keys.map(keyText));
    for (const predicate of documentPredicates(keys.map((key) => key.documentId))) {
      const found = await table.query().select(KEY_COLUMNS).withRowId().where(predicate).toArrow();
      const rowIds = rowIdsFromArrow(found);
      keysFromArrow(found).forEach((key, row) => {
        if (wanted.has(keyText(key))) keyOfRow.set(rowIds[row] ?? 0n, key);
      });
    }
    return take(table, keyOfRow, columns);
  });
}

/** Those of the rows that are still there. */
async function take(table: LanceTable, keyOfRow: ReadonlyMap<bigint, ChunkKey>, columns: readonly string[]): Promise<KeyedRows> {
  if (keyOfRow.size === 0) return { table: new Table(), keys: [] };
  const rows = await table
    .takeRowIds([...keyOfRow.keys()])
    .select([...columns])
    .withRowId()
    .toArrow();
  const keys = [...rowIdsFromArrow(rows)].map((rowId) => keyOfRow.get(rowId));
  if (!keys.every((key) => key !== undefined)) throw new Error('Rows were taken that nobody asked for');
  return { table: rows, keys };
}
