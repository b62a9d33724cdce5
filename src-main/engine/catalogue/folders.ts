import { EngineError } from '#contract';
import type { Catalogue, FolderRecord } from './catalogue.ts';
import { integerOf, textOf, type Database, type Row } from './database.ts';
import { toPathBytes } from './paths.ts';

type Folders = Pick<Catalogue, 'addFolder' | 'removeFolder' | 'listFolders' | 'setFolderAvailable'>;

const COLUMNS = 'id, CAST(path AS TEXT) AS path, is_available';

export function createFolders(database: Database): Folders {
  return {
    addFolder(path) {
      const row = database.first(
        `INSERT INTO folders (path) VALUES (?) ON CONFLICT DO NOTHING RETURNING ${COLUMNS}`,
        toPathBytes(path),
      );
      if (row === null)
        throw new EngineError('folderAlreadyAdded', 'this folder is already in the library', { details: { path } });
      return toFolder(row);
    },
    removeFolder(folderId) {
      database.transaction(() => {
        database.run('INSERT INTO removed_documents SELECT id FROM documents WHERE folder_id = ?', folderId);
        database.run('DELETE FROM documents WHERE folder_id = ?', folderId);
        database.run('DELETE FROM document_counts WHERE folder_id = ?', folderId);
        database.run('DELETE FROM folders WHERE id = ?', folderId);
      });
    },
    listFolders: () => database.all(`SELECT ${COLUMNS} FROM folders ORDER BY id`).map(toFolder),
    setFolderAvailable(folderId, isAvailable) {
      database.run('UPDATE folders SET is_available = ? WHERE id = ?', isAvailable ? 1 : 0, folderId);
    },
  };
}

function toFolder(row: Row): FolderRecord {
  return { id: integerOf(row, 'id'), path: textOf(row, 'path'), isAvailable: integerOf(row, 'is_available') === 1 };
}
