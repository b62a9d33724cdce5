import type { Catalogue } from './catalogue.ts';
import { integerOf, textOf, type Database } from './database.ts';

type IgnorePatterns = Pick<Catalogue, 'ignorePatterns' | 'setIgnorePatterns'>;

export function createIgnorePatterns(database: Database): IgnorePatterns {
  return {
    ignorePatterns() {
      const patterns = new Map<number | null, string>();
      for (const row of database.all('SELECT folder_id, patterns FROM ignore_rules ORDER BY folder_id NULLS FIRST')) {
        patterns.set(row['folder_id'] === null ? null : integerOf(row, 'folder_id'), textOf(row, 'patterns'));
      }
      return patterns;
    },
    setIgnorePatterns(folderId, patterns) {
      database.transaction(() => {
        database.run('DELETE FROM ignore_rules WHERE folder_id IS ?', folderId);
        if (patterns !== '') database.run('INSERT INTO ignore_rules (folder_id, patterns) VALUES (?, ?)', folderId, patterns);
      });
    },
  };
}
