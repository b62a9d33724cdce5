import { EngineError, type Contract, type DocumentId, type Passage, type SearchResult } from '#contract';
import type { Client } from '#rpc';

/** Each takes some ten milliseconds; a person reads the first ones. */
const MAX_PASSAGES = 10;

/** Gives the best passages that no word of the query stands in the sentences nearest to it in meaning. */
export async function withSnippetsByMeaning(
  client: Client<Contract>,
  query: string,
  results: readonly SearchResult[],
): Promise<SearchResult[]> {
  let asked = 0;
  const chosen: SearchResult[] = [];
  for (const result of results) {
    const [best, ...others] = result.passages;
    if (best === undefined || !isCutBlindly(best) || asked === MAX_PASSAGES) {
      chosen.push(result);
      continue;
    }
    asked += 1;
    chosen.push({
      ...result,
      passages: [{ ...best, snippet: await snippetOf(client, query, result.documentId, best) }, ...others],
    });
  }
  return chosen;
}

async function snippetOf(
  client: Client<Contract>,
  query: string,
  documentId: DocumentId,
  { start, end, snippet }: Passage,
): Promise<Passage['snippet']> {
  try {
    return await client.call('search.snippetByMeaning', { query, documentId, start, end });
  } catch (error) {
    // It was found a moment ago, and is gone.
    if (error instanceof EngineError && error.code === 'documentNotFound') return snippet;
    throw error;
  }
}

function isCutBlindly({ text, highlights, snippet }: Passage): boolean {
  return highlights.length === 0 && text.slice(snippet.end).trim() !== '';
}
