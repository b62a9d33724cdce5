import type { ExtractionOutcome } from '#engine/documents/documents.ts';
import { extractAsText } from '../extract-as-text.ts';
import type { ExtractionOptions } from '../extractor.ts';
import { addSource } from './add-source.ts';
import { isMinified, readableParts } from './minified.ts';

/** Reads source code as it is written, comments included, in blocks that end where symbols end; packed code for its sentences. */
export function extractCode(bytes: Uint8Array, options: ExtractionOptions): Promise<ExtractionOutcome> {
  return extractAsText(bytes, options, (source, builder) => {
    if (isMinified(source)) for (const part of readableParts(source)) builder.add('paragraph', part);
    else addSource(builder, source);
    return {};
  });
}
