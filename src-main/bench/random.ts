/** A seeded source of random numbers: the same seed gives the same inputs on every machine. */
export type Random = {
  /** In [0, 1). */
  uniform(): number;
  /** Standard normal. */
  gaussian(): number;
  /** A shuffled copy (Fisher and Yates). */
  shuffle<V>(values: readonly V[]): V[];
};

/** Mulberry32 by Tommy Ettinger: 32 bits of state, good enough for inputs, not for statistics. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  function uniform(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
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
