import type { ExtractionOutcome } from '#engine/documents/documents.ts';

export type ExtractionOptions = {
  /** UTF-16 units of extracted text; a longer document comes out `partial` with `textLimitReached`. */
  readonly maxTextChars: number;
  readonly signal?: AbortSignal;
};

/** Reads one format. Hostile and broken files are expected outcomes, never exceptions. */
export type Extractor = (bytes: Uint8Array, options: ExtractionOptions) => Promise<ExtractionOutcome>;
