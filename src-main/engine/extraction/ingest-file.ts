import type { ExtractedDocument } from '#engine/documents/documents.ts';
import type { Fingerprinter } from './fingerprint.ts';
import { extract } from './formats.ts';
import type { IngestedChunk, IngestedFile, IngestHead } from './protocol.ts';
import { readRegularFile } from './read-file.ts';
import { packExtraction } from './stored-extraction.ts';

/** Longer texts are cut: what lies beyond is noise in practice, and costs memory in every process. */
export const MAX_TEXT_CHARS = 20_000_000;
/** How much text a page of chunks holds, about: 1 MiB as the messages carry it. */
const PAGE_TEXT_CHARS = 350_000;

/** The chunks of one document: how many, and each made when it is asked for, in order. */
export type ChunkSource = { readonly count: number; readonly chunks: Iterable<IngestedChunk> };

export type FileToIngest = {
  readonly path: string;
  readonly type: string;
  readonly maxSizeBytes: number;
  readonly knownFingerprint: string | null;
  readonly encoding: string | null;
};

/** Reads one file after the other; `next` goes on with the one opened last. */
export type Ingest = {
  /** Opens files in their order, each with its first page of chunks, until one page of text is full. At least one. */
  read(files: readonly FileToIngest[], signal?: AbortSignal): Promise<IngestedFile[]>;
  open(file: FileToIngest, signal?: AbortSignal): Promise<IngestHead>;
  /** The next page of chunks; empty at the end. */
  next(): IngestedChunk[];
};

export type IngestOptions = {
  readonly fingerprint: Fingerprinter;
  /** Cuts a document and makes its chunks ready for the index. */
  readonly chunk: (document: ExtractedDocument) => ChunkSource;
  /** Default: `MAX_TEXT_CHARS`. */
  readonly maxTextChars?: number;
};

/** The work of an ingest process, without the process. */
export function createIngest({ fingerprint, chunk, maxTextChars = MAX_TEXT_CHARS }: IngestOptions): Ingest {
  let pending: Iterator<IngestedChunk> = [].values();

  /** The same bytes in another encoding are another text, with a fingerprint and a stored extraction of its own. */
  function fingerprintOf(bytes: Uint8Array, encoding: string | null): string {
    const ofBytes = fingerprint(bytes);
    return encoding === null ? ofBytes : fingerprint(Buffer.from(`${ofBytes} ${encoding}`));
  }

  async function open(file: FileToIngest, signal?: AbortSignal): Promise<IngestHead> {
    pending = [].values();
    const reading = readRegularFile(file.path, file);
    if (reading.kind === 'failed') return reading;
    const { bytes, identity } = reading;
    const fileFingerprint = fingerprintOf(bytes, file.encoding);
    if (fileFingerprint === file.knownFingerprint) return { kind: 'unchanged', identity, fingerprint: fileFingerprint };
    const outcome = await extract(bytes, {
      type: file.type,
      path: file.path,
      encoding: file.encoding,
      maxTextChars,
      ...(signal === undefined ? {} : { signal }),
    });
    if (outcome.kind !== 'extracted') return { ...outcome, identity };
    const { document, partial, encoding } = outcome;
    const source = chunk(document);
    pending = source.chunks[Symbol.iterator]();
    const { title, author, language, createdAt, modifiedAt, tags } = document;
    return {
      kind: 'extracted',
      identity,
      partial,
      title,
      author,
      language,
      encoding,
      createdAt,
      modifiedAt,
      fingerprint: fileFingerprint,
      tags: [...tags],
      chunkCount: source.count,
      extraction: packExtraction(document),
    };
  }

  async function read(files: readonly FileToIngest[], signal?: AbortSignal): Promise<IngestedFile[]> {
    const read: IngestedFile[] = [];
    let chars = 0;
    for (const file of files) {
      const head = await open(file, signal);
      const chunks = next();
      read.push({ head, chunks });
      for (const { text, terms } of chunks) chars += text.length + terms.length;
      if (chars >= PAGE_TEXT_CHARS || signal?.aborted === true) break;
    }
    return read;
  }

  function next(): IngestedChunk[] {
    const page: IngestedChunk[] = [];
    let chars = 0;
    while (chars < PAGE_TEXT_CHARS) {
      const { done, value } = pending.next();
      if (done === true) break;
      page.push(value);
      chars += value.text.length + value.terms.length;
    }
    return page;
  }

  return { read, open, next };
}
