import { EngineError } from '#contract';

/**
 * Lets each asker (a client, for one purpose) have one search running and its newest waiting: a third one cancels the second. LanceDB
 * and onnxruntime calls cannot be interrupted, so a client that types fast would otherwise queue one search a keystroke.
 */
export function createLatestSearch(): <T>(
  asker: string,
  signal: AbortSignal,
  search: (signal: AbortSignal) => Promise<T>,
) => Promise<T> {
  const askers = new Map<string, { running: AbortController; done: Promise<void>; dropWaiting: (() => void) | null }>();

  return async (asker, signal, search) => {
    const current = askers.get(asker);
    if (current !== undefined) {
      current.running.abort();
      current.dropWaiting?.();
      const turn = await Promise.race([
        current.done.then(() => true),
        new Promise<false>((resolve) => {
          current.dropWaiting = () => resolve(false);
        }),
      ]);
      if (!turn || signal.aborted) throw new EngineError('cancelled', 'a newer search took its place');
    }
    const running = new AbortController();
    const { promise: done, resolve: finish } = Promise.withResolvers<void>();
    askers.set(asker, { running, done, dropWaiting: null });
    try {
      return await search(AbortSignal.any([signal, running.signal]));
    } finally {
      if (askers.get(asker)?.running === running) askers.delete(asker);
      finish();
    }
  };
}
