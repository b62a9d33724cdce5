import type { ExtractionOutcome } from '#engine/documents/documents.ts';
import { createDocumentBuilder, type DocumentBuilder, type DocumentFacts } from './document-builder.ts';
import type { ExtractionOptions } from './extractor.ts';

/**
 * What the formats that are text have in common: decodes, lets `read` add blocks, and finishes with what it returns.
 * Bytes that are no text fail as `notText`: by their name they should have been.
 */
export async function extractAsText(
  bytes: Uint8Array,
  options: ExtractionOptions & { readonly declaredEncoding?: string | null },
  read: (text: string, builder: DocumentBuilder) => DocumentFacts | Promise<DocumentFacts>,
): Promise<ExtractionOutcome> {
  const text = options.decode(bytes, options.declaredEncoding ?? null);
  if (text === null) return { kind: 'failed', reason: 'notText' };
  const builder = createDocumentBuilder(options);
  return builder.finish(await read(text, builder));
}
