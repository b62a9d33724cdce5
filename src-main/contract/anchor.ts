import { z } from 'zod';

/** Where a passage lies in its file, as a person names it. All numbers count from 1. */
export const anchor = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('page'), page: z.int().positive() }),
  z.object({ kind: z.literal('slide'), slide: z.int().positive() }),
  /** `range` as spreadsheets write it: `A2:F9`. */
  z.object({ kind: z.literal('sheet'), sheet: z.string(), range: z.string() }),
  /** Rows of a table that is a file of its own (CSV), the header row being row 1. */
  z.object({ kind: z.literal('rows'), first: z.int().positive(), last: z.int().positive() }),
  /** A part of a container: an attachment or message part by its name, a chapter of a book by its title. */
  z.object({ kind: z.literal('part'), part: z.string() }),
  /** Cells of a notebook. */
  z.object({ kind: z.literal('cells'), first: z.int().positive(), last: z.int().positive() }),
  z.object({ kind: z.literal('lines'), first: z.int().positive(), last: z.int().positive() }),
  /** Milliseconds from the beginning of a recording. */
  z.object({ kind: z.literal('time'), startMs: z.number().nonnegative(), endMs: z.number().nonnegative() }),
]);
export type Anchor = z.infer<typeof anchor>;
