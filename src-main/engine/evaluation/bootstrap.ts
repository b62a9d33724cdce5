import { createUniform } from './random.ts';

export type Interval = [low: number, high: number];

export type BootstrapOptions = {
  /** Default 2000: the edges then move by a few thousandths of the interval's width from seed to seed. */
  readonly resamples?: number;
  /** Default 1: the same values always give the same interval. */
  readonly seed?: number;
};

const RESAMPLES = 2_000;
const LEVEL = 0.95;

/**
 * Interval in which the mean lies with 95 % confidence, had other queries of the same kind been asked: percentile
 * bootstrap (Efron, 1979; for retrieval: Sakai, SIGIR 2006). Queries are drawn with replacement, as many as there are.
 * Null for no value. Costs `resamples` x values.
 */
export function meanInterval(values: readonly number[], options: BootstrapOptions = {}): Interval | null {
  if (values.length === 0) return null;
  const resamples = options.resamples ?? RESAMPLES;
  const uniform = createUniform(options.seed ?? 1);
  const means = new Float64Array(resamples);
  for (let resample = 0; resample < resamples; resample++) {
    let sum = 0;
    for (let draw = 0; draw < values.length; draw++) sum += values[Math.floor(uniform() * values.length)] ?? 0;
    means[resample] = sum / values.length;
  }
  means.sort();
  const tail = (1 - LEVEL) / 2;
  return [quantile(means, tail), quantile(means, 1 - tail)];
}

/**
 * How much `left` is above `right` in the mean, and the 95 % interval of that: both runs are drawn query by query
 * together, so what makes a query hard for both cancels out. `left[i]` and `right[i]` must be of one query. Null for none.
 */
export function pairedDifference(
  left: readonly number[],
  right: readonly number[],
  options: BootstrapOptions = {},
): { readonly mean: number; readonly interval: Interval } | null {
  if (left.length !== right.length) throw new RangeError('paired runs must answer the same queries');
  const differences = left.map((value, index) => value - (right[index] ?? 0));
  const interval = meanInterval(differences, options);
  if (interval === null) return null;
  return { mean: differences.reduce((sum, value) => sum + value, 0) / differences.length, interval };
}

/** Linear interpolation between the two nearest of the ascending values. */
function quantile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1);
  const below = sorted[Math.floor(position)] ?? NaN;
  const above = sorted[Math.ceil(position)] ?? NaN;
  return below + (above - below) * (position - Math.floor(position));
}
