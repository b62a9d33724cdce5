import type { ExtractionOutcome } from '#engine/documents/documents.ts';

export type ExtractionOptions = {
  /** UTF-16 units of extracted text; a longer document comes out `partial` with `textLimitReached`. */
  readonly maxTextChars: number;
  readonly signal?: AbortSignal;
  /** In how many other files these bytes lie: an attachment in a message has 1. Default: 0. */
  readonly containerDepth?: number;
  /**
   * The text of the file's bytes, or of a part's, line breaks as LF and without BOM; null where they are no text. Read in the
   * encoding that the user chose, else in the one they are in, else in the declared one, else by statistics, which make the
   * document `partial` where they may be wrong. Every format that is text reads its bytes through this.
   */
  readonly decode: (bytes: Uint8Array, declaredEncoding?: string | null) => string | null;
};

/** Reads one format. Hostile and broken files are expected outcomes, never exceptions. */
export type Extractor = (bytes: Uint8Array, options: ExtractionOptions) => Promise<ExtractionOutcome>;
