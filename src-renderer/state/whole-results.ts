import type { Passage, SearchResult } from '#contract';
import type { Connection } from '../client/connection.ts';
import { asksFor, type SearchWay } from './query-state.svelte.ts';

/** As many as one question may name. */
const DOCUMENTS_AT_ONCE = 200;

/**
 * The results with all passages that are told of them, in their order: a list shows the best alone, which is what a keystroke
 * waits for. `query` and `way`: what they were found by. Errors: those of `search.passages`.
 */
export async function wholeResults(
  connection: Connection,
  results: readonly SearchResult[],
  { query, way }: { readonly query: string; readonly way: SearchWay },
): Promise<SearchResult[]> {
  const documentIds = results.filter(isPartial).map(({ documentId }) => documentId);
  const told = new Map<number, readonly Passage[]>();
  for (let from = 0; from < documentIds.length; from += DOCUMENTS_AT_ONCE) {
    const asked = { query, documentIds: documentIds.slice(from, from + DOCUMENTS_AT_ONCE), isTyping: true, ...asksFor(way) };
    for (const { documentId, passages } of await connection.ask('search.passages', asked)) told.set(documentId, passages);
  }
  return results.map((result) => withPassages(result, told.get(result.documentId)));
}

function isPartial({ passages, passageCount }: SearchResult): boolean {
  return passages.length < passageCount;
}

/** The passage that is shown stays the first. */
function withPassages(result: SearchResult, told: readonly Passage[] | undefined): SearchResult {
  if (told === undefined) return result;
  const starts = new Set(result.passages.map(({ start }) => start));
  const passages = [...result.passages, ...told.filter(({ start }) => !starts.has(start))];
  return { ...result, passages, passageCount: passages.length };
}
