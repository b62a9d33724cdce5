import {
  Field,
  FixedSizeList,
  Float32,
  Int32,
  Int64,
  List,
  RecordBatch,
  Schema,
  Struct,
  Table,
  Utf8,
  makeData,
} from 'apache-arrow';
import type { Data, DataType } from 'apache-arrow';
import type { Candidate, ChunkKey, ChunkRow, FilterColumns, VectorRow } from './index-store.ts';

/**
 * Rises with every thousand rows written and never falls: rows move from `recent` to `main` in whole batches from the
 * lowest up, so the highest batch in `main` tells what has been moved already.
 */
export type Batched<Row> = { readonly row: Row; readonly batch: number };

const int = (name: string) => new Field(name, new Int32(), false);
const long = (name: string) => new Field(name, new Int64(), false);
const text = (name: string) => new Field(name, new Utf8(), false);
/** Long texts: zstd takes about half the space of LanceDB's default encoding. */
const longText = (name: string) => new Field(name, new Utf8(), false, new Map([['lance-encoding:compression', 'zstd']]));
const textListType = new List(new Field('item', new Utf8(), true));

const sharedFields = [
  long('documentId'),
  int('generation'),
  int('ordinal'),
  long('batch'),
  int('folderId'),
  text('type'),
  long('date'),
  new Field('tags', textListType, false),
  text('embeddingFingerprint'),
];

export const chunksSchema = new Schema([
  ...sharedFields,
  int('start'),
  int('end'),
  int('page'),
  text('heading'),
  longText('text'),
  longText('terms'),
  int('length'),
]);

function vectorType(dimensions: number): FixedSizeList<Float32> {
  return new FixedSizeList(dimensions, new Field('item', new Float32(), true));
}

export function vectorsSchema(dimensions: number): Schema {
  return new Schema([...sharedFields, new Field('vector', vectorType(dimensions), false)]);
}

export const KEY_COLUMNS = ['documentId', 'generation', 'ordinal'];
const SHARED_COLUMNS = [...KEY_COLUMNS, 'folderId', 'type', 'date', 'tags', 'embeddingFingerprint'];
export const CHUNK_COLUMNS = [...SHARED_COLUMNS, 'start', 'end', 'page', 'heading', 'text', 'terms'];
export const VECTOR_COLUMNS = [...SHARED_COLUMNS, 'vector'];

const encoder = new TextEncoder();

function longs(values: readonly number[]): Data<Int64> {
  return makeData({ type: new Int64(), data: BigInt64Array.from(values, (value) => BigInt(Math.floor(value))) });
}

function ints(values: readonly number[]): Data<Int32> {
  return makeData({ type: new Int32(), data: Int32Array.from(values) });
}

function texts(values: readonly string[]): Data<Utf8> {
  const encoded = values.map((value) => encoder.encode(value));
  const valueOffsets = new Int32Array(values.length + 1);
  encoded.forEach((bytes, i) => (valueOffsets[i + 1] = (valueOffsets[i] ?? 0) + bytes.length));
  const data = new Uint8Array(valueOffsets[values.length] ?? 0);
  encoded.forEach((bytes, i) => data.set(bytes, valueOffsets[i]));
  return makeData({ type: new Utf8(), valueOffsets, data });
}

function textLists(values: readonly (readonly string[])[]): Data<List<Utf8>> {
  const valueOffsets = new Int32Array(values.length + 1);
  values.forEach((list, i) => (valueOffsets[i + 1] = (valueOffsets[i] ?? 0) + list.length));
  return makeData({ type: textListType, valueOffsets, child: texts(values.flat()) });
}

function vectors(rows: readonly VectorRow[], dimensions: number): Data<FixedSizeList<Float32>> {
  const data = new Float32Array(rows.length * dimensions);
  rows.forEach((row, i) => data.set(row.vector, i * dimensions));
  const child = makeData({ type: new Float32(), data });
  return makeData({ type: vectorType(dimensions), length: rows.length, nullCount: 0, child });
}

function sharedData(
  batched: readonly Batched<ChunkKey & FilterColumns & { readonly embeddingFingerprint: string }>[],
): Data<DataType>[] {
  const rows = batched.map(({ row }) => row);
  return [
    longs(rows.map((row) => row.documentId)),
    ints(rows.map((row) => row.generation)),
    ints(rows.map((row) => row.ordinal)),
    longs(batched.map(({ batch }) => batch)),
    ints(rows.map((row) => row.folderId)),
    texts(rows.map((row) => row.type)),
    longs(rows.map((row) => row.date)),
    textLists(rows.map((row) => row.tags)),
    texts(rows.map((row) => row.embeddingFingerprint)),
  ];
}

function tableOf(schema: Schema, length: number, children: Data<DataType>[]): Table {
  const data = makeData({ type: new Struct(schema.fields), length, nullCount: 0, children });
  return new Table(schema, [new RecordBatch(schema, data)]);
}

export function chunksToArrow(batched: readonly Batched<ChunkRow>[]): Table {
  const rows = batched.map(({ row }) => row);
  return tableOf(chunksSchema, rows.length, [
    ...sharedData(batched),
    ints(rows.map((row) => row.start)),
    ints(rows.map((row) => row.end)),
    ints(rows.map((row) => row.page)),
    texts(rows.map((row) => row.heading)),
    texts(rows.map((row) => row.text)),
    texts(rows.map((row) => row.terms)),
    ints(rows.map((row) => termCount(row.terms))),
  ]);
}

export function vectorsToArrow(batched: readonly Batched<VectorRow>[], dimensions: number): Table {
  const rows = batched.map(({ row }) => row);
  return tableOf(vectorsSchema(dimensions), rows.length, [...sharedData(batched), vectors(rows, dimensions)]);
}

/** Terms are separated by one space. */
export function termCount(terms: string): number {
  return terms === '' ? 0 : terms.split(' ').length;
}

/** Cells of one column by row. A wrong type means a table of another format: the caller treats the throw as damage. */
type Cells = {
  number(column: string, row: number): number;
  text(column: string, row: number): string;
  value(column: string, row: number): unknown;
};

function cellsOf(table: Table): Cells {
  const columns = new Map(table.schema.fields.map((field) => [field.name, table.getChild(field.name)]));
  const value = (column: string, row: number): unknown => columns.get(column)?.get(row);
  return {
    value,
    number(column, row) {
      const cell = value(column, row);
      if (typeof cell === 'bigint') return Number(cell);
      if (typeof cell === 'number') return cell;
      throw new TypeError(`Column ${column} holds no number`);
    },
    text(column, row) {
      const cell = value(column, row);
      if (typeof cell === 'string') return cell;
      throw new TypeError(`Column ${column} holds no text`);
    },
  };
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

function sharedAt(cells: Cells, row: number) {
  const tags = cells.value('tags', row);
  const isList = typeof tags === 'object' && tags !== null && Symbol.iterator in tags;
  return {
    ...keyAt(cells, row),
    folderId: cells.number('folderId', row),
    type: cells.text('type', row),
    date: cells.number('date', row),
    tags: isList ? Array.from(tags as Iterable<unknown>, String) : [],
    embeddingFingerprint: cells.text('embeddingFingerprint', row),
  };
}

export function keysFromArrow(table: Table): ChunkKey[] {
  return mapRows(table, keyAt);
}

/** LanceDB's row ids of the rows whose key is wanted: good until the next compaction. */
export function rowIdsFromArrow(table: Table, isWanted: (key: ChunkKey) => boolean): bigint[] {
  const ids = mapRows(table, (cells, row) => (isWanted(keyAt(cells, row)) ? cells.value('_rowid', row) : null));
  return ids.filter((id) => typeof id === 'bigint');
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

export function textsFromArrow(table: Table, column: string): string[] {
  return mapRows(table, (cells, row) => cells.text(column, row));
}

export function rawVectorsFromArrow(table: Table): Float32Array[] {
  return mapRows(table, vectorAt);
}

export function candidatesFromArrow(
  table: Table,
  column: '_score' | '_distance',
  toScore: (cell: number) => number,
): Candidate[] {
  return mapRows(table, (cells, row) => ({ ...keyAt(cells, row), score: toScore(cells.number(column, row)) }));
}

export function chunksFromArrow(table: Table): ChunkRow[] {
  return mapRows(table, (cells, row) => ({
    ...sharedAt(cells, row),
    start: cells.number('start', row),
    end: cells.number('end', row),
    page: cells.number('page', row),
    heading: cells.text('heading', row),
    text: cells.text('text', row),
    terms: cells.text('terms', row),
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
