import { TITLE_REPEATS } from '#engine/analysis/fields.ts';
import type { Tokens } from '#engine/analysis/tokens.ts';
import type { Catalogue } from '#engine/catalogue/catalogue.ts';
import type { IndexFilter, IndexStore } from '#engine/storage/index-store.ts';
import type { QueryWords } from './query-words.ts';
import { rankByWords, type WordRanking } from './word-ranking.ts';

/** Documents and passages by words, the best first. */
export type FindWords = (query: QueryWords, filter: IndexFilter, limit: number) => Promise<WordRanking>;

export const NO_WORDS: WordRanking = { passages: [], documents: new Map() };

export function createFindWords(options: {
  catalogue: Pick<Catalogue, 'documents'>;
  store: Pick<IndexStore, 'matchWords'>;
  tokens: Tokens;
}): FindWords {
  return async (query, filter, limit) => {
    if (query.tokens.length === 0) return NO_WORDS;
    const found = await options.store.matchWords(query.tokens, filter, limit);
    const sources = options.catalogue.documents(found.matches.map(({ documentId }) => documentId));
    return rankByWords(found, query.words, (documentId) => {
      const source = sources.get(documentId);
      const title = new Map<string, number>();
      options.tokens.scan(source?.title ?? '', source?.language ?? null, (token) =>
        title.set(token, (title.get(token) ?? 0) + 1),
      );
      return {
        chunkCount: source?.chunkCount ?? 1,
        titleFrequencies: query.tokens.map((token) => title.get(token) ?? 0),
        titleRepeats: TITLE_REPEATS,
      };
    });
  };
}
