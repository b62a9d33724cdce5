/** One list's verdict on one document. */
export type RankedScore = { readonly rank: number; readonly score: number };

/**
 * Scales the scores of one list to [0, 1]: the best becomes 1, and `floor` times the best becomes 0, or the worst where that
 * scores less; a list whose scores are all equal becomes all 1. By the worst alone two documents that fit equally well would be
 * as far apart as two can be, and a score would depend on how deep the list was read. Ranks count from 1 by descending
 * score, ties by ascending key. `floor`: in [0, 1].
 */
export function scaleScores(scores: ReadonlyMap<number, number>, floor: number): Map<number, RankedScore> {
  const ordered = [...scores].sort(([leftKey, left], [rightKey, right]) => right - left || leftKey - rightKey);
  const best = ordered[0]?.[1] ?? 0;
  const worst = Math.min(ordered.at(-1)?.[1] ?? 0, floor * best);
  const range = best - worst;
  return new Map(
    ordered.map(([key, score], index) => [key, { rank: index + 1, score: range > 0 ? (score - worst) / range : 1 }]),
  );
}
