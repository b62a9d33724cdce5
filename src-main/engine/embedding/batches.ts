/**
 * Puts texts into batches of at most `batchTokens` tokens, padding included, and returns their indexes. Texts of like
 * length share a batch, so that little is padded; a text longer than the budget has a batch of its own. The longest
 * come first: what little remains at the end is then quick.
 */
export function planBatches(lengths: readonly number[], batchTokens: number): number[][] {
  const order = lengths.map((_, index) => index).sort((a, b) => lengthOf(lengths, b) - lengthOf(lengths, a) || a - b);
  const batches: number[][] = [];
  let batch: number[] = [];
  for (const index of order) {
    // Sorted by descending length: the first of a batch is what all others are padded to.
    const padded = lengthOf(lengths, batch[0] ?? index) * (batch.length + 1);
    if (batch.length > 0 && padded > batchTokens) {
      batches.push(batch);
      batch = [];
    }
    batch.push(index);
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}

function lengthOf(lengths: readonly number[], index: number): number {
  return lengths[index] ?? 0;
}
