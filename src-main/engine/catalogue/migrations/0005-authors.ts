import type { Migration } from './migration.ts';

/** Who a document says wrote it; null also for one that was last read before authors were kept. */
export const authors: Migration = {
  version: 5,
  sql: 'ALTER TABLE documents ADD COLUMN author TEXT;',
};
