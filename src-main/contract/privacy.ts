import { z } from 'zod';

/**
 * What the data folder holds. `catalogue`: names of files and folders, settings, history, recents, saved searches; `texts`:
 * what was read of the files; `index`: passages, words and vectors; `logs`: ids, counts and durations; `other`: lock and temporary files.
 */
export const storedKind = z.enum(['catalogue', 'texts', 'index', 'logs', 'other']);
export type StoredKind = z.infer<typeof storedKind>;

/** Counted where sockets are opened, by the engine, each of its processes and the web host that asks together. Loopback and local sockets count as neither. */
export const networkCounts = z.object({
  /** Attempts to reach another machine, or to ask for its address, that were kept from happening. */
  refused: z.int().nonnegative(),
  /** Connections to another machine that were opened. */
  made: z.int().nonnegative(),
  /** When the engine started counting, milliseconds since 1970. */
  since: z.number(),
});
export type NetworkCounts = z.infer<typeof networkCounts>;

export const privacyReport = z.object({
  dataFolder: z.string(),
  /** One of each kind, in the order of `storedKind`. */
  stored: z.array(z.object({ kind: storedKind, bytes: z.number() })),
  /** How much is kept of what a person did. */
  personal: z.object({ queries: z.int(), openedDocuments: z.int(), savedSearches: z.int() }),
  network: networkCounts,
});
export type PrivacyReport = z.infer<typeof privacyReport>;

export const privacyMethods = {
  'privacy.report': { params: z.object({}), result: privacyReport },
  /**
   * Erases all that Akin keeps but its logs, and ends the engine; the next connection starts one with an empty library.
   * The user's files stay untouched. `confirm` must say so in a word, so that no slip of a page's code can do it.
   */
  'privacy.eraseAll': { params: z.object({ confirm: z.literal('erase') }), result: z.null() },
} as const;
