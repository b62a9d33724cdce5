/** The two clocks of a computer, in milliseconds. */
export type Clocks = {
  /** Since 1970: people and time servers set it, and it goes on while the computer sleeps. */
  wall(): number;
  /** Since some moment: never set. Whether it goes on in sleep differs from system to system. */
  monotonic(): number;
};

/** `slept`: time passed that this process did not see. `setBack`: the wall clock was. */
export type TimeJump = { readonly kind: 'slept' | 'setBack'; readonly seconds: number };

export const systemClocks: Clocks = { wall: () => Date.now(), monotonic: () => performance.now() };

/** More than a busy computer delays a timer, and more than time servers correct at once. */
const TOLERANCE_MS = 10_000;

/**
 * Tells, each time it is asked, whether the computer slept or its clock was set since it was last asked. It expects to
 * be asked every `intervalMs`. Where the monotonic clock stands still in sleep (Linux), a sleep and a clock set forward
 * look the same and are called sleep: whoever asks does the same for both.
 */
export function createClockWatch(clocks: Clocks, intervalMs: number): () => TimeJump | null {
  let lastWall = clocks.wall();
  let lastMonotonic = clocks.monotonic();
  return () => {
    const wall = clocks.wall();
    const monotonic = clocks.monotonic();
    const seen = monotonic - lastMonotonic;
    const drift = wall - lastWall - seen;
    lastWall = wall;
    lastMonotonic = monotonic;
    if (drift < -TOLERANCE_MS) return jump('setBack', -drift);
    if (drift > TOLERANCE_MS) return jump('slept', drift);
    return seen > intervalMs + TOLERANCE_MS ? jump('slept', seen - intervalMs) : null;
  };
}

function jump(kind: TimeJump['kind'], milliseconds: number): TimeJump {
  return { kind, seconds: Math.round(milliseconds / 1000) };
}
