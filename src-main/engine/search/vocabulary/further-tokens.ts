import type { Vocabulary } from '#engine/storage/index-store.ts';
import type { WordCount } from '#engine/storage/vocabulary/word-table.ts';

/** What a query is asked with beside the tokens that were said. */
export type FurtherTokens = {
  /** The position of a token among those that were said and the further ones; one that is not there yet is added. */
  place(token: string): number;
  /** In their order, with the chunks that hold each. */
  readonly further: readonly WordCount[];
};

export function createFurtherTokens(
  asked: readonly string[],
  known: readonly WordCount[],
  vocabulary: Pick<Vocabulary, 'countOf'>,
): FurtherTokens {
  const further = [...known];
  const positions = new Map([...asked, ...known.map(({ word }) => word)].map((token, position) => [token, position]));
  return {
    further,
    place(token) {
      const position = positions.get(token) ?? positions.size;
      if (position === positions.size) further.push({ word: token, count: vocabulary.countOf(token) });
      positions.set(token, position);
      return position;
    },
  };
}
