/**
 * All that the ranking weighs, chosen by `bench/ranking.ts` on the judged sets, one left out at a time (decisions/0021).
 * - `words`: BM25 of passages; `rarity` is a power of the inverse document frequency: above 1 it does what a list of stop
 *   words does, in every language. `exact` is what the very word counts beside its stem.
 * - `document`: what all passages of a document hold together counts beside the best of them alone; the words of its title
 *   count `title` times, and its length counts in passages.
 * - `fusion`: what meaning counts beside words, which count 1. `foreign`: the share of it that is left to a query in a
 *   language that the model does not know.
 */
export type RankingWeights = {
  readonly words: { readonly k1: number; readonly b: number; readonly rarity: number; readonly exact: number };
  readonly document: { readonly weight: number; readonly k1: number; readonly b: number; readonly title: number };
  readonly fusion: { readonly meaning: number; readonly exact: number; readonly foreign: number };
};

export const RANKING_WEIGHTS: RankingWeights = {
  words: { k1: 0.9, b: 0.4, rarity: 1.3, exact: 0.1 },
  document: { weight: 1, k1: 1.2, b: 0.1, title: 3 },
  fusion: { meaning: 1, exact: 1, foreign: 1 },
};
