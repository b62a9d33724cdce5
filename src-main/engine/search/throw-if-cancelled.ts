import { EngineError } from '#contract';

/** Errors: cancelled, where the signal is aborted. */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new EngineError('cancelled', 'the search was cancelled');
}

/** The promise's value, or as soon as the signal is aborted an error: for what takes no signal. Errors: cancelled. */
export async function unlessCancelled<V>(promise: Promise<V>, signal: AbortSignal): Promise<V> {
  const { promise: cancelled, reject } = Promise.withResolvers<never>();
  const cancel = (): void => reject(new EngineError('cancelled', 'the search was cancelled'));
  signal.addEventListener('abort', cancel, { once: true });
  try {
    throwIfCancelled(signal);
    return await Promise.race([promise, cancelled]);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}
