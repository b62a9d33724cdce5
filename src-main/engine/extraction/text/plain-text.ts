import type { ExtractionOutcome } from '#engine/documents/documents.ts';
import type { DocumentBuilder } from '../document-builder.ts';
import { extractAsText } from '../extract-as-text.ts';
import type { ExtractionOptions } from '../extractor.ts';

/** Lines that are empty or white space end a paragraph, and so does a page break (old manuals, RFCs). */
const PARAGRAPH_BREAK = /\n[^\S\n]*\n|\f/;

/** Reads plain text in any common encoding: one block a paragraph, its lines as they are. */
export function extractPlainText(bytes: Uint8Array, options: ExtractionOptions): Promise<ExtractionOutcome> {
  return extractAsText(bytes, options, (text, builder) => {
    addParagraphs(text, builder);
    return {};
  });
}

/** Adds a block for each paragraph of a text without markup. */
export function addParagraphs(text: string, builder: DocumentBuilder): void {
  for (const paragraph of text.split(PARAGRAPH_BREAK)) {
    if (builder.isFull) break;
    builder.add('paragraph', trimLines(paragraph));
  }
}

/** Blanks at the ends of lines mean nothing; those at their beginning may be the shape of a table or of code. */
function trimLines(paragraph: string): string {
  return paragraph
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
