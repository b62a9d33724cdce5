import type { Migration } from './migration.ts';

/** Types are few: which there are, and the documents of one, are found without looking at every document. */
export const types: Migration = {
  version: 8,
  sql: 'CREATE INDEX documents_by_type ON documents (type);',
};
