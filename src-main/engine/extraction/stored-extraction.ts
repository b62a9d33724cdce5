import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { z } from 'zod';
import { anchor as anchorSchema, type Anchor } from '#contract';
import { BLOCK_KINDS, type Block, type ExtractedDocument, type PageMap } from '#engine/documents/documents.ts';

/** Smaller ones are kept as they are: half of the time that a note takes to read would go into compressing it. */
const LEAST_COMPRESSED_BYTES = 2048;
/** Speed over size: a page of text is packed in well under a millisecond, to about 40 %. */
const COMPRESSION_LEVEL = 1;
/** What JSON of an object begins with, and no zstd frame does. */
const OPENING_BRACE = 0x7b;
/** Far above the text limit. What comes from an ingest process could be a bomb. */
const MAX_UNPACKED_BYTES = 512 * 1024 * 1024;

const counts = z.array(z.int().nonnegative());
const nullableTime = z.number().nullable();

/** Flat arrays instead of objects: a long PDF has some hundred thousand of these numbers. */
const storedExtraction = z.object({
  text: z.string(),
  title: z.string().nullable(),
  /** Absent from texts that were stored before authors were read. */
  author: z.string().nullable().default(null),
  language: z.string().nullable(),
  createdAt: nullableTime,
  modifiedAt: nullableTime,
  tags: z.array(z.string()),
  /** Each heading path once. */
  headingPaths: z.array(z.array(z.string())),
  /** Each anchor once. */
  anchors: z.array(anchorSchema),
  /** Five numbers a block: kind (index in `BLOCK_KINDS`), start, length, index in `headingPaths`, and in `anchors` from 1 (0: none). */
  blocks: counts,
  /** Page, start, length. */
  pages: z.array(z.tuple([z.int().positive(), z.int().nonnegative(), z.int().nonnegative()])),
  /** Per page: start after the end before it, length, item index less the one before it, three numbers an item. */
  textItems: z.array(z.array(z.int())),
});
type StoredExtraction = z.infer<typeof storedExtraction>;

/** The form in which extractions are kept and cross processes. */
export function packExtraction(document: ExtractedDocument): Uint8Array<ArrayBuffer> {
  const { text, title, author, language, createdAt, modifiedAt, tags, blocks, pages } = document;
  const headingPaths = createNumbering<readonly string[]>();
  const anchors = createNumbering<Anchor>();
  const stored: StoredExtraction = {
    text,
    title,
    author,
    language,
    createdAt,
    modifiedAt,
    tags: [...tags],
    blocks: blocks.flatMap(({ kind, span, headingPath, anchor }) => [
      BLOCK_KINDS.indexOf(kind),
      span.start,
      span.end - span.start,
      headingPaths.numberOf(headingPath),
      anchor === null ? 0 : anchors.numberOf(anchor) + 1,
    ]),
    headingPaths: headingPaths.values.map((path) => [...path]),
    anchors: anchors.values,
    pages: pages.map(({ page, span }) => [page, span.start, span.end - span.start]),
    textItems: pages.map(packTextItems),
  };
  const json = Buffer.from(JSON.stringify(stored));
  if (json.length < LEAST_COMPRESSED_BYTES) return json;
  return zstdCompressSync(json, { params: { [constants.ZSTD_c_compressionLevel]: COMPRESSION_LEVEL } });
}

/** The inverse of `packExtraction`. Throws where the bytes are anything else. */
export function unpackExtraction(bytes: Uint8Array): ExtractedDocument {
  const isCompressed = bytes[0] !== OPENING_BRACE;
  const unpacked = isCompressed ? zstdDecompressSync(bytes, { maxOutputLength: MAX_UNPACKED_BYTES }) : Buffer.from(bytes);
  const json = unpacked.toString('utf8');
  const { headingPaths, anchors, blocks, pages, textItems, ...facts } = storedExtraction.parse(JSON.parse(json));
  return {
    ...facts,
    blocks: unpackBlocks(blocks, headingPaths, anchors),
    pages: pages.map(([page, start, length], index) => ({
      page,
      span: { start, end: start + length },
      textItems: unpackTextItems(start, textItems[index] ?? []),
    })),
  };
}

/** Gives equal values the same number, counted from 0; neighbouring blocks mostly share the very object. */
function createNumbering<T>(): { readonly values: T[]; numberOf(value: T): number } {
  const values: T[] = [];
  const numbers = new Map<string, number>();
  let last: { value: T; number: number } | null = null;
  return {
    values,
    numberOf(value) {
      if (last?.value === value) return last.number;
      const key = JSON.stringify(value);
      const number = numbers.get(key) ?? values.push(value) - 1;
      numbers.set(key, number);
      last = { value, number };
      return number;
    },
  };
}

function unpackBlocks(
  numbers: readonly number[],
  headingPaths: readonly (readonly string[])[],
  anchors: readonly Anchor[],
): Block[] {
  const blocks: Block[] = [];
  for (let index = 0; index + 5 <= numbers.length; index += 5) {
    const [kind = 0, start = 0, length = 0, path = 0, anchor = 0] = numbers.slice(index, index + 5);
    blocks.push({
      kind: BLOCK_KINDS[kind] ?? 'paragraph',
      span: { start, end: start + length },
      headingPath: headingPaths[path] ?? [],
      anchor: anchors[anchor - 1] ?? null,
    });
  }
  return blocks;
}

function packTextItems({ span, textItems }: PageMap): number[] {
  const packed: number[] = [];
  let position = span.start;
  let item = 0;
  for (let index = 0; index + 3 <= textItems.length; index += 3) {
    const [start = 0, end = 0, itemIndex = 0] = textItems.slice(index, index + 3);
    packed.push(start - position, end - start, itemIndex - item);
    position = end;
    item = itemIndex;
  }
  return packed;
}

function unpackTextItems(pageStart: number, packed: readonly number[]): number[] {
  const textItems: number[] = [];
  let position = pageStart;
  let item = 0;
  for (let index = 0; index + 3 <= packed.length; index += 3) {
    const [gap = 0, length = 0, step = 0] = packed.slice(index, index + 3);
    const start = position + gap;
    position = start + length;
    item += step;
    textItems.push(start, position, item);
  }
  return textItems;
}
