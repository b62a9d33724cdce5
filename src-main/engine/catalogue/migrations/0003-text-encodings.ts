import type { Migration } from './migration.ts';

/**
 * What a document's text was read in (null: it is not text, or was not read since), and what the user chose for it, which
 * stays with the document through moves and edits.
 */
export const textEncodings: Migration = {
  version: 3,
  sql: `
    ALTER TABLE documents ADD COLUMN encoding TEXT;
    ALTER TABLE documents ADD COLUMN chosen_encoding TEXT;
  `,
};
