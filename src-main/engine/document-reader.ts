import { EngineError, type Anchor, type DocumentText } from '#contract';
import type { Catalogue, ExtractionStore } from './catalogue/catalogue.ts';
import type { Block, ExtractedDocument } from './documents/documents.ts';
import { documentTypeOf, EXTRACTOR_VERSION } from './extraction/formats.ts';
import { unpackExtraction } from './extraction/stored-extraction.ts';
import type { IngestPool } from './indexing/ingest-pool.ts';
import { titleOf } from './search/search.ts';

export type DocumentReader = {
  /** The extracted text from `start` to `end` (null: its end). Errors: documentNotFound, extractionFailed. */
  read(documentId: number, range: { readonly start: number; readonly end: number | null }): Promise<DocumentText>;
  /** Reads any file now. Errors: extractionFailed with `details.reason`. */
  extract(path: string): Promise<DocumentText>;
};

/** Shows what was extracted: from the stored extraction where there is one, else by reading the file again. */
export function createDocumentReader(options: {
  catalogue: Catalogue;
  extractions: ExtractionStore;
  pool: IngestPool;
  maxFileSizeBytes(): number;
}): DocumentReader {
  async function extract(path: string, type: string): Promise<ExtractedDocument> {
    const outcome = await options.pool.read({ path, type, maxSizeBytes: options.maxFileSizeBytes(), knownFingerprint: null });
    if (outcome.kind === 'died') throw extractionFailed(outcome.reason);
    if (outcome.head.kind !== 'extracted')
      throw extractionFailed('reason' in outcome.head ? outcome.head.reason : 'changedWhileRead');
    return unpackExtraction(outcome.head.extraction);
  }

  return {
    async read(documentId, { start, end }) {
      const document = options.catalogue.document(documentId);
      if (document === null) throw new EngineError('documentNotFound', `no document ${documentId}`);
      const stored = document.fingerprint === null ? null : options.extractions.get(document.fingerprint, EXTRACTOR_VERSION);
      const extraction = stored === null ? await extract(document.path, document.type) : unpackExtraction(stored);
      return toText(extraction, { path: document.path, title: titleOf(document), start, end });
    },
    async extract(path) {
      const { type, isReadable } = documentTypeOf(path);
      if (!isReadable) throw extractionFailed('unsupportedType');
      const extraction = await extract(path, type);
      return toText(extraction, { path, title: titleOf({ title: extraction.title, path }), start: 0, end: null });
    },
  };
}

function extractionFailed(reason: string): EngineError {
  return new EngineError('extractionFailed', `the file could not be read: ${reason}`, { details: { reason } });
}

function toText(
  extraction: ExtractedDocument,
  { path, title, start, end }: { path: string; title: string; start: number; end: number | null },
): DocumentText {
  const from = Math.min(start, extraction.text.length);
  return {
    path,
    title,
    text: extraction.text.slice(from, Math.max(from, end ?? extraction.text.length)),
    start: from,
    length: extraction.text.length,
    pages: extraction.pages.map(({ page, span }) => ({ page, start: span.start, end: span.end })),
    anchors: anchorsOf(extraction.blocks),
  };
}

/** Neighbouring blocks of one place are one range. */
function anchorsOf(blocks: readonly Block[]): DocumentText['anchors'] {
  const anchors: { anchor: Anchor; start: number; end: number }[] = [];
  for (const { anchor, span } of blocks) {
    const last = anchors.at(-1);
    if (anchor === null) continue;
    if (last?.anchor === anchor) last.end = span.end;
    else anchors.push({ anchor, start: span.start, end: span.end });
  }
  return anchors;
}
