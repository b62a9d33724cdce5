import { documentTerms } from '#engine/analysis/fields.ts';
import { createStemmers } from '#engine/analysis/stemmers.ts';
import { createTokens } from '#engine/analysis/tokens.ts';
import { chunkDocument } from '#engine/chunking/chunk-document.ts';
import { embeddingInput, headingOf } from '#engine/chunking/embedding-input.ts';
import { createSegmenterPool } from '#engine/chunking/segmenters.ts';
import { encodeAnchor } from '#engine/storage/anchor-text.ts';
import type { Chunk, ExtractedDocument } from '#engine/documents/documents.ts';
import type { ModelTokenizer } from '#engine/embedding/tokenizer.ts';
import type { Fingerprinter } from '#engine/extraction/fingerprint.ts';
import type { ChunkSource } from '#engine/extraction/ingest-file.ts';
import type { IngestedChunk } from '#engine/extraction/protocol.ts';

/** Cuts documents for one model's tokenizer and writes each chunk as the index takes it. */
export function createChunkMaker(options: {
  readonly tokenizer: ModelTokenizer;
  readonly fingerprint: Fingerprinter;
}): (document: ExtractedDocument) => ChunkSource {
  const { tokenizer, fingerprint } = options;
  const segmentersOf = createSegmenterPool();
  const tokens = createTokens(createStemmers());
  const maxTokens = tokenizer.maxTokens - tokenizer.specialTokens;

  function toIngested(
    { text: documentText, title, language }: ExtractedDocument,
    { span, anchor, headingPath }: Chunk,
  ): IngestedChunk {
    const text = documentText.slice(span.start, span.end);
    const heading = headingOf(headingPath);
    return {
      start: span.start,
      end: span.end,
      anchor: encodeAnchor(anchor),
      heading,
      text,
      terms: documentTerms({ title, heading, text, language }, tokens),
      embeddingFingerprint: fingerprint(embeddingInput(title, heading, text)),
    };
  }

  return (document) => {
    const chunks = chunkDocument(document, { countTokens: tokenizer.countTokens, maxTokens, segmentersOf });
    return { count: chunks.length, chunks: Iterator.from(chunks).map((chunk) => toIngested(document, chunk)) };
  };
}
