import { analyse } from '#engine/analysis/analyse.ts';
import { TITLE_REPEATS } from '#engine/analysis/fields.ts';
import type { Catalogue } from '#engine/catalogue/catalogue.ts';
import type { IndexFilter, IndexStore } from '#engine/storage/index-store.ts';
import { rankByWords, type WordRanking } from './word-ranking.ts';

/** Documents and passages by words, the best first. `terms` are distinct. */
export type FindWords = (terms: readonly string[], filter: IndexFilter, limit: number) => Promise<WordRanking>;

export const NO_WORDS: WordRanking = { passages: [], documents: new Map() };

export function createFindWords(options: {
  catalogue: Pick<Catalogue, 'documents'>;
  store: Pick<IndexStore, 'matchWords'>;
}): FindWords {
  return async (terms, filter, limit) => {
    if (terms.length === 0) return NO_WORDS;
    const found = await options.store.matchWords(terms, filter, limit);
    const words = terms.map((_, term) => ({ exact: term, stems: [term], count: 1 }));
    const sources = options.catalogue.documents(found.matches.map(({ documentId }) => documentId));
    return rankByWords(found, words, (documentId) => {
      const source = sources.get(documentId);
      const titleTerms = analyse(source?.title ?? '');
      return {
        chunkCount: source?.chunkCount ?? 1,
        titleFrequencies: terms.map((term) => titleTerms.filter((other) => other === term).length),
        titleRepeats: TITLE_REPEATS,
      };
    });
  };
}
