import { sep } from 'node:path';
import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import { z } from 'zod';
import { EngineError, type ErrorCode } from '#contract';
import type { Migration } from './migrations/migration.ts';
import { fileName, foldText, matchesPattern, type TextPattern } from './text-patterns.ts';

/** Primary result codes of a disk that takes nothing: no room, read-only (also by a remount), a failing device, no new files. */
const WRITE_ERRORS: Readonly<Record<number, ErrorCode>> = {
  13: 'diskFull',
  8: 'writeFailed',
  10: 'writeFailed',
  14: 'writeFailed',
};
/** The shared memory beside the database could not grow, which only a full disk keeps it from. */
const SQLITE_IOERR_SHMSIZE = 4874;
/** Another process (a backup, a database browser) may hold the file for a moment. */
const BUSY_TIMEOUT_MS = 5_000;
/** A long transaction lets the write-ahead log grow; it then gives back what is above this. */
const LOG_LIMIT_BYTES = 4 * 1024 * 1024;

/** In a file's name; so that 9 comes before 10. */
const LONGEST_NUMBER = 12;

const patternList = z.array(z.array(z.string()));

export type Row = Readonly<Record<string, SQLOutputValue>>;

/**
 * SQLite with cached statements and migrations run. Integers arrive as bigint, so that inodes and nanoseconds are exact.
 * Errors of every write: diskFull, writeFailed; nothing of a transaction that failed is kept. Once closed: engineUnavailable.
 */
export type Database = {
  run(sql: string, ...parameters: SQLInputValue[]): number;
  first(sql: string, ...parameters: SQLInputValue[]): Row | null;
  all(sql: string, ...parameters: SQLInputValue[]): Row[];
  iterate(sql: string, ...parameters: SQLInputValue[]): Iterable<Row>;
  /** All of it or nothing; not to be nested. */
  transaction<T>(change: () => T): T;
  close(): void;
};

/**
 * Opens or creates a database file. Deleted content is overwritten (secure_delete).
 * Errors: indexLocationUnusable where a newer version of this program wrote the file.
 */
export function openDatabase(options: {
  readonly file: string;
  /** `FULL` survives a power cut with the last commit, `NORMAL` may lose the last ones but stays consistent. */
  readonly synchronous: 'FULL' | 'NORMAL';
  readonly migrations: readonly Migration[];
}): Database {
  const connection = new DatabaseSync(options.file, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true });
  try {
    // It only takes effect before the first table exists, and writes whenever it is said, for which there may be no room.
    const isNew = connection.prepare('PRAGMA page_count').get()?.['page_count'] === 0;
    connection.exec(`
      ${isNew ? 'PRAGMA auto_vacuum = INCREMENTAL;' : ''}
      PRAGMA journal_mode = WAL;
      PRAGMA journal_size_limit = ${LOG_LIMIT_BYTES};
      PRAGMA synchronous = ${options.synchronous};
      PRAGMA secure_delete = ON;
    `);
    migrate(connection, options.migrations);
    addTextFunctions(connection);
  } catch (error) {
    connection.close();
    throw toDatabaseError(error);
  }
  return wrap(connection);
}

/** `text_matches(text, patterns)` and `name_matches(path, patterns)` with a JSON list of patterns, `file_name(path)`, `folded_name(path)`, and
 * `first_part(path)`: the folder that a relative path begins with, null of a mere name, and `extension(path)`, folded and without its dot, null where there is none. */
function addTextFunctions(connection: DatabaseSync): void {
  // A statement asks about the same patterns for each of its rows.
  let known: { readonly json: string; readonly patterns: readonly TextPattern[] } = { json: '[]', patterns: [] };
  const matcher = (read: (text: string) => string) => (text: SQLOutputValue, json: SQLOutputValue) => {
    if (typeof text !== 'string' || typeof json !== 'string') return 0;
    if (json !== known.json) known = { json, patterns: patternList.parse(JSON.parse(json)) };
    const folded = foldText(read(text));
    return known.patterns.some((pattern) => matchesPattern(folded, pattern)) ? 1 : 0;
  };
  connection.function(
    'text_matches',
    { deterministic: true },
    matcher((text) => text),
  );
  connection.function('name_matches', { deterministic: true }, matcher(fileName));
  connection.function('folded_name', { deterministic: true }, (path: SQLOutputValue) =>
    typeof path === 'string' ? foldText(fileName(path)).replace(/\d+/g, (digits) => digits.padStart(LONGEST_NUMBER, '0')) : null,
  );
  connection.function('first_part', { deterministic: true }, (path: SQLOutputValue) => {
    const end = typeof path === 'string' ? path.indexOf(sep) : -1;
    return typeof path === 'string' && end >= 0 ? path.slice(0, end) : null;
  });
  connection.function('extension', { deterministic: true }, (path: SQLOutputValue) => {
    const name = typeof path === 'string' ? fileName(path) : '';
    const dot = name.lastIndexOf('.');
    return dot <= 0 || dot === name.length - 1 ? null : foldText(name.slice(dot + 1));
  });
  connection.function('file_name', { deterministic: true }, (path: SQLOutputValue) =>
    typeof path === 'string' ? fileName(path) : null,
  );
}

function wrap(connection: DatabaseSync): Database {
  const statements = new Map<string, StatementSync>();

  function prepared(sql: string): StatementSync {
    let statement = statements.get(sql);
    if (statement === undefined) {
      statement = connection.prepare(sql);
      statement.setReadBigInts(true);
      statements.set(sql, statement);
    }
    return statement;
  }

  /** Also what looks like a read may write: a statement with RETURNING, a pragma. */
  function translated<T>(execute: () => T): T {
    try {
      return execute();
    } catch (error) {
      throw toDatabaseError(error);
    }
  }

  return {
    run: (sql, ...parameters) => translated(() => Number(prepared(sql).run(...parameters).changes)),
    first: (sql, ...parameters) => translated(() => prepared(sql).get(...parameters) ?? null),
    all: (sql, ...parameters) => translated(() => prepared(sql).all(...parameters)),
    iterate: (sql, ...parameters) => translated(() => prepared(sql).iterate(...parameters)),
    transaction(change) {
      try {
        connection.exec('BEGIN IMMEDIATE');
        const result = change();
        connection.exec('COMMIT');
        return result;
      } catch (error) {
        // A full disk makes SQLite roll back by itself.
        if (connection.isOpen && connection.isTransaction) connection.exec('ROLLBACK');
        throw toDatabaseError(error);
      }
    },
    close() {
      statements.clear();
      connection.close();
    },
  };
}

function toDatabaseError(error: unknown): unknown {
  // While everything is erased, pages still ask.
  if (error instanceof Error && 'code' in error && error.code === 'ERR_INVALID_STATE') {
    return new EngineError('engineUnavailable', 'the catalogue is closed', { cause: error });
  }
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0;
  // Extended codes carry the primary one in their lowest byte.
  const translated = code === SQLITE_IOERR_SHMSIZE ? 'diskFull' : WRITE_ERRORS[code & 0xff];
  return translated === undefined
    ? error
    : new EngineError(translated, `the catalogue cannot be written (${code})`, { cause: error });
}

/** Runs the steps that the file lacks, each with its version number in one transaction. */
function migrate(connection: DatabaseSync, migrations: readonly Migration[]): void {
  const current = Number(connection.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  const newest = migrations.at(-1)?.version ?? 0;
  if (current > newest) {
    throw new EngineError('indexLocationUnusable', `database has schema ${current}, this version knows ${newest}`, {
      details: { schema: current, newestKnown: newest },
    });
  }
  for (const migration of migrations) {
    if (migration.version <= current) continue;
    connection.exec(`BEGIN IMMEDIATE; ${migration.sql} PRAGMA user_version = ${migration.version}; COMMIT;`);
  }
}

export function integerOf(row: Row, column: string): number {
  return Number(bigintOf(row, column));
}

export function bigintOf(row: Row, column: string): bigint {
  const value = row[column];
  if (typeof value !== 'bigint') throw new TypeError(`column ${column} holds no integer`);
  return value;
}

export function textOf(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new TypeError(`column ${column} holds no text`);
  return value;
}

export function textOrNullOf(row: Row, column: string): string | null {
  return row[column] === null ? null : textOf(row, column);
}
