import type { Candidate, WordMatches } from '#engine/storage/index-store.ts';
import type { WeighedName } from './names/name-weight.ts';
import type { QueryWord, RankedSource } from './word-ranking.ts';

/** What of a query decides how much its words and its meaning say. */
export type QueryTraits = {
  /** Words as they were said; pairs of characters where a script parts no words. */
  readonly wordCount: number;
  /** An identifier, a path or a file's name, or parts that must stand as they are written. */
  readonly isExact: boolean;
  /** Nothing but words was asked for. */
  readonly isByWordsAlone: boolean;
};

/** All that decides the order of documents, read from the index: plain data, so that a bench can keep it. */
export type RankingInputs = {
  readonly traits: QueryTraits;
  readonly queryWords: readonly QueryWord[];
  readonly words: WordMatches;
  /** By document; of every document among the matches. */
  readonly sources: ReadonlyMap<number, RankedSource>;
  readonly meaning: readonly Candidate[];
  /** Documents in a language that the model does not know. */
  readonly foreign: ReadonlySet<number>;
  readonly names: readonly WeighedName[];
};
