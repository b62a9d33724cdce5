import type { Migration } from './migration.ts';

/**
 * Paths are bytes, so that a folder's subtree is one range of the unique index whatever the collation.
 * `AUTOINCREMENT`: an id is never given twice, so an index row that outlived its document can never show as another.
 * Counts are kept by triggers: counting 100,000 rows by state takes longer than a progress message may.
 */
export const initial: Migration = {
  version: 1,
  sql: `
    CREATE TABLE folders (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      path BLOB NOT NULL UNIQUE,
      is_available INTEGER NOT NULL DEFAULT 1
    ) STRICT;

    CREATE TABLE documents (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      folder_id INTEGER NOT NULL REFERENCES folders (id),
      path BLOB NOT NULL UNIQUE,
      type TEXT NOT NULL,
      is_readable INTEGER NOT NULL,
      state TEXT NOT NULL,
      reason TEXT,
      device INTEGER NOT NULL,
      inode INTEGER NOT NULL,
      size_bytes INTEGER NOT NULL,
      mtime_ns INTEGER NOT NULL,
      is_fresh INTEGER NOT NULL DEFAULT 0,
      needs_rebuild INTEGER NOT NULL DEFAULT 0,
      attempts INTEGER NOT NULL DEFAULT 0,
      generation INTEGER NOT NULL DEFAULT 0,
      vector_generation INTEGER NOT NULL DEFAULT 0,
      chunk_count INTEGER NOT NULL DEFAULT 0,
      date INTEGER NOT NULL,
      fingerprint TEXT,
      language TEXT,
      title TEXT,
      tags TEXT NOT NULL DEFAULT '[]'
    ) STRICT;
    CREATE INDEX documents_by_inode ON documents (inode, device);
    CREATE INDEX documents_by_date ON documents (date DESC, id);
    CREATE INDEX documents_queued ON documents (is_fresh DESC, size_bytes, id) WHERE state = 'queued';
    CREATE INDEX documents_without_vectors ON documents (id)
      WHERE state IN ('words', 'partial') AND vector_generation <> generation;
    CREATE INDEX documents_with_problems ON documents (path) WHERE state IN ('partial', 'skipped', 'failed');

    CREATE TABLE document_tags (
      tag TEXT NOT NULL,
      document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
      PRIMARY KEY (tag, document_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX document_tags_by_document ON document_tags (document_id);

    CREATE TABLE removed_documents (id INTEGER PRIMARY KEY) STRICT;

    CREATE TABLE document_counts (
      folder_id INTEGER NOT NULL,
      state TEXT NOT NULL,
      count INTEGER NOT NULL,
      PRIMARY KEY (folder_id, state)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER documents_count_added AFTER INSERT ON documents BEGIN
      INSERT INTO document_counts VALUES (new.folder_id, new.state, 1) ON CONFLICT DO UPDATE SET count = count + 1;
    END;
    CREATE TRIGGER documents_count_removed AFTER DELETE ON documents BEGIN
      UPDATE document_counts SET count = count - 1 WHERE folder_id = old.folder_id AND state = old.state;
    END;
    CREATE TRIGGER documents_count_changed AFTER UPDATE OF state, folder_id ON documents
      WHEN old.state <> new.state OR old.folder_id <> new.folder_id BEGIN
      UPDATE document_counts SET count = count - 1 WHERE folder_id = old.folder_id AND state = old.state;
      INSERT INTO document_counts VALUES (new.folder_id, new.state, 1) ON CONFLICT DO UPDATE SET count = count + 1;
    END;

    CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE facts (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  `,
};
