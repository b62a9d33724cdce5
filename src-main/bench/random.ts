import { createUniform } from '#engine/evaluation/random.ts';

/** A seeded source of random numbers: the same seed gives the same inputs on every machine. */
export type Random = {
  /** In [0, 1). */
  uniform(): number;
  /** Standard normal. */
  gaussian(): number;
  /** A shuffled copy (Fisher and Yates). */
  shuffle<V>(values: readonly V[]): V[];
};

export function createRandom(seed: number): Random {
  const uniform = createUniform(seed);
  return {
    uniform,
    gaussian: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    shuffle(values) {
      const shuffled = [...values];
      for (let last = shuffled.length - 1; last > 0; last--) {
        const other = Math.floor(uniform() * (last + 1));
        const moved = shuffled[last] as (typeof shuffled)[number];
        shuffled[last] = shuffled[other] as (typeof shuffled)[number];
        shuffled[other] = moved;
      }
      return shuffled;
    },
  };
}
