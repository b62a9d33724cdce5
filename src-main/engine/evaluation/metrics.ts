/** Document id -> graded relevance. Above 0 is relevant; 0 and below, as an id that is missing, is not. */
export type Grades = ReadonlyMap<string, number>;

/**
 * Normalised discounted cumulative gain of the first `k` ids, as trec_eval has it (`ndcg_cut`), so that figures compare
 * with those published for BEIR: the gain is the grade itself, not 2^grade - 1; the sum of grade / log2(rank + 1) is divided
 * by that of the best order of all relevant documents (Järvelin and Kekäläinen, 2002). In [0, 1]; 0 where none is relevant.
 */
export function ndcgAtK(ranking: readonly string[], grades: Grades, k: number): number {
  const best = [...grades.values()].toSorted((left, right) => right - left);
  const ideal = discountedGain(best, k);
  const gained = ranking.slice(0, k).map((id) => grades.get(id) ?? 0);
  return ideal === 0 ? 0 : discountedGain(gained, k) / ideal;
}

/** Share of all relevant documents that are among the first `k` ids; 0 where none is relevant. */
export function recallAtK(ranking: readonly string[], grades: Grades, k: number): number {
  const relevant = [...grades.values()].filter((grade) => grade > 0).length;
  const found = ranking.slice(0, k).filter((id) => (grades.get(id) ?? 0) > 0).length;
  return relevant === 0 ? 0 : found / relevant;
}

/** 1 / rank of the first relevant id, 0 where it is not among the first `k`. Its mean over queries is the MRR. */
export function reciprocalRankAtK(ranking: readonly string[], grades: Grades, k: number): number {
  const index = ranking.slice(0, k).findIndex((id) => (grades.get(id) ?? 0) > 0);
  return index === -1 ? 0 : 1 / (index + 1);
}

/**
 * The order in which trec_eval reads a run: by descending score, which it keeps with 32 bits; ties by descending id,
 * byte by byte.
 */
export function rankAsTrecEval(scores: ReadonlyMap<string, number>): string[] {
  return [...scores]
    .sort(([leftId, left], [rightId, right]) => Math.fround(right) - Math.fround(left) || compareBytes(rightId, leftId))
    .map(([id]) => id);
}

/** Null for none. */
export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Nearest-rank percentile, `share` in (0, 1]; null for none. */
export function percentile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? null;
}

function discountedGain(grades: readonly number[], k: number): number {
  return grades.slice(0, k).reduce((sum, grade, index) => sum + Math.max(0, grade) / Math.log2(index + 2), 0);
}

function compareBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}
