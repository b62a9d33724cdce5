import { EngineError } from '#contract';

export type ScoreInTimeOptions = {
  /** Aborted when the time is over: what is scored by then is the result. */
  readonly deadline: AbortSignal;
  /** Aborted when nobody wants the result any more. */
  readonly signal: AbortSignal;
};

/** One score for each passage, null where there is none. */
export type ScoresInTime = { readonly scores: readonly (number | null)[]; readonly isComplete: boolean };

/**
 * Scores passages 0 to `count - 1` in that order, until the deadline. It returns at the deadline, not after the passage
 * under way, whose score is lost. `score` gives null for a passage that cannot be scored. Errors: cancelled, those of `score`.
 */
export async function scoreInTime(
  count: number,
  score: (index: number, signal: AbortSignal) => Promise<number | null>,
  { deadline, signal }: ScoreInTimeOptions,
): Promise<ScoresInTime> {
  const scores = Array.from({ length: count }, (): number | null => null);
  const ended = AbortSignal.any([deadline, signal]);
  let isComplete = true;
  for (let index = 0; index < count && isComplete; index += 1) {
    const result = await untilAborted(ended, () => score(index, ended));
    if (result === ABORTED) isComplete = false;
    else scores[index] = result;
  }
  if (signal.aborted) throw new EngineError('cancelled', 'reranking was cancelled');
  return { scores, isComplete };
}

const ABORTED = Symbol('aborted');

/** What `start` resolves with, or `ABORTED` as soon as the signal is; how `start` ends then is nobody's business. */
async function untilAborted<T>(signal: AbortSignal, start: () => Promise<T>): Promise<T | typeof ABORTED> {
  if (signal.aborted) return ABORTED;
  const { promise, resolve } = Promise.withResolvers<typeof ABORTED>();
  const onAbort = (): void => resolve(ABORTED);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([start(), promise]);
  } catch (error) {
    if (signal.aborted) return ABORTED;
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** A passage's place before and after, both from 1. */
export type Shift = {
  readonly index: number;
  readonly rankBefore: number;
  readonly rank: number;
  readonly score: number | null;
};

/** The new order: those with a score by descending score, equal ones as they were; then those without, as they were. */
export function orderByScore(scores: readonly (number | null)[]): Shift[] {
  return scores
    .map((score, index) => ({ index, score }))
    .sort((left, right) => (right.score ?? -Infinity) - (left.score ?? -Infinity) || left.index - right.index)
    .map(({ index, score }, place) => ({ index, rankBefore: index + 1, rank: place + 1, score }));
}
