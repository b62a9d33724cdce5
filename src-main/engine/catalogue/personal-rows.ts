import { filters, searchMode, searchSort, type Filters, type PastQuery, type SavedSearch, type SavedSearchId } from '#contract';
import { integerOf, textOf, type Database, type Row } from './database.ts';
import { foldText } from './text-patterns.ts';

/** How a document was opened so far. Times are milliseconds since 1970. */
export type Openings = {
  readonly documentId: number;
  readonly lastOpenedAt: number;
  readonly count: number;
  /** When all its openings together will weigh as much as one fresh opening. */
  readonly weightDate: number;
};

/** What a person did: queries, opened documents and saved searches. */
export type PersonalRows = {
  /** Those that begin with the prefix, folded; the newest first. */
  pastQueries(options: { readonly prefix: string; readonly limit: number }): PastQuery[];
  /** Adds a query, or gives it its new time; the oldest beyond `keep` go. */
  addPastQuery(pastQuery: PastQuery, keep: number): void;
  /** False where there was none. */
  removePastQuery(query: string): boolean;

  openingsOf(documentId: number): Openings | null;
  /** Adds or replaces; the longest unopened beyond `keep` go. The document must exist. */
  setOpenings(openings: Openings, keep: number): void;
  openings(options: { readonly order: 'recent' | 'frequent'; readonly limit: number }): Openings[];

  /** Deletes queries and openings. */
  clearHistory(): void;
  /** Overwrites what was deleted wherever these files still hold it: pages in the database and its write-ahead log. */
  wipe(): void;

  savedSearches(): SavedSearch[];
  savedSearch(id: number): SavedSearch | null;
  /** Null where the name is taken, case and accents aside. */
  addSavedSearch(search: Omit<SavedSearch, 'id'>): SavedSearch | null;
  /** False where the name is taken by another. */
  renameSavedSearch(id: number, name: string): boolean;
  removeSavedSearch(id: number): boolean;

  counts(): { readonly queries: number; readonly openedDocuments: number; readonly savedSearches: number };
};

export function createPersonalRows(database: Database): PersonalRows {
  const prune = (table: string, key: string, time: string, keep: number): void => {
    database.run(
      `DELETE FROM ${table} WHERE ${key} IN (SELECT ${key} FROM ${table} ORDER BY ${time} DESC LIMIT -1 OFFSET ?)`,
      keep,
    );
  };

  return {
    pastQueries({ prefix, limit }) {
      const beginning = foldText(prefix);
      const found: PastQuery[] = [];
      for (const row of database.iterate('SELECT query, at FROM past_queries ORDER BY at DESC, query')) {
        if (found.length === limit) break;
        const query = textOf(row, 'query');
        if (foldText(query).startsWith(beginning)) found.push({ query, at: integerOf(row, 'at') });
      }
      return found;
    },
    addPastQuery({ query, at }, keep) {
      database.transaction(() => {
        database.run('INSERT INTO past_queries VALUES (?, ?) ON CONFLICT DO UPDATE SET at = excluded.at', query, at);
        prune('past_queries', 'query', 'at', keep);
      });
    },
    removePastQuery: (query) => database.run('DELETE FROM past_queries WHERE query = ?', query) > 0,

    openingsOf(documentId) {
      const row = database.first('SELECT * FROM opened_documents WHERE document_id = ?', documentId);
      return row === null ? null : toOpenings(row);
    },
    setOpenings({ documentId, lastOpenedAt, count, weightDate }, keep) {
      database.transaction(() => {
        database.run(
          `INSERT INTO opened_documents VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT DO UPDATE SET last_opened_at = ?2, count = ?3, weight_date = ?4`,
          documentId,
          lastOpenedAt,
          count,
          weightDate,
        );
        prune('opened_documents', 'document_id', 'last_opened_at', keep);
      });
    },
    openings({ order, limit }) {
      const column = order === 'recent' ? 'last_opened_at' : 'weight_date';
      const sql = `SELECT * FROM opened_documents ORDER BY ${column} DESC, document_id LIMIT ?`;
      return database.all(sql, limit).map(toOpenings);
    },

    clearHistory() {
      database.transaction(() => {
        database.run('DELETE FROM past_queries');
        database.run('DELETE FROM opened_documents');
      });
    },
    wipe() {
      // `secure_delete` has overwritten the pages; their older copies are in the log until it is written back and cut off.
      database.all('PRAGMA wal_checkpoint(TRUNCATE)');
    },

    savedSearches: () => database.all('SELECT * FROM saved_searches ORDER BY created_at, id').map(toSavedSearch),
    savedSearch(id) {
      const row = database.first('SELECT * FROM saved_searches WHERE id = ?', id);
      return row === null ? null : toSavedSearch(row);
    },
    addSavedSearch({ name, query, sort, recency, mode, filters: beside, createdAt }) {
      const row = database.first(
        `INSERT INTO saved_searches (name, folded_name, query, sort, recency, mode, filters, created_at)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING *`,
        name,
        foldText(name),
        query,
        sort,
        recency ? 1 : 0,
        mode,
        JSON.stringify(beside),
        createdAt,
      );
      return row === null ? null : toSavedSearch(row);
    },
    renameSavedSearch: (id, name) =>
      database.run('UPDATE OR IGNORE saved_searches SET name = ?, folded_name = ? WHERE id = ?', name, foldText(name), id) > 0,
    removeSavedSearch: (id) => database.run('DELETE FROM saved_searches WHERE id = ?', id) > 0,

    counts() {
      const row = database.first(`SELECT (SELECT count(*) FROM past_queries) AS queries,
        (SELECT count(*) FROM opened_documents) AS opened, (SELECT count(*) FROM saved_searches) AS saved`);
      if (row === null) return { queries: 0, openedDocuments: 0, savedSearches: 0 };
      return {
        queries: integerOf(row, 'queries'),
        openedDocuments: integerOf(row, 'opened'),
        savedSearches: integerOf(row, 'saved'),
      };
    },
  };
}

function toOpenings(row: Row): Openings {
  return {
    documentId: integerOf(row, 'document_id'),
    lastOpenedAt: integerOf(row, 'last_opened_at'),
    count: integerOf(row, 'count'),
    weightDate: integerOf(row, 'weight_date'),
  };
}

function toSavedSearch(row: Row): SavedSearch {
  return {
    id: integerOf(row, 'id') as SavedSearchId,
    name: textOf(row, 'name'),
    query: textOf(row, 'query'),
    // What this version does not know is as good as not said.
    sort: searchSort.safeParse(textOf(row, 'sort')).data ?? 'relevance',
    recency: integerOf(row, 'recency') === 1,
    mode: searchMode.safeParse(textOf(row, 'mode')).data ?? 'hybrid',
    filters: toFilters(textOf(row, 'filters')),
    createdAt: integerOf(row, 'created_at'),
  };
}

function toFilters(json: string): Filters {
  const known = filters.safeParse(JSON.parse(json));
  return known.data ?? filters.parse({});
}
