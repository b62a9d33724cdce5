import { TITLE_REPEATS } from '#engine/analysis/fields.ts';
import type { Tokens } from '#engine/analysis/tokens.ts';
import type { DocumentRecord } from '#engine/catalogue/catalogue.ts';
import type { RankedSource } from './word-ranking.ts';

/** What the ranking by words has to know of a document: see `RankedSource`. */
export function describeSource(
  { title, language, chunkCount }: Pick<DocumentRecord, 'title' | 'language' | 'chunkCount'>,
  wanted: readonly string[],
  tokens: Tokens,
): RankedSource {
  const counts = new Map<string, number>();
  if (title !== null) tokens.scan(title, language, (token) => counts.set(token, (counts.get(token) ?? 0) + 1));
  return { chunkCount, titleFrequencies: wanted.map((token) => counts.get(token) ?? 0), titleRepeats: TITLE_REPEATS };
}
