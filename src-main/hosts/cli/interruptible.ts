import { isCancelled } from '#contract';
import type { CommandContext } from './context.ts';
import { EXIT } from './exit-codes.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs what has to clear up after itself: Ctrl+C aborts the signal, and the command ends as if Ctrl+C had ended it, once
 * all is cleared up. A second Ctrl+C ends the process at once. Undefined where it was interrupted.
 */
export async function interruptible<V>(
  { setExitCode }: Pick<CommandContext, 'setExitCode'>,
  use: (signal: AbortSignal) => Promise<V>,
): Promise<V | undefined> {
  const controller = new AbortController();
  const stopListening = (): void => {
    for (const name of SIGNALS) process.off(name, interrupt);
  };
  function interrupt(): void {
    stopListening();
    controller.abort();
  }
  for (const name of SIGNALS) process.on(name, interrupt);
  try {
    return await use(controller.signal);
  } catch (error) {
    if (!controller.signal.aborted || !isCancelled(error)) throw error;
    setExitCode(EXIT.interrupted);
    return undefined;
  } finally {
    stopListening();
  }
}
