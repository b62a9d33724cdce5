import type { Anchor, Reason } from '#contract';

/** Half-open range `[start, end)` of UTF-16 units in the extracted text of one document. */
export type Span = { readonly start: number; readonly end: number };

export const BLOCK_KINDS = ['heading', 'paragraph', 'listEntry', 'table', 'code', 'quote', 'metadata'] as const;
export type BlockKind = (typeof BLOCK_KINDS)[number];

/**
 * One structural piece of a document. Blocks lie in reading order and never overlap; the text between two blocks is
 * white space. `headingPath` holds the headings above the block, outermost first, without the block's own heading.
 */
export type Block = {
  readonly kind: BlockKind;
  readonly span: Span;
  readonly headingPath: readonly string[];
  readonly anchor: Anchor | null;
};

/**
 * The characters of one page. `textItems` maps them to the items that pdf.js draws: flat triples
 * `[start, end, itemIndex]`, `start` and `end` in the document's text, ascending and without overlap; a character that
 * no item drew (a line break, a joined hyphen) lies in no triple.
 */
export type PageMap = { readonly page: number; readonly span: Span; readonly textItems: readonly number[] };

/** What was read out of one file. `text` is what every span of this document counts in. */
export type ExtractedDocument = {
  readonly text: string;
  readonly blocks: readonly Block[];
  /** Empty for formats without pages. */
  readonly pages: readonly PageMap[];
  readonly title: string | null;
  /** Who it says wrote it, several with commas between them. */
  readonly author: string | null;
  /** ISO 639-1 code of the main language, or null where the text is too short to tell. */
  readonly language: string | null;
  /** Milliseconds since 1970 from the file's own metadata, not the file system's. */
  readonly createdAt: number | null;
  readonly modifiedAt: number | null;
  /** Without `#`, in the order of first use. */
  readonly tags: readonly string[];
};

/**
 * What reading a file came to. `partial` names what is missing from a document that is otherwise usable; `skipped`
 * means that there is nothing to read (an empty file, a scan without text), `failed` that reading went wrong.
 */
export type ExtractionOutcome =
  | { readonly kind: 'extracted'; readonly document: ExtractedDocument; readonly partial: Reason | null }
  | { readonly kind: 'skipped'; readonly reason: Reason }
  | { readonly kind: 'failed'; readonly reason: Reason };

/** Passage-sized part of a document: the unit of retrieval. */
export type Chunk = {
  /** 0-based position in the document. */
  readonly ordinal: number;
  readonly span: Span;
  readonly anchor: Anchor | null;
  /** Headings of the section that the chunk begins with, outermost first; one that it begins with included. */
  readonly headingPath: readonly string[];
};
