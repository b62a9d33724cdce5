import type { Allowance } from '#engine/power/power-policy.ts';

/** What one of the two kinds of work does now. */
type Load = {
  /** Processes that work on something; idle ones cost nothing. */
  readonly working: number;
  /** True where something waits that must not wait for the other kind: a file to read, an edit to embed. */
  readonly isPressing: boolean;
};

/** How many processes each kind of work may use now. */
export type Cores = { readers(wanted: number): number; embedders(wanted: number): number };

/**
 * Shares the allowed cores between reading and embedding: an edit's embedding goes before reading, reading before the
 * embedding of the bulk. Nothing running is ended for it: a kind that may use fewer takes up nothing new.
 */
export function createCores(options: {
  allowance(): Allowance;
  /** True while nothing new may be embedded. What is being read is finished all the same. */
  isPaused(): boolean;
  reading(): Load;
  embedding(): Load;
}): Cores {
  const coresNow = (): number => {
    const allowance = options.allowance();
    return allowance.kind === 'working' && allowance.cores !== null ? allowance.cores : Infinity;
  };

  return {
    readers(wanted) {
      const { working, isPressing } = options.embedding();
      const reserved = Math.max(working, isPressing && !options.isPaused() ? 1 : 0);
      return Math.max(0, Math.min(wanted, coresNow() - reserved));
    },
    embedders(wanted) {
      if (options.isPaused()) return 0;
      const reading = options.reading();
      const reserved = reading.working + (reading.isPressing && !options.embedding().isPressing ? 1 : 0);
      return Math.max(0, Math.min(wanted, coresNow() - reserved));
    },
  };
}
