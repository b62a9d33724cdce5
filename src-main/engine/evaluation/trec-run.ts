/** One document of a ranking, with the score that the engine gave it. */
export type RankedId = { readonly id: string; readonly score: number };

const TAG = 'akin';

/**
 * Lines `query Q0 document rank score akin` for one query. Tools that read runs go by the score, in 32 bits, not by the
 * rank: a score that is not below the one before is written as the next smaller number, so that all keep our order.
 */
export function trecLines(queryId: string, ranking: readonly RankedId[]): string {
  let previous = Infinity;
  return ranking
    .map(({ id, score }, index) => {
      const single = Math.fround(score);
      previous = single < previous ? single : nextBelow(previous);
      return `${queryId} Q0 ${id} ${index + 1} ${previous} ${TAG}\n`;
    })
    .join('');
}

/** False for an id that white space would break in two: a run cannot hold it. */
export function isTrecId(id: string): boolean {
  return !/\s/.test(id);
}

/** The greatest 32-bit float below this one. */
function nextBelow(value: number): number {
  const bits = new DataView(new ArrayBuffer(4));
  // Below zero lie the negatives, the smallest first.
  if (value === 0) return -(2 ** -149);
  bits.setFloat32(0, value);
  bits.setInt32(0, bits.getInt32(0) + (value > 0 ? -1 : 1));
  return bits.getFloat32(0);
}
