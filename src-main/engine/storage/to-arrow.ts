import { Float32, Int32, Int64, RecordBatch, Struct, Table, Utf8, makeData } from 'apache-arrow';
import type { Data, DataType, FixedSizeList, List, Schema } from 'apache-arrow';
import { chunksSchema, textListType, vectorType, vectorsSchema } from './columns.ts';
import type { ChunkKey, ChunkRow, FilterColumns, VectorRow } from './index-store.ts';

/**
 * Rises with every thousand rows written and never falls: rows move from `recent` to `main` in whole batches from the
 * lowest up, so the highest batch in `main` tells what has been moved already.
 */
export type Batched<Row> = { readonly row: Row; readonly batch: number };

const encoder = new TextEncoder();
const SPACE = 32;

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
    texts(rows.map((row) => row.anchor)),
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
  if (terms === '') return 0;
  let count = 1;
  for (let index = 0; index < terms.length; index++) if (terms.charCodeAt(index) === SPACE) count++;
  return count;
}
