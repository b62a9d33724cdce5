import { z } from 'zod';
import { anchor } from './anchor.ts';
import { documentId, documentText } from './library.ts';

/**
 * Whether a document's file is still the one that was read. `replaced` says that something else now stands at its path:
 * a link, a folder, a device.
 */
export const fileStatus = z.enum(['unchanged', 'changed', 'missing', 'unreadable', 'replaced']);
export type FileStatus = z.infer<typeof fileStatus>;

/** Which file was read, as the file system names it. Decimal numbers in words: they exceed what JSON's can hold. */
export const fileIdentity = z.object({ inode: z.string(), sizeBytes: z.number(), mtimeNs: z.string() });

/**
 * The characters of one page. `textItems` maps them to the items that pdf.js draws: flat triples `[start, end, itemIndex]`,
 * `start` and `end` in the document's text, ascending and without overlap. A triple's slice is the item's string without
 * white space at its ends and without the hyphen of a joined word; control characters are spaces in it.
 */
export const pageMap = z.object({
  page: z.int().positive(),
  start: z.int().nonnegative(),
  end: z.int().nonnegative(),
  textItems: z.array(z.int().nonnegative()),
});
export type PageMap = z.infer<typeof pageMap>;

/** One structural piece of a document's text: `start` and `end` count in the whole text. */
export const textBlock = z.object({
  kind: z.enum(['heading', 'paragraph', 'listEntry', 'table', 'code', 'quote', 'metadata']),
  /** Of a heading, from 1 (outermost); 0 of all else. */
  level: z.int().nonnegative(),
  start: z.int().nonnegative(),
  end: z.int().nonnegative(),
  anchor: anchor.nullable(),
});
export type TextBlock = z.infer<typeof textBlock>;

/** A part of a document's text with its blocks, in reading order and without overlap: between two of them is white space alone. */
export const structuredText = documentText.omit({ anchors: true }).extend({ blocks: z.array(textBlock) });
export type StructuredText = z.infer<typeof structuredText>;

const MAX_PAGES = 100;

export const documentMethods = {
  /** Where a document's file lies and which file it was when it was read. Errors: documentNotFound. */
  'library.locateDocument': {
    params: z.object({ documentId }),
    result: z.object({ path: z.string(), type: z.string(), identity: fileIdentity }),
    isHostOnly: true,
  },
  /** Asks the file system now. Errors: documentNotFound. */
  'library.fileStatus': { params: z.object({ documentId }), result: z.object({ status: fileStatus }) },
  /**
   * How the text of some pages lies on them, by page; pages that the document has not are left out, and other formats than
   * PDF have none. Errors: documentNotFound, extractionFailed.
   */
  'library.pageMaps': {
    params: z.object({ documentId, pages: z.array(z.int().positive()).max(MAX_PAGES) }),
    result: z.object({ pages: z.array(pageMap) }),
  },
  /**
   * The extracted text from `start` to `end` (null: its end) with its structure, widened so that no block is cut. Of a table
   * each row is a block. Errors: documentNotFound, extractionFailed.
   */
  'library.documentBlocks': {
    params: z.object({
      documentId,
      start: z.int().nonnegative().default(0),
      end: z.int().nonnegative().nullable().default(null),
    }),
    result: structuredText,
  },
  /** The innermost folder around a document that is a vault of Obsidian, by its `.obsidian` folder; null where none is. Errors: documentNotFound. */
  'library.vaultOf': { params: z.object({ documentId }), result: z.object({ path: z.string() }).nullable() },
} as const;
