import type { Catalogue } from './catalogue.ts';
import type { Database } from './database.ts';

/** What the user chose for single documents. The old text stays findable until the new one is published. */
export function createEncodings(database: Database): Pick<Catalogue, 'chooseEncoding'> {
  return {
    chooseEncoding: (documentId, encoding) =>
      database.run(
        // Of what is known by name alone nothing is read: the choice waits.
        `UPDATE documents SET chosen_encoding = ?1, attempts = 0, is_fresh = 1, needs_rebuild = 1,
          reason = CASE is_readable WHEN 1 THEN NULL ELSE reason END, state = CASE is_readable WHEN 1 THEN 'queued' ELSE state END
          WHERE id = ?2`,
        encoding,
        documentId,
      ) === 1,
  };
}
