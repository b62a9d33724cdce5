import { EngineError, type Anchor, type DocumentText, type PageMap, type StructuredText } from '#contract';
import type { Catalogue, DocumentRecord, ExtractionStore } from './catalogue/catalogue.ts';
import type { Block, ExtractedDocument } from './documents/documents.ts';
import { blocksWithin } from './document-blocks.ts';
import type { DocumentTypes } from './document-types.ts';
import { EXTRACTOR_VERSION } from './extraction/formats.ts';
import { unpackExtraction } from './extraction/stored-extraction.ts';
import type { IngestPool } from './indexing/ingest-pool.ts';
import { titleOf } from './search/to-results.ts';

export type DocumentReader = {
  /** The extracted text from `start` to `end` (null: its end). Errors: documentNotFound, extractionFailed. */
  read(documentId: number, range: { readonly start: number; readonly end: number | null }): Promise<DocumentText>;
  /** The same widened to whole blocks, with these. Errors: as `read`. */
  readBlocks(documentId: number, range: { readonly start: number; readonly end: number | null }): Promise<StructuredText>;
  /** How the text of the given pages lies on them; pages that the document has not are left out. Errors: as `read`. */
  pageMaps(documentId: number, pages: readonly number[]): Promise<PageMap[]>;
  /** Reads any file now. Errors: extractionFailed with `details.reason`. */
  extract(path: string): Promise<DocumentText>;
};

/** Shows what was extracted: from the stored extraction where there is one, else by reading the file again. */
export function createDocumentReader(options: {
  catalogue: Catalogue;
  extractions: ExtractionStore;
  pool: IngestPool;
  typeOf: DocumentTypes['typeOf'];
  maxFileSizeBytes(): number;
}): DocumentReader {
  async function extract(path: string, type: string, encoding: string | null): Promise<Extraction> {
    const outcome = await options.pool.read({
      path,
      type,
      maxSizeBytes: options.maxFileSizeBytes(),
      knownFingerprint: null,
      encoding,
    });
    if (outcome.kind === 'died') throw extractionFailed(outcome.reason);
    const { head } = outcome;
    if (head.kind !== 'extracted') throw extractionFailed('reason' in head ? head.reason : 'changedWhileRead');
    return { document: unpackExtraction(head.extraction), encoding: describeEncoding(head.encoding, encoding) };
  }

  // Whoever reads a document asks for it part by part, and a long one takes a while to unpack. Held weakly: memory that
  // is needed elsewhere is not kept for it.
  let last: { readonly fingerprint: string; readonly document: WeakRef<ExtractedDocument> } | null = null;

  function unpacked(fingerprint: string): ExtractedDocument | null {
    const known = last?.fingerprint === fingerprint ? last.document.deref() : undefined;
    if (known !== undefined) return known;
    const extraction = options.extractions.get(fingerprint, EXTRACTOR_VERSION);
    if (extraction === null) return null;
    const document = unpackExtraction(extraction);
    last = { fingerprint, document: new WeakRef(document) };
    return document;
  }

  function stored({ fingerprint, encoding, chosenEncoding }: DocumentRecord): Extraction | null {
    const document = fingerprint === null ? null : unpacked(fingerprint);
    return document === null ? null : { document, encoding: describeEncoding(encoding, chosenEncoding) };
  }

  async function open(documentId: number): Promise<{ record: DocumentRecord; extraction: Extraction }> {
    const record = options.catalogue.document(documentId);
    if (record === null) throw new EngineError('documentNotFound', `no document ${documentId}`);
    const extraction = stored(record) ?? (await extract(record.path, record.type, record.chosenEncoding));
    return { record, extraction };
  }

  return {
    async read(documentId, { start, end }) {
      const { record, extraction } = await open(documentId);
      return toText(extraction, { path: record.path, title: titleOf(record), start, end });
    },
    async readBlocks(documentId, range) {
      const { record, extraction } = await open(documentId);
      const { blocks, start, end } = blocksWithin(extraction.document, range);
      const { anchors: _, ...text } = toText(extraction, { path: record.path, title: titleOf(record), start, end });
      return { ...text, blocks };
    },
    async pageMaps(documentId, pages) {
      const { document } = (await open(documentId)).extraction;
      return document.pages
        .filter(({ page }) => pages.includes(page))
        .map(({ page, span, textItems }) => ({ page, start: span.start, end: span.end, textItems: [...textItems] }));
    },
    async extract(path) {
      const { type, isReadable } = options.typeOf(path);
      if (!isReadable) throw extractionFailed('unsupportedType');
      const extraction = await extract(path, type, null);
      return toText(extraction, { path, title: titleOf({ title: extraction.document.title, path }), start: 0, end: null });
    },
  };
}

type Extraction = { readonly document: ExtractedDocument; readonly encoding: DocumentText['encoding'] };

/** While a choice waits to be applied, the text is still that of the encoding before. */
function describeEncoding(name: string | null, chosen: string | null): DocumentText['encoding'] {
  return name === null ? null : { name, isChosen: name === chosen };
}

function extractionFailed(reason: string): EngineError {
  return new EngineError('extractionFailed', `the file could not be read: ${reason}`, { details: { reason } });
}

function toText(
  { document, encoding }: Extraction,
  { path, title, start, end }: { path: string; title: string; start: number; end: number | null },
): DocumentText {
  const from = Math.min(start, document.text.length);
  return {
    path,
    title,
    text: document.text.slice(from, Math.max(from, end ?? document.text.length)),
    start: from,
    length: document.text.length,
    pages: document.pages.map(({ page, span }) => ({ page, start: span.start, end: span.end })),
    anchors: anchorsOf(document.blocks),
    encoding,
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
