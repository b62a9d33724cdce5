import type { DocumentState, Reason } from '#contract';
import type { Catalogue, FileIdentity, SeenFile } from './catalogue.ts';
import { bigintOf, integerOf, textOf, type Database, type Row } from './database.ts';
import { dateOf, identityParameters, isSameContent, toIdentity } from './document-rows.ts';
import { subtreeRange, toPathBytes } from './paths.ts';

type SeenFiles = Pick<Catalogue, 'recordSeen' | 'recordGone' | 'pathsOf'>;
type SeenOptions = Parameters<Catalogue['recordSeen']>[2];

const KNOWN_COLUMNS = 'id, folder_id, type, is_readable, state, reason, device, inode, size_bytes, mtime_ns';

/** These say how a file was while it was read, not what it is: one that is seen again is worth another try. */
const PASSING_REASONS: ReadonlySet<unknown> = new Set<Reason>(['missing', 'changedWhileRead', 'accessDenied']);

/** What published content leaves behind: a generation that no index row has, so that none of them is shown. */
export const CONTENT_DROPPED = `generation = CASE generation WHEN 0 THEN 0 ELSE generation + 1 END, fingerprint = NULL,
  title = NULL, author = NULL, language = NULL, encoding = NULL, tags = '[]', chunk_count = 0`;

/**
 * Brings documents in line with the disk. A document stays the same one while its path does; a file at a new path is
 * a known document that moved if device, inode, size and mtime say so and nothing is left at the old path.
 */
export function createSeenFiles(database: Database): SeenFiles {
  function recordFile(folderId: number, file: SeenFile, options: SeenOptions): boolean {
    const known = database.first(`SELECT ${KNOWN_COLUMNS} FROM documents WHERE path = ?`, toPathBytes(file.path));
    if (known !== null) return recordKnown(known, file, options.isFresh);
    const moved = findMoved(file, options);
    return moved === null ? insert(folderId, file, options.isFresh) : move(moved, folderId, file, options.isFresh);
  }

  function recordKnown(known: Row, file: SeenFile, isFresh: boolean): boolean {
    const identity = toIdentity(known);
    const isSameKind = textOf(known, 'type') === file.type && (integerOf(known, 'is_readable') === 1) === file.isReadable;
    if (isSameKind && isSameContent(identity, file.identity)) {
      if (identity.device !== file.identity.device) {
        database.run(
          'UPDATE documents SET device = ? WHERE id = ?',
          BigInt.asIntN(64, file.identity.device),
          bigintOf(known, 'id'),
        );
      }
      if (!PASSING_REASONS.has(known['reason'])) return false;
    }
    return requeue(known, file, { isFresh, needsRebuild: !isSameKind });
  }

  /** The old content stays findable until the new one is published, unless the file's content is no longer read at all. */
  function requeue(known: Row, file: SeenFile, { isFresh, needsRebuild }: { isFresh: boolean; needsRebuild: boolean }): boolean {
    const id = bigintOf(known, 'id');
    const state = textOf(known, 'state');
    // What is missing from a partial document is known only to its reader, so "unchanged" would not do.
    const isRebuild = needsRebuild || state === 'partial';
    database.run(
      `UPDATE documents SET type = ?, is_readable = ?, device = ?, inode = ?, size_bytes = ?, mtime_ns = ?, state = ?, reason = ?,
        attempts = 0, is_fresh = max(is_fresh, ?), needs_rebuild = max(needs_rebuild, ?),
        date = CASE chunk_count WHEN 0 THEN ? ELSE date END WHERE id = ?`,
      file.type,
      file.isReadable ? 1 : 0,
      ...identityParameters(file.identity),
      ...standing(file),
      isFresh ? 1 : 0,
      isRebuild ? 1 : 0,
      dateOf(file.identity),
      id,
    );
    if (!file.isReadable) dropContent(database, id, file.identity);
    return file.isReadable && state !== 'queued';
  }

  function findMoved(file: SeenFile, options: SeenOptions): Row | null {
    const [device, inode, sizeBytes, mtimeNs] = identityParameters(file.identity);
    const candidates = database.all(
      `SELECT ${KNOWN_COLUMNS}, CAST(path AS TEXT) AS path FROM documents
        WHERE inode = ? AND device = ? AND size_bytes = ? AND mtime_ns = ?`,
      inode,
      device,
      sizeBytes,
      mtimeNs,
    );
    // A hard link has the same identity, and its old path still exists.
    return candidates.find((candidate) => !options.hasPath(textOf(candidate, 'path'))) ?? null;
  }

  function move(moved: Row, folderId: number, file: SeenFile, isFresh: boolean): boolean {
    const id = bigintOf(moved, 'id');
    const state = textOf(moved, 'state');
    database.run('UPDATE documents SET path = ?, folder_id = ? WHERE id = ?', toPathBytes(file.path), folderId, id);
    const isSameKind = textOf(moved, 'type') === file.type && (integerOf(moved, 'is_readable') === 1) === file.isReadable;
    // It may have been looked for at its old path.
    if (!isSameKind || PASSING_REASONS.has(moved['reason'])) return requeue(moved, file, { isFresh, needsRebuild: true });
    // Index rows carry the folder's id, so another folder means other rows, although the content is the same.
    const hasRows = state === 'words' || state === 'indexed' || state === 'partial';
    if (integerOf(moved, 'folder_id') === folderId) return false;
    if (!hasRows) {
      database.run('UPDATE documents SET needs_rebuild = 1 WHERE id = ?', id);
      return false;
    }
    return requeue(moved, file, { isFresh, needsRebuild: true });
  }

  function insert(folderId: number, file: SeenFile, isFresh: boolean): boolean {
    database.run(
      `INSERT INTO documents (folder_id, path, type, is_readable, device, inode, size_bytes, mtime_ns, state, reason, is_fresh, date)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      folderId,
      toPathBytes(file.path),
      file.type,
      file.isReadable ? 1 : 0,
      ...identityParameters(file.identity),
      ...standing(file),
      isFresh ? 1 : 0,
      dateOf(file.identity),
    );
    return file.isReadable;
  }

  return {
    recordSeen: (folderId, files, options) =>
      database.transaction(() => {
        let queued = 0;
        for (const file of files) if (recordFile(folderId, file, options)) queued += 1;
        return queued;
      }),
    recordGone: (paths) =>
      database.transaction(() => {
        let removed = 0;
        for (const path of paths) {
          const row = database.first('DELETE FROM documents WHERE path = ? RETURNING id', toPathBytes(path));
          if (row === null) continue;
          database.run('INSERT INTO removed_documents VALUES (?)', bigintOf(row, 'id'));
          removed += 1;
        }
        return removed;
      }),
    pathsOf(folderId, page) {
      const paths = new Map<string, { documentId: number; identity: FileIdentity }>();
      const folder = database.first('SELECT CAST(path AS TEXT) AS path FROM folders WHERE id = ?', folderId);
      if (folder === null) return paths;
      const { from, before } = subtreeRange(textOf(folder, 'path'));
      const rows = database.iterate(
        `SELECT id, CAST(documents.path AS TEXT) AS path, device, inode, size_bytes, mtime_ns FROM documents
          WHERE documents.path > ? AND documents.path < ? ORDER BY documents.path LIMIT ?`,
        page === undefined || page.afterPath === null ? from : toPathBytes(page.afterPath),
        before,
        page === undefined ? -1 : page.limit,
      );
      for (const row of rows) paths.set(textOf(row, 'path'), { documentId: integerOf(row, 'id'), identity: toIdentity(row) });
      return paths;
    },
  };
}

/** State and reason of a file before it is read, or for good where it is not. */
function standing(file: SeenFile): [DocumentState, Reason | null] {
  return file.isReadable ? ['queued', null] : ['nameOnly', 'unsupportedType'];
}

/** Takes a document's content out of every search; its index rows are deleted by whoever wrote them. */
export function dropContent(database: Database, documentId: bigint | number, identity: FileIdentity): void {
  database.run(`UPDATE documents SET ${CONTENT_DROPPED}, date = ? WHERE id = ?`, dateOf(identity), documentId);
  database.run('DELETE FROM document_tags WHERE document_id = ?', documentId);
}
