import { z } from 'zod';
import { DOCUMENT_STATES, type Counts, type DocumentState } from '#contract';
import type { Catalogue } from './catalogue.ts';
import { integerOf, textOf, type Database } from './database.ts';
import { toPatterns, toSqlCondition } from './document-filter.ts';
import { SORT_ORDERS } from './document-sets.ts';
import { DOCUMENT_COLUMNS, toDocument, toState } from './document-rows.ts';
import { outermostPaths, subtreeRange, toPathBytes } from './paths.ts';
import { createSelectionMemory } from './selection-memory.ts';

type Documents = Pick<
  Catalogue,
  | 'document'
  | 'documents'
  | 'documentAt'
  | 'documentsUnder'
  | 'documentsMatching'
  | 'typesMatching'
  | 'listDocuments'
  | 'counts'
  | 'problems'
>;

/** What somebody should look at. */
export const PROBLEM_STATES: readonly DocumentState[] = ['partial', 'skipped', 'failed'];
/** Must stay word for word what the partial index says, or SQLite will not use it. */
export const HAS_PROBLEM = `state IN ('partial', 'skipped', 'failed')`;

const idList = z.array(z.number());

export function createDocuments(database: Database): Documents {
  const remember = createSelectionMemory(database);

  function counts(folderId?: number): Counts {
    const counts: Counts = { queued: 0, nameOnly: 0, words: 0, indexed: 0, partial: 0, skipped: 0, failed: 0 };
    const rows =
      folderId === undefined
        ? database.all('SELECT state, count FROM document_counts')
        : database.all('SELECT state, count FROM document_counts WHERE folder_id = ?', folderId);
    for (const row of rows) counts[toState(textOf(row, 'state'))] += integerOf(row, 'count');
    return counts;
  }

  function documentsUnder(folderPaths: readonly string[], limit: number): number[] {
    const ids: number[] = [];
    for (const folder of outermostPaths(folderPaths)) {
      const { from, before } = subtreeRange(folder);
      // As one JSON text: 100,000 rows one by one take ten times as long.
      const sql = `SELECT json_group_array(id) AS ids FROM
        (SELECT id FROM documents WHERE path >= ? AND path < ? ORDER BY path LIMIT ?)`;
      const row = database.first(sql, from, before, limit - ids.length);
      if (row !== null) for (const id of idList.parse(JSON.parse(textOf(row, 'ids')))) ids.push(id);
    }
    return ids;
  }

  return {
    document(id) {
      const row = database.first(`SELECT ${DOCUMENT_COLUMNS} FROM documents WHERE id = ?`, id);
      return row === null ? null : toDocument(row);
    },
    documents(ids) {
      const rows = database.all(
        `SELECT ${DOCUMENT_COLUMNS} FROM documents WHERE id IN (SELECT value FROM json_each(?))`,
        JSON.stringify(ids),
      );
      return new Map(rows.map((row) => [integerOf(row, 'id'), toDocument(row)]));
    },
    documentAt(path) {
      const row = database.first(`SELECT ${DOCUMENT_COLUMNS} FROM documents WHERE path = ?`, toPathBytes(path));
      return row === null ? null : toDocument(row);
    },
    documentsUnder: (folderPaths, limit) => remember('under', [...folderPaths, limit], () => documentsUnder(folderPaths, limit)),
    documentsMatching(filter) {
      const { where, parameters } = toSqlCondition(filter);
      return remember(where, parameters, () => {
        const sql = `SELECT json_group_array(id) AS ids FROM (SELECT id FROM documents WHERE ${where} ORDER BY date DESC, id)`;
        const row = database.first(sql, ...parameters);
        return row === null ? [] : idList.parse(JSON.parse(textOf(row, 'ids')));
      });
    },
    typesMatching(named) {
      // From one type to the next by their index: looking at each document takes ten milliseconds for 18,000.
      const sql = `WITH RECURSIVE kinds (type) AS (
          SELECT min(type) FROM documents
          UNION ALL SELECT (SELECT min(type) FROM documents WHERE type > kinds.type) FROM kinds WHERE kinds.type IS NOT NULL
        ) SELECT type FROM kinds WHERE type IS NOT NULL AND text_matches(type, ?)`;
      return database.all(sql, toPatterns('type', named)).map((row) => textOf(row, 'type'));
    },
    listDocuments(options) {
      const { where, parameters } = toSqlCondition(options);
      const total = database.first(`SELECT count(*) AS total FROM documents WHERE ${where}`, ...parameters);
      const rows = database.all(
        `SELECT ${DOCUMENT_COLUMNS} FROM documents WHERE ${where} ORDER BY ${SORT_ORDERS[options.sort ?? 'newest']} LIMIT ? OFFSET ?`,
        ...parameters,
        options.limit,
        options.offset,
      );
      return { documents: rows.map(toDocument), total: total === null ? 0 : integerOf(total, 'total') };
    },
    counts,
    problems({ limit, afterPath }) {
      const { partial, skipped, failed } = counts();
      const rows = database.all(
        `SELECT ${DOCUMENT_COLUMNS} FROM documents WHERE ${HAS_PROBLEM} AND documents.path > ? ORDER BY documents.path LIMIT ?`,
        toPathBytes(afterPath ?? ''),
        limit,
      );
      return { problems: rows.map(toDocument), total: partial + skipped + failed };
    },
  };
}

/** Sentences for people where the kept counts differ from what is really there. */
export function checkCounts(database: Database): string[] {
  const kept = new Map<string, number>();
  for (const row of database.all('SELECT state, sum(count) AS count FROM document_counts GROUP BY state')) {
    kept.set(textOf(row, 'state'), integerOf(row, 'count'));
  }
  const real = new Map<string, number>();
  for (const row of database.all('SELECT state, count(*) AS count FROM documents GROUP BY state')) {
    real.set(textOf(row, 'state'), integerOf(row, 'count'));
  }
  const isSound = DOCUMENT_STATES.every((state) => (kept.get(state) ?? 0) === (real.get(state) ?? 0));
  return isSound ? [] : ['The catalogue counts its documents wrongly. Remove the folders and add them again.'];
}
