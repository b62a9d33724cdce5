import { z } from 'zod';
import { defineTable, REASONS } from '#contract';

/** Fields of one chunk as an ingest process sends it. The engine trusts none of it beyond this schema. */
export const ingestedChunk = z.object({
  start: z.int().nonnegative(),
  end: z.int().nonnegative(),
  /** As `encodeAnchor` writes it. */
  anchor: z.string(),
  heading: z.string(),
  text: z.string(),
  terms: z.string(),
  embeddingFingerprint: z.string().length(32),
});
export type IngestedChunk = z.infer<typeof ingestedChunk>;

const identity = z.object({ device: z.bigint(), inode: z.bigint(), sizeBytes: z.number(), mtimeNs: z.bigint() });

export const ingestHead = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('extracted'),
    /** What fstat said of the file that was read; null `fingerprint` never occurs here. */
    identity,
    fingerprint: z.string().length(32),
    partial: z.enum(REASONS).nullable(),
    title: z.string().nullable(),
    author: z.string().nullable(),
    language: z.string().nullable(),
    /** What its text was read in; null for formats that are not text. */
    encoding: z.string().nullable(),
    createdAt: z.number().nullable(),
    modifiedAt: z.number().nullable(),
    tags: z.array(z.string()),
    chunkCount: z.int().nonnegative(),
    /** The compressed `ExtractedDocument`, as `ExtractionStore` keeps it. */
    extraction: z.instanceof(Uint8Array),
  }),
  z.object({ kind: z.literal('unchanged'), identity, fingerprint: z.string() }),
  z.object({ kind: z.enum(['skipped', 'failed']), reason: z.enum(REASONS), identity: identity.nullable() }),
]);
export type IngestHead = z.infer<typeof ingestHead>;

/** Small files are sent together: the messages to and fro would take longer than reading them. */
export const MAX_FILES_AT_ONCE = 64;

const fileToIngest = z.object({
  path: z.string(),
  type: z.string(),
  maxSizeBytes: z.number(),
  /** Answer `unchanged` where the bytes still have it. */
  knownFingerprint: z.string().nullable(),
  /** What the user chose for the text; null where the bytes are to tell. */
  encoding: z.string().nullable(),
});

/** One file's head with its first chunks: all of them unless `head.chunkCount` says otherwise. */
export const ingestedFile = z.object({ head: ingestHead, chunks: z.array(ingestedChunk) });
export type IngestedFile = z.infer<typeof ingestedFile>;

/**
 * What the engine asks of one ingest process. `read` reads, extracts, chunks and analyses files in their order, up to
 * about 1 MiB of text or a file with more chunks than that: results may be fewer than files, and only the last one may
 * lack chunks, which `next` then hands over in pages of about 1 MiB; an empty page ends the file.
 */
export const ingestTable = defineTable({
  methods: {
    /** Must be called once before the first `read`: whose tokenizer and token limit the chunks are cut for. */
    configure: { params: z.object({ modelFolder: z.string() }), result: z.null() },
    read: {
      params: z.object({ files: z.array(fileToIngest).min(1).max(MAX_FILES_AT_ONCE) }),
      result: z.array(ingestedFile),
    },
    next: { params: z.object({}), result: z.array(ingestedChunk) },
  },
  topics: {},
});
