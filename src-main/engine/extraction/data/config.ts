import type { ExtractionOutcome } from '#engine/documents/documents.ts';
import { addSource } from '../code/add-source.ts';
import { extractAsText } from '../extract-as-text.ts';
import type { ExtractionOptions } from '../extractor.ts';

/** Reads YAML, TOML, INI and the like: their lines are `path: value` already, and what is worth finding is often a comment. */
export function extractConfig(bytes: Uint8Array, options: ExtractionOptions): Promise<ExtractionOutcome> {
  return extractAsText(bytes, options, (source, builder) => {
    addSource(builder, source);
    return {};
  });
}
