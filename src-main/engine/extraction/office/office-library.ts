import type { OfficeParserAST, OfficeParserConfig } from 'officeparser';
import type { Reason } from '#contract';
import { Unreadable } from './unreadable.ts';

export type OfficeFileType = 'docx' | 'pptx' | 'odt' | 'odp' | 'rtf' | 'tex';

/** Unpacked bytes: the library holds them and a tree of their elements, many times as large. */
const MAX_UNPACKED_BYTES = 64 * 1024 * 1024;
/** Elements of that tree, about 600 bytes each: what a process that is ended at 512 MB can hold. */
const MAX_XML_ELEMENTS = 400_000;
const MAX_TABLE_CELLS = 200_000;

const REASONS_BY_CODE: ReadonlyMap<string, Reason> = new Map<string, Reason>([
  ['PASSWORD_REQUIRED', 'encrypted'],
  ['PASSWORD_INCORRECT', 'encrypted'],
  ['DOCUMENT_DECRYPTION_FAILED', 'encrypted'],
  ['ZIP_SIZE_LIMIT_EXCEEDED', 'unpacksTooLarge'],
  ['ZIP_ENTRY_COUNT_LIMIT_EXCEEDED', 'unpacksTooLarge'],
  ['XML_ELEMENT_LIMIT_EXCEEDED', 'unpacksTooLarge'],
]);

/** Warnings that say that something of the document is missing, and why. */
const PARTIAL_BY_WARNING: ReadonlyMap<string, Reason> = new Map<string, Reason>([
  ['CONTENT_PART_NOT_READ', 'partsUnreadable'],
  ['ALT_CHUNK_NOT_READ', 'partsUnreadable'],
  ['TABLE_CELL_LIMIT_EXCEEDED', 'textLimitReached'],
  ['REPEATED_CONTENT_LIMIT_EXCEEDED', 'textLimitReached'],
]);

/**
 * Parses a file with officeparser, which is loaded with the first one. Its ways to PDFs and to text recognition stay
 * shut: the type is told, so that nothing is guessed, and no pictures are taken out. Throws `Unreadable`.
 */
export async function parseOfficeFile(
  bytes: Uint8Array,
  fileType: OfficeFileType,
): Promise<{ readonly tree: OfficeParserAST; readonly partial: Reason | null }> {
  const { parseOffice } = await import('officeparser');
  const partial = new Set<Reason>();
  const config: OfficeParserConfig = {
    fileType,
    extractAttachments: false,
    ocr: false,
    ignoreSlideMasters: true,
    ignoreInternalLinks: true,
    decompressionLimits: {
      maxUncompressedBytes: MAX_UNPACKED_BYTES,
      maxXmlElements: MAX_XML_ELEMENTS,
      maxTableCells: MAX_TABLE_CELLS,
    },
    onWarning({ code }) {
      const reason = PARTIAL_BY_WARNING.get(code);
      if (reason !== undefined) partial.add(reason);
    },
  };
  try {
    const tree = await parseOffice(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), config);
    return { tree, partial: partial.has('partsUnreadable') ? 'partsUnreadable' : ([...partial][0] ?? null) };
  } catch (error) {
    // Whatever else the library throws (also errors of its own making), the file is what it could not cope with.
    throw new Unreadable(REASONS_BY_CODE.get(codeOf(error) ?? '') ?? 'corrupt');
  }
}

function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('officeIssue' in error)) return null;
  const { officeIssue } = error;
  if (typeof officeIssue !== 'object' || officeIssue === null || !('code' in officeIssue)) return null;
  return String(officeIssue.code);
}
