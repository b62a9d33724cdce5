import type { Migration } from './migration.ts';

/** In ascending order. Extracted texts lie in a file of their own: derived, large, and not worth an fsync each. */
export const EXTRACTION_MIGRATIONS: readonly Migration[] = [
  {
    version: 1,
    sql: `
      CREATE TABLE extractions (
        id INTEGER PRIMARY KEY,
        fingerprint TEXT NOT NULL,
        extractor_version INTEGER NOT NULL,
        extraction BLOB NOT NULL,
        UNIQUE (fingerprint, extractor_version)
      ) STRICT;
    `,
  },
];
