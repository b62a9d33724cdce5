import type { Catalogue } from './catalogue.ts';
import { textOf, type Database, type Row } from './database.ts';

type Settings = Pick<Catalogue, 'setting' | 'setSetting' | 'fact' | 'setFact'>;

export function createSettings(database: Database): Settings {
  const valueOf = (row: Row | null): string | null => (row === null ? null : textOf(row, 'value'));
  return {
    setting: (key) => valueOf(database.first('SELECT value FROM settings WHERE key = ?', key)),
    setSetting(key, value) {
      if (value === null) database.run('DELETE FROM settings WHERE key = ?', key);
      else database.run('INSERT INTO settings VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value', key, value);
    },
    fact: (key) => valueOf(database.first('SELECT value FROM facts WHERE key = ?', key)),
    setFact(key, value) {
      database.run('INSERT INTO facts VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value', key, value);
    },
  };
}
