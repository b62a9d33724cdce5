import type { SQLInputValue } from 'node:sqlite';
import { integerOf, type Database } from './database.ts';

/** Somebody who types has a few filters at a time. */
const REMEMBERED = 8;

/**
 * Remembers what the last selections of documents gave until any row of the catalogue changes: while somebody types, each
 * keystroke asks for the same folder or path, and looking at 18,000 paths takes 20 ms. What it gives is not to be changed.
 */
export function createSelectionMemory(database: Database) {
  const remembered = new Map<string, readonly number[]>();
  let changes = -1;

  return (sql: string, parameters: readonly SQLInputValue[], select: () => readonly number[]): readonly number[] => {
    const row = database.first('SELECT total_changes() AS changes');
    const current = row === null ? -1 : integerOf(row, 'changes');
    if (current !== changes) remembered.clear();
    changes = current;
    const key = JSON.stringify([sql, ...parameters.map(String)]);
    const ids = remembered.get(key) ?? select();
    // The oldest goes, and what was asked for again is the newest.
    remembered.delete(key);
    remembered.set(key, ids);
    for (const oldest of remembered.keys()) {
      if (remembered.size <= REMEMBERED) break;
      remembered.delete(oldest);
    }
    return ids;
  };
}
