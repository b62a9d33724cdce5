import type { Migration } from './migration.ts';

/**
 * What a person did. An opened document goes with its row, and follows it when it moves. `weight_date`: when what its
 * openings weigh together will have come down to that of one fresh opening; one number in the place of all their times.
 */
export const personal: Migration = {
  version: 6,
  sql: `
    CREATE TABLE past_queries (query TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE INDEX past_queries_by_time ON past_queries (at DESC);

    CREATE TABLE opened_documents (
      document_id INTEGER PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
      last_opened_at INTEGER NOT NULL,
      count INTEGER NOT NULL,
      weight_date INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE saved_searches (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      name TEXT NOT NULL,
      folded_name TEXT NOT NULL UNIQUE,
      query TEXT NOT NULL,
      sort TEXT NOT NULL,
      created_at INTEGER NOT NULL
    ) STRICT;
  `,
};
