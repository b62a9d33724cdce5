import type { Catalogue, NamedDocument } from './catalogue.ts';
import { integerOf, textOf, type Database, type Row } from './database.ts';

type Names = Pick<Catalogue, 'names' | 'takeChangedNames' | 'documentsTagged'>;

const NAME_COLUMNS = 'id, folder_id, CAST(path AS TEXT) AS path, type, date';

/**
 * Which documents' names changed is noted by triggers, whoever changes them, in a table of this connection alone: it
 * lives in memory, takes part in each transaction, and adding 100,000 documents takes no longer with it (an FTS5 trigram
 * table doubled that time, see decisions/0014-names.md).
 */
export function createNames(database: Database): Names {
  database.run('PRAGMA temp_store = MEMORY');
  database.run('CREATE TEMP TABLE changed_names (document_id INTEGER PRIMARY KEY)');
  database.run(`CREATE TEMP TRIGGER names_added AFTER INSERT ON main.documents BEGIN
    INSERT OR IGNORE INTO changed_names VALUES (new.id); END`);
  database.run(`CREATE TEMP TRIGGER names_removed AFTER DELETE ON main.documents BEGIN
    INSERT OR IGNORE INTO changed_names VALUES (old.id); END`);
  database.run(`CREATE TEMP TRIGGER names_changed AFTER UPDATE OF path, folder_id, type, date ON main.documents
    WHEN old.path <> new.path OR old.folder_id <> new.folder_id OR old.type <> new.type OR old.date <> new.date BEGIN
    INSERT OR IGNORE INTO changed_names VALUES (new.id); END`);

  return {
    names: ({ afterId, limit }) =>
      database.all(`SELECT ${NAME_COLUMNS} FROM documents WHERE id > ? ORDER BY id LIMIT ?`, afterId, limit).map(toNamedDocument),
    takeChangedNames(limit) {
      const changes = database.all(
        `SELECT document_id, ${NAME_COLUMNS} FROM changed_names LEFT JOIN documents ON id = document_id
          ORDER BY document_id LIMIT ?`,
        limit,
      );
      const last = changes.at(-1);
      if (last !== undefined) database.run('DELETE FROM changed_names WHERE document_id <= ?', integerOf(last, 'document_id'));
      return {
        current: changes.filter((row) => row['id'] !== null).map(toNamedDocument),
        gone: changes.filter((row) => row['id'] === null).map((row) => integerOf(row, 'document_id')),
      };
    },
    documentsTagged: (tags) =>
      database
        .all('SELECT DISTINCT document_id FROM document_tags WHERE tag IN (SELECT value FROM json_each(?))', JSON.stringify(tags))
        .map((row) => integerOf(row, 'document_id')),
  };
}

function toNamedDocument(row: Row): NamedDocument {
  return {
    id: integerOf(row, 'id'),
    folderId: integerOf(row, 'folder_id'),
    path: textOf(row, 'path'),
    type: textOf(row, 'type'),
    date: integerOf(row, 'date'),
  };
}
