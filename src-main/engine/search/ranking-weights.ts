/**
 * All that the ranking weighs, chosen by `bench/ranking.ts` on the judged sets, one left out at a time (decisions/0021).
 * - `words`: BM25 of passages; `rarity` is a power of the inverse document frequency: above 1 it does what a list of stop
 *   words does, in every language. `exact` is what the very word counts beside its stem.
 * - `document`: what all passages of a document hold together counts beside the best of them alone; the words of its title
 *   count `title` times, and its length counts in mean passages.
 * - `fusion`: what meaning counts beside words, which count 1; times `question` for a query of many words, `exact` for one
 *   that must be taken literally, and `foreign` for one in a language that the model does not know. `floor`: the share of the
 *   best similarity that counts nothing, as any two texts are a little similar.
 */
export type RankingWeights = {
  readonly words: { readonly k1: number; readonly b: number; readonly rarity: number; readonly exact: number };
  readonly document: { readonly weight: number; readonly k1: number; readonly b: number; readonly title: number };
  readonly fusion: {
    readonly meaning: number;
    readonly question: number;
    readonly exact: number;
    readonly foreign: number;
    readonly floor: number;
  };
};

export const RANKING_WEIGHTS: RankingWeights = {
  words: { k1: 0.75, b: 0.7, rarity: 1.5, exact: 0.45 },
  document: { weight: 0.85, k1: 0.9, b: 0.2, title: 8 },
  fusion: { meaning: 0.38, question: 1, exact: 0.5, foreign: 0.4, floor: 0.45 },
};
