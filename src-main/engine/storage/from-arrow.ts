import type { Table } from 'apache-arrow';
import { ROW_ID } from './columns.ts';
import type { ChunkKey, ChunkRow, FilterColumns, PassageRow, VectorRow } from './index-store.ts';
import type { TailSource } from './tail.ts';
import type { Batched } from './to-arrow.ts';

/** Cells of one column by row. A wrong type means a table of another format: the caller treats the throw as damage. */
type Cells = {
  number(column: string, row: number): number;
  text(column: string, row: number): string;
  value(column: string, row: number): unknown;
};

function cellsOf(table: Table): Cells {
  const columns = new Map(table.schema.fields.map((field) => [field.name, table.getChild(field.name)]));
  const numbers = new Map<string, NumberColumn>();
  const value = (column: string, row: number): unknown => columns.get(column)?.get(row);
  return {
    value,
    number(column, row) {
      let values = numbers.get(column);
      if (values === undefined) numbers.set(column, (values = numberColumn(table, column)));
      return Number(values[row]);
    },
    text(column, row) {
      const cell = value(column, row);
      if (typeof cell === 'string') return cell;
      throw new TypeError(`Column ${column} holds no text`);
    },
  };
}

type NumberColumn = BigInt64Array | BigUint64Array | Int32Array | Float32Array;

/** A whole column as it lies in memory: asking Arrow for the numbers of two hundred keys cell by cell takes a millisecond. */
export function numberColumn(table: Table, column: string): NumberColumn {
  // Without rows a column has no type either.
  if (table.numRows === 0) return new Int32Array(0);
  const values: unknown = table.getChild(column)?.toArray();
  if (values instanceof BigInt64Array || values instanceof BigUint64Array) return values;
  if (values instanceof Int32Array || values instanceof Float32Array) return values;
  throw new TypeError(`Column ${column} holds no numbers`);
}

function mapRows<Row>(table: Table, toRow: (cells: Cells, row: number) => Row): Row[] {
  const cells = cellsOf(table);
  return Array.from({ length: table.numRows }, (_, row) => toRow(cells, row));
}

function keyAt(cells: Cells, row: number): ChunkKey {
  return {
    documentId: cells.number('documentId', row),
    generation: cells.number('generation', row),
    ordinal: cells.number('ordinal', row),
  };
}

function filterColumnsAt(cells: Cells, row: number): ChunkKey & FilterColumns {
  const tags = cells.value('tags', row);
  const isList = typeof tags === 'object' && tags !== null && Symbol.iterator in tags;
  return {
    ...keyAt(cells, row),
    folderId: cells.number('folderId', row),
    type: cells.text('type', row),
    date: cells.number('date', row),
    tags: isList ? Array.from(tags as Iterable<unknown>, String) : [],
  };
}

function sharedAt(cells: Cells, row: number) {
  return { ...filterColumnsAt(cells, row), embeddingFingerprint: cells.text('embeddingFingerprint', row) };
}

export function keysFromArrow(table: Table): ChunkKey[] {
  return mapRows(table, keyAt);
}

/** LanceDB's ids of the rows, where they were asked for. */
export function rowIdsFromArrow(table: Table): BigUint64Array {
  if (table.numRows === 0) return new BigUint64Array(0);
  const ids = numberColumn(table, ROW_ID);
  if (ids instanceof BigUint64Array) return ids;
  throw new TypeError('Ids of rows are unsigned 64-bit numbers');
}

/** Runs of rows of one document's generation give one result. */
export function generationsFromArrow(table: Table): Pick<ChunkKey, 'documentId' | 'generation'>[] {
  const all = mapRows(table, (cells, row) => ({
    documentId: cells.number('documentId', row),
    generation: cells.number('generation', row),
  }));
  return all.filter((key, i) => key.documentId !== all[i - 1]?.documentId || key.generation !== all[i - 1]?.generation);
}

export function numbersFromArrow(table: Table, column: string): number[] {
  return mapRows(table, (cells, row) => cells.number(column, row));
}

/** A column of 64-bit numbers as they lie in it: `numbersFromArrow` takes half a millisecond for a thousand. */
export function bigNumbersFromArrow(table: Table, column: string): BigInt64Array {
  const numbers = new BigInt64Array(table.numRows);
  let at = 0;
  for (const { values, length } of table.getChild(column)?.data ?? []) {
    if (!(values instanceof BigInt64Array)) throw new TypeError(`Column ${column} holds no 64-bit numbers`);
    numbers.set(values.subarray(0, length), at);
    at += length;
  }
  return numbers;
}

export function textsFromArrow(table: Table, column: string): string[] {
  return mapRows(table, (cells, row) => cells.text(column, row));
}

/** The UTF-8 bytes of each cell, as they lie in the column: good while the table is. */
export function* textBytesFromArrow(table: Table, column: string): Generator<Uint8Array> {
  for (const { values, valueOffsets, length } of table.getChild(column)?.data ?? []) {
    if (!(values instanceof Uint8Array)) throw new TypeError(`Column ${column} holds no text`);
    for (let row = 0; row < length; row++) yield values.subarray(Number(valueOffsets[row]), Number(valueOffsets[row + 1]));
  }
}

export function rawVectorsFromArrow(table: Table): Float32Array[] {
  return mapRows(table, vectorAt);
}

export function chunksFromArrow(table: Table): ChunkRow[] {
  return mapRows(table, (cells, row) => ({
    ...sharedAt(cells, row),
    ...passageAt(cells, row),
    terms: cells.text('terms', row),
  }));
}

export function passagesFromArrow(table: Table, keys: readonly ChunkKey[]): PassageRow[] {
  const cells = cellsOf(table);
  return keys.map((key, row) => ({ ...key, ...passageAt(cells, row) }));
}

function passageAt(cells: Cells, row: number): Omit<PassageRow, keyof ChunkKey> {
  return {
    start: cells.number('start', row),
    end: cells.number('end', row),
    anchor: cells.text('anchor', row),
    heading: cells.text('heading', row),
    text: cells.text('text', row),
  };
}

export function tailRowsFromArrow(table: Table): Batched<TailSource>[] {
  return mapRows(table, (cells, row) => ({
    row: { ...filterColumnsAt(cells, row), terms: cells.text('terms', row) },
    batch: cells.number('batch', row),
  }));
}

export function vectorsFromArrow(table: Table): VectorRow[] {
  return mapRows(table, (cells, row) => ({ ...sharedAt(cells, row), vector: vectorAt(cells, row) }));
}

/** LanceDB brings a copy of Arrow of its own, so a vector cannot be told by its class. */
function hasToArray(cell: unknown): cell is { toArray(): unknown } {
  return typeof cell === 'object' && cell !== null && 'toArray' in cell && typeof cell.toArray === 'function';
}

function vectorAt(cells: Cells, row: number): Float32Array {
  const cell = cells.value('vector', row);
  const values = hasToArray(cell) ? cell.toArray() : undefined;
  if (!(values instanceof Float32Array)) throw new TypeError('Column vector holds no vector');
  return values.slice();
}
