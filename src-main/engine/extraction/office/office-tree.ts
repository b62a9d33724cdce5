import type { OfficeMetadata, OfficeParserAST, OfficeParserConfig } from 'officeparser';
import type { Anchor, Reason } from '#contract';
import type { ExtractionOutcome } from '#engine/documents/documents.ts';
import { createDocumentBuilder } from '../document-builder.ts';
import type { ExtractionOptions } from '../extractor.ts';
import { createFlow } from './flow.ts';
import { addRunningTexts, addToDocument } from './flow-builder.ts';
import { closeHeadings, finishDocument, keywordsIn, usableTitle, type Properties } from './properties.ts';
import { textOf, writeTree } from './tree-blocks.ts';
import { Unreadable } from './unreadable.ts';

export type TreeFormat = 'rtf' | 'tex';

/** Cells of a document; a table beyond it is a database. */
const MAX_TABLE_CELLS = 200_000;

/** Warnings of the library that say that something of the document is missing. */
const CUT_WARNINGS = new Set(['TABLE_CELL_LIMIT_EXCEEDED', 'REPEATED_CONTENT_LIMIT_EXCEEDED', 'LATEX_EXPANSION_LIMIT_REACHED']);

/**
 * Reads a format that officeparser reads best. The tree that it makes takes about a hundred bytes of memory a byte of
 * text: formats whose files grow large are streamed instead (record 0011). Throws `Unreadable`.
 */
export async function extractTree(bytes: Uint8Array, format: TreeFormat, options: ExtractionOptions): Promise<ExtractionOutcome> {
  const { tree, partial } = await parse(bytes, format);
  const builder = createDocumentBuilder(options);
  let anchor: Anchor | null = null;
  const flow = createFlow((block) => addToDocument(builder, block, anchor));
  writeTree(tree.content, flow, {
    isFull: () => builder.isFull,
    openSlide(slide) {
      anchor = { kind: 'slide', slide };
      closeHeadings(builder);
    },
  });
  closeHeadings(builder);
  addRunningTexts(builder, [...(tree.auxiliary?.headers ?? []), ...(tree.auxiliary?.footers ?? [])].map(textOf));
  const properties = propertiesOf(tree.metadata);
  const outcome = finishDocument(builder, { ...properties, title: properties.title ?? usableTitle(builder.mainHeading) });
  return outcome.kind === 'extracted' ? { ...outcome, partial: outcome.partial ?? partial } : outcome;
}

/** The library is loaded with the first file; its ways to PDFs and to text recognition stay shut. */
async function parse(
  bytes: Uint8Array,
  fileType: TreeFormat,
): Promise<{ readonly tree: OfficeParserAST; readonly partial: Reason | null }> {
  const { parseOffice } = await import('officeparser');
  let isCut = false;
  const config: OfficeParserConfig = {
    // Told, so that nothing is guessed: what else the bytes might be is not read.
    fileType,
    extractAttachments: false,
    ocr: false,
    ignoreInternalLinks: true,
    decompressionLimits: { maxTableCells: MAX_TABLE_CELLS },
    onWarning({ code }) {
      isCut ||= CUT_WARNINGS.has(code);
    },
  };
  try {
    const tree = await parseOffice(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), config);
    return { tree, partial: isCut ? 'textLimitReached' : null };
  } catch {
    // Whatever the library throws, the file is what it could not cope with.
    throw new Unreadable('corrupt');
  }
}

function propertiesOf(metadata: OfficeMetadata): Properties {
  return {
    title: usableTitle(metadata.title ?? null),
    author: metadata.author ?? null,
    subject: metadata.subject ?? null,
    description: null,
    keywords: keywordsIn(metadata.keywords ?? ''),
    createdAt: timeOf(metadata.created),
    modifiedAt: timeOf(metadata.modified),
    language: metadata.language ?? null,
  };
}

/** The library makes dates of whatever it finds. */
function timeOf(date: Date | undefined): number | null {
  const time = date?.getTime() ?? Number.NaN;
  return Number.isNaN(time) ? null : time;
}
