import { z } from 'zod';
import { ERROR_CODES } from '#contract';

/**
 * What a starting engine tells the process that started it, over an IPC channel that both then let go.
 * `alreadyRunning`: another engine has the lock; attach to that one.
 */
export const engineReport = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('alreadyRunning') }),
  z.object({
    kind: z.literal('failed'),
    code: z.enum(ERROR_CODES),
    message: z.string(),
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  }),
]);
export type EngineReport = z.infer<typeof engineReport>;

/** Exit codes of the engine process, after sysexits.h. */
export const ENGINE_EXIT = { ended: 0, crashed: 70, cannotStart: 78, alreadyRunning: 75 } as const;

/** Tells the process that started this one, if it is still there, and lets go of it. */
export function reportToStarter(report: EngineReport): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) return resolve();
    process.send(report, () => {
      if (process.connected) process.disconnect();
      resolve();
    });
  });
}
