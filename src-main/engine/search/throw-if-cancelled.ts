import { EngineError } from '#contract';

/** Errors: cancelled, where the signal is aborted. */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new EngineError('cancelled', 'the search was cancelled');
}
