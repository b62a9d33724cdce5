import type { Migration } from './migration.ts';

/** Patterns as the user wrote them; without a folder they hold for all. */
export const ignoreRules: Migration = {
  version: 2,
  sql: `
    CREATE TABLE ignore_rules (
      folder_id INTEGER REFERENCES folders (id) ON DELETE CASCADE,
      patterns TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX ignore_rules_by_folder ON ignore_rules (ifnull(folder_id, 0));
  `,
};
