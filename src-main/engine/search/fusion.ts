/** One list's verdict on one document. */
export type RankedScore = { readonly rank: number; readonly score: number };

/**
 * Scales the scores of one list to [0, 1]: the best becomes 1, the worst 0; a list whose scores are all equal becomes
 * all 1. Ranks count from 1 by descending score, ties by ascending key.
 */
export function minMaxNormalise(scores: ReadonlyMap<number, number>): Map<number, RankedScore> {
  const ordered = [...scores].sort(([leftKey, left], [rightKey, right]) => right - left || leftKey - rightKey);
  const best = ordered[0]?.[1] ?? 0;
  const worst = ordered.at(-1)?.[1] ?? 0;
  const range = best - worst;
  return new Map(
    ordered.map(([key, score], index) => [key, { rank: index + 1, score: range > 0 ? (score - worst) / range : 1 }]),
  );
}

/**
 * Adds the min-max-normalised scores of both lists; a key that one list lacks gets 0 from it. Known as relative score
 * fusion. Over plain BM25 and one vector a document it gave 0.729 nDCG@10 on SciFact, reciprocal ranks 0.710-0.717;
 * what the whole pipeline gives is in bench/results/quality.json. By descending score, ties by ascending key.
 */
export function minMaxSum(
  words: ReadonlyMap<number, number>,
  meaning: ReadonlyMap<number, number>,
): { readonly key: number; readonly score: number }[] {
  const sums = new Map<number, number>();
  for (const [key, { score }] of minMaxNormalise(words)) sums.set(key, score);
  for (const [key, { score }] of minMaxNormalise(meaning)) sums.set(key, (sums.get(key) ?? 0) + score);
  return [...sums]
    .map(([key, score]) => ({ key, score }))
    .sort((left, right) => right.score - left.score || left.key - right.key);
}
