import type { Migration } from './migration.ts';

/** All that a search was asked with, beside its query and its order. `filters`: as the contract has them, in JSON. */
export const savedSearchOptions: Migration = {
  version: 7,
  sql: `
    ALTER TABLE saved_searches ADD COLUMN recency INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE saved_searches ADD COLUMN mode TEXT NOT NULL DEFAULT 'hybrid';
    ALTER TABLE saved_searches ADD COLUMN filters TEXT NOT NULL DEFAULT '{}';
  `,
};
