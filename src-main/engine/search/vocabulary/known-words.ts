import type { Filters } from '#contract';
import { tokensOf, type QueryTerm } from '#engine/analysis/tokens.ts';
import type { ChunkKey, IndexFilter, IndexStore } from '#engine/storage/index-store.ts';
import type { NameIndex } from '../names/name-index.ts';

const ANYWHERE: IndexFilter = { documentIds: null, folderIds: [], types: [], tags: [], from: null, before: null };
const NO_FILTERS: Filters = { folders: [], types: [], tags: [], after: null, before: null };

/** What may hold the words of a query, as its mode has it. */
export type WordSources = { readonly isByWords: boolean; readonly isByNames: boolean };

/** What in the library has a word, by a look into the index: the vocabulary may know words of deleted texts. */
export type KnownWords = {
  /** Whether a text has it, also in another form, or a name. */
  isKnown(word: QueryTerm, sources: WordSources): Promise<boolean>;
  chunkWith(terms: readonly string[]): Promise<ChunkKey | null>;
  isNamed(word: string): Promise<boolean>;
};

export function createKnownWords({
  store,
  names,
}: {
  readonly store: Pick<IndexStore, 'findTerms'>;
  readonly names: Pick<NameIndex, 'find'>;
}): KnownWords {
  async function chunkWith(terms: readonly string[]): Promise<ChunkKey | null> {
    return (await store.findTerms(terms, ANYWHERE, 1))[0] ?? null;
  }

  async function isNamed(word: string): Promise<boolean> {
    const { documents, folders } = await names.find(word, { filters: NO_FILTERS, limit: 1 });
    return documents.length + folders.length > 0;
  }

  return {
    isKnown: async (word, { isByWords, isByNames }) =>
      (isByWords && (await chunkWith(tokensOf(word))) !== null) || (isByNames && (await isNamed(word.term))),
    chunkWith,
    isNamed,
  };
}
