import type { PDFDocumentProxy } from 'pdfjs-dist';
import type { Reason } from '#contract';
import type { ExtractionOutcome } from '#engine/documents/documents.ts';
import { installedResourcesFolder } from './binary-data.ts';
import { createDocumentText } from './document-text.ts';
import { readFormTexts } from './form-text.ts';
import { isReadableTitle, readMetadata, type PdfMetadata } from './metadata.ts';
import { segmentsOfPage, type Segment } from './page-text.ts';
import { paragraphsOfPage } from './paragraphs.ts';
import { openPdf, type OpenPdf } from './pdfjs.ts';
import { readingOrder } from './reading-order.ts';

/** Part of every extraction's identity: raise it whenever the same bytes would give another text, block or map. */
export const PDF_EXTRACTOR_VERSION = 'pdf-2';

export type PdfOptions = {
  /** Where `cmaps`, `standard_fonts` and `wasm` of pdf.js lie; by default the installed package. */
  readonly resourcesFolder?: string;
  /** Further pages are not read, and the document counts as cut off. */
  readonly maxPages?: number;
  /** UTF-16 units; the text ends before the first drawn item that would exceed it. */
  readonly maxTextChars: number;
  readonly signal?: AbortSignal;
};

/**
 * Reads the text of a PDF in reading order, with a page map whose item indexes count the items of pdf.js's
 * `getTextContent({ disableNormalization: true })`, marked content left out. The slice of a triple is the item's string
 * with control characters and lone surrogates replaced one for one, without white space at its ends and without the
 * hyphen of a word that was joined. Characters are kept as the file has them (ligatures, presentation forms), in
 * logical order. The language is left to the caller.
 *
 * Bad input is an outcome; an aborted `signal` rejects with its reason, between pages. A page may take long: the caller
 * guards time and memory. `bytes` must not change meanwhile.
 */
export async function extractPdf(bytes: Uint8Array, options: PdfOptions): Promise<ExtractionOutcome> {
  if (bytes.length === 0) return { kind: 'skipped', reason: 'empty' };
  options.signal?.throwIfAborted();
  let pdf: OpenPdf;
  try {
    pdf = await openPdf(plainBytes(bytes), options.resourcesFolder ?? installedResourcesFolder());
  } catch (error) {
    return { kind: 'failed', reason: isPasswordError(error) ? 'encrypted' : 'corrupt' };
  }
  try {
    return await readDocument(pdf.document, options);
  } finally {
    await pdf.close();
  }
}

/** pdf.js refuses Node's Buffers. */
function plainBytes(bytes: Uint8Array): Uint8Array {
  return Buffer.isBuffer(bytes) ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) : bytes;
}

/** Told by name, because pdf.js re-creates errors on their way from its worker. */
function isPasswordError(error: unknown): boolean {
  return error instanceof Error && error.name === 'PasswordException';
}

async function readDocument(document: PDFDocumentProxy, options: PdfOptions): Promise<ExtractionOutcome> {
  const metadata = await metadataOf(document);
  const formTexts = await formTextsOf(document);
  const documentText = createDocumentText(options.maxTextChars);
  const compounds = new Set<string>();
  const lastPage = Math.min(document.numPages, options.maxPages ?? Infinity);
  let unreadable = 0;
  for (let page = 1; page <= lastPage && !documentText.isFull; page += 1) {
    const segments = await segmentsOrNull(document, page);
    if (segments === null) unreadable += 1;
    gatherCompounds(segments ?? [], compounds);
    const paragraphs = paragraphsOfPage(readingOrder(segments ?? []), (word) => compounds.has(word));
    documentText.addPage(page, paragraphs, formTexts.get(page - 1) ?? []);
    // pdf.js works in micro-tasks alone; without this, neither timers nor messages would get their turn.
    await new Promise((resolve) => setImmediate(resolve));
    options.signal?.throwIfAborted();
  }
  const { text, blocks, pages, largestOnFirstPage } = documentText.finish();
  const isCutOff = documentText.isFull || lastPage < document.numPages;
  if (text === '' && !isCutOff)
    return unreadable > 0 ? { kind: 'failed', reason: 'corrupt' } : { kind: 'skipped', reason: 'noText' };
  const partial: Reason | null = isCutOff ? 'textLimitReached' : unreadable > 0 ? 'pagesUnreadable' : null;
  const heading = largestOnFirstPage !== null && isReadableTitle(largestOnFirstPage) ? largestOnFirstPage : null;
  const title = metadata.title ?? heading;
  return {
    kind: 'extracted',
    partial,
    document: { text, blocks, pages, ...metadata, title, language: null, tags: metadata.tags },
  };
}

const COMPOUND = /[\p{L}\p{M}\p{N}]+-[\p{L}\p{M}\p{N}]+/gu;

/** Notes the words with an inner hyphen, to tell them from words broken at the end of a line. */
function gatherCompounds(segments: readonly Segment[], compounds: Set<string>): void {
  for (const { text } of segments) {
    if (!text.includes('-')) continue;
    for (const [word] of text.matchAll(COMPOUND)) compounds.add(word.toLowerCase());
  }
}

/** Null for a page that pdf.js cannot read at all; of a page that breaks off it returns what came before. */
async function segmentsOrNull(document: PDFDocumentProxy, page: number): Promise<Segment[] | null> {
  try {
    const proxy = await document.getPage(page);
    const segments = segmentsOfPage(await proxy.getTextContent({ disableNormalization: true }));
    proxy.cleanup();
    return segments;
  } catch {
    return null;
  }
}

async function metadataOf(document: PDFDocumentProxy): Promise<PdfMetadata> {
  try {
    const { info } = await document.getMetadata();
    return readMetadata(info as Record<string, unknown>);
  } catch {
    return readMetadata({});
  }
}

async function formTextsOf(document: PDFDocumentProxy): Promise<ReadonlyMap<number, readonly string[]>> {
  try {
    return await readFormTexts(document);
  } catch {
    return new Map();
  }
}
