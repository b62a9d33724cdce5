import type { Progress } from '#contract';

type ProgressSource = (publish: (value: Progress) => void) => () => void;

/**
 * The progress as a page hears it. Its own connection, to the web host, stands while the engine behind it is away: then
 * the last known progress is told once more with that trouble, so that what the page says stays true. The engine's next
 * snapshot ends it. `watchLosses` calls back at each loss, until the function it returned is called.
 */
export function announceLoss(source: ProgressSource, watchLosses: (lost: () => void) => () => void): ProgressSource {
  return (publish) => {
    let last: Progress | undefined;
    const stopLosses = watchLosses(() => {
      if (last !== undefined) publish({ ...last, isSettled: false, remainingMs: null, trouble: 'engineUnavailable' });
    });
    const stop = source((value) => {
      last = value;
      publish(value);
    });
    return () => {
      stop();
      stopLosses();
    };
  };
}
