import type { ExtractionOutcome } from '#engine/documents/documents.ts';
import { createDocumentBuilder } from '../document-builder.ts';
import type { ExtractionOptions } from '../extractor.ts';

/** Lines that are empty or white space end a paragraph, and so does a page break (old manuals, RFCs). */
const PARAGRAPH_BREAK = /\n[^\S\n]*\n|\f/;

/** Reads plain text in any common encoding: one block a paragraph, its lines as they are. */
export function extractPlainText(bytes: Uint8Array, options: ExtractionOptions): Promise<ExtractionOutcome> {
  const text = options.decode(bytes);
  if (text === null) return Promise.resolve({ kind: 'failed', reason: 'encodingUnknown' });
  return Promise.resolve(readPlainText(text, options));
}

/** Also what other text formats fall back to where their markup cannot be read. */
export function readPlainText(text: string, options: ExtractionOptions): ExtractionOutcome {
  const builder = createDocumentBuilder(options);
  for (const paragraph of text.split(PARAGRAPH_BREAK)) {
    if (builder.isFull) break;
    builder.add('paragraph', trimLines(paragraph));
  }
  return builder.finish({});
}

/** Blanks at the ends of lines mean nothing; those at their beginning may be the shape of a table or of code. */
function trimLines(paragraph: string): string {
  return paragraph
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
