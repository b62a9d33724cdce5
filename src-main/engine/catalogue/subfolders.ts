import { sep } from 'node:path';
import type { Counts } from '#contract';
import type { Catalogue } from './catalogue.ts';
import { integerOf, textOf, type Database } from './database.ts';
import { toState } from './document-rows.ts';
import { subtreeRange } from './paths.ts';

/** Below so many documents they are found by path; above, reading the table in its own order is several times faster. */
const MAX_ROWS_BY_PATH = 10_000;

/** `maxRowsByPath` is for tests, whose libraries are small. */
export function createSubfolders(database: Database, maxRowsByPath = MAX_ROWS_BY_PATH): Pick<Catalogue, 'subfolders'> {
  function hasFewBelow(from: Buffer, before: Buffer): boolean {
    const row = database.first(
      'SELECT count(*) AS few FROM (SELECT 1 FROM documents WHERE path >= ? AND path < ? LIMIT ?)',
      from,
      before,
      maxRowsByPath + 1,
    );
    return row !== null && integerOf(row, 'few') <= maxRowsByPath;
  }

  return {
    subfolders(folderPath) {
      const { from, before } = subtreeRange(folderPath);
      const source = hasFewBelow(from, before) ? 'documents' : 'documents NOT INDEXED';
      // In bytes: `from` ends with the separator, so what follows it is the rest of the path.
      const rows = database.all(
        `SELECT CAST(substr(rest, 1, instr(rest, ?) - 1) AS TEXT) AS name, state, count(*) AS count FROM
          (SELECT substr(path, ?) AS rest, state FROM ${source} WHERE path >= ? AND path < ?)
          WHERE instr(rest, ?) > 0 GROUP BY 1, 2`,
        Buffer.from(sep),
        from.length + 1,
        from,
        before,
        Buffer.from(sep),
      );
      const children = new Map<string, Counts>();
      for (const row of rows) {
        const name = textOf(row, 'name');
        const counts = children.get(name) ?? { queued: 0, nameOnly: 0, words: 0, indexed: 0, partial: 0, skipped: 0, failed: 0 };
        counts[toState(textOf(row, 'state'))] += integerOf(row, 'count');
        children.set(name, counts);
      }
      const start = from.toString('utf8');
      return [...children].map(([name, counts]) => ({ path: start + name, counts }));
    },
  };
}
