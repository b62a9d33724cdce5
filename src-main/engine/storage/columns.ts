import { Field, FixedSizeList, Float32, Int32, Int64, List, Schema, Utf8 } from 'apache-arrow';

const int = (name: string) => new Field(name, new Int32(), false);
const long = (name: string) => new Field(name, new Int64(), false);
const text = (name: string) => new Field(name, new Utf8(), false);
/** Long texts: zstd takes about half the space of LanceDB's default encoding. */
const longText = (name: string) => new Field(name, new Utf8(), false, new Map([['lance-encoding:compression', 'zstd']]));
export const textListType = new List(new Field('item', new Utf8(), true));

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
  text('anchor'),
  text('heading'),
  longText('text'),
  longText('terms'),
  int('length'),
]);

export function vectorType(dimensions: number): FixedSizeList<Float32> {
  return new FixedSizeList(dimensions, new Field('item', new Float32(), true));
}

export function vectorsSchema(dimensions: number): Schema {
  return new Schema([...sharedFields, new Field('vector', vectorType(dimensions), false)]);
}

/** LanceDB's own column of row ids, which is there where a query asks for it. */
export const ROW_ID = '_rowid';
export const KEY_COLUMNS = ['documentId', 'generation', 'ordinal'];
const SHARED_COLUMNS = [...KEY_COLUMNS, 'folderId', 'type', 'date', 'tags', 'embeddingFingerprint'];
/** Without the key. */
export const PASSAGE_COLUMNS = ['start', 'end', 'anchor', 'heading', 'text'];
export const CHUNK_COLUMNS = [...SHARED_COLUMNS, 'start', 'end', 'anchor', 'heading', 'text', 'terms'];
/** What a search by words alone needs. */
export const TAIL_COLUMNS = [...KEY_COLUMNS, 'batch', 'folderId', 'type', 'date', 'tags', 'terms'];
export const VECTOR_COLUMNS = [...SHARED_COLUMNS, 'vector'];
