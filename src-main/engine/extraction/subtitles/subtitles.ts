import type { ExtractionOutcome } from '#engine/documents/documents.ts';
import type { ExtractionOptions } from '../extractor.ts';
import { extractAsText } from '../extract-as-text.ts';
import { addParagraphs } from '../text/plain-text.ts';
import { parseCues } from './cues.ts';
import { mergeIntoSentences } from './sentences.ts';

/** Reads subtitles as what is said, a block a sentence, each with the time at which it is heard. */
export function extractSubtitles(bytes: Uint8Array, options: ExtractionOptions): Promise<ExtractionOutcome> {
  return extractAsText(bytes, options, (source, builder) => {
    const cues = parseCues(source);
    if (cues.length === 0) addParagraphs(source, builder);
    for (const { startMs, endMs, text } of mergeIntoSentences(cues)) {
      if (builder.isFull) break;
      builder.add('paragraph', text, { kind: 'time', startMs, endMs });
    }
    return {};
  });
}
