/**
 * Normalised discounted cumulative gain at `k` with the linear gain of trec_eval: the sum of grade / log2(rank + 1) over
 * the first `k` ids, divided by that of the best possible order (Järvelin and Kekäläinen, 2002). In [0, 1]; 0 where
 * nothing is relevant.
 */
export function ndcgAtK(ranking: readonly string[], grades: ReadonlyMap<string, number>, k: number): number {
  const ideal = discountedGain(
    [...grades.values()].toSorted((left, right) => right - left),
    k,
  );
  return ideal === 0
    ? 0
    : discountedGain(
        ranking.map((id) => grades.get(id) ?? 0),
        k,
      ) / ideal;
}

function discountedGain(grades: readonly number[], k: number): number {
  return grades.slice(0, k).reduce((sum, grade, index) => sum + grade / Math.log2(index + 2), 0);
}
