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
