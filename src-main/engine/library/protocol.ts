import { z } from 'zod';
import { defineTable } from '#contract';

/** Paths under one folder that may have changed in any way since the last batch; the library looks for itself. */
export const watchBatch = z.object({
  sequence: z.int(),
  paths: z.array(z.string()),
  /** Folders whose events may have been lost: compare them with the disk. */
  rescan: z.array(z.string()),
  /** Those of them of which the system dropped events, because they came faster than they were read. */
  overflowed: z.array(z.string()),
  /** Folders whose troubles changed, with all they have now: `watchLimit` (no more watches) or system error codes. */
  troubles: z.array(z.object({ folder: z.string(), codes: z.array(z.string()) })),
});
export type WatchBatch = z.infer<typeof watchBatch>;

/** A folder to watch and the ignore patterns in force below it: what they hide is not watched. */
export const watchedFolder = z.object({ path: z.string(), patterns: z.string() });
export type WatchedFolder = z.infer<typeof watchedFolder>;

/** What the engine asks of the watcher process. */
export const watcherTable = defineTable({
  methods: {
    /** Replaces the set of watched folders, anew where patterns changed; resolves when all are being watched. */
    watch: { params: z.object({ folders: z.array(watchedFolder) }), result: z.null() },
  },
  topics: { changes: { value: watchBatch } },
});
