import type { Backlog, Catalogue, DocumentRecord, Publication, QueuedDocument } from './catalogue.ts';
import { integerOf, textOf, textOrNullOf, type Database, type Row } from './database.ts';
import { DOCUMENT_COLUMNS, identityParameters, isSameContent, toDocument, toIdentity } from './document-rows.ts';
import { dropContent } from './seen-files.ts';

type Work = Pick<
  Catalogue,
  | 'nextQueued'
  | 'nextWithoutVectors'
  | 'nextFreshWithoutVectors'
  | 'backlog'
  | 'nextRemoved'
  | 'forgetRemoved'
  | 'publish'
  | 'publishVectors'
  | 'recordAttempt'
  | 'fingerprints'
  | 'queueAll'
  | 'queueRebuild'
  | 'dropVectors'
>;

/** Must stay word for word what the partial indexes say, or SQLite will not use them. */
const IS_QUEUED = `state = 'queued'`;
const LACKS_VECTORS = `state IN ('words', 'partial') AND vector_generation <> generation`;

/** What `needs_rebuild` says: read anew even where nothing changed, and embedded anew, too. */
const READ_ANEW = 1;
const EMBED_ANEW = 2;

type HandedOut = Pick<DocumentRecord, 'path' | 'identity' | 'folderId' | 'type' | 'chosenEncoding'> & {
  readonly rebuild: number;
};

export function createWork(database: Database, { addLanguage }: { readonly addLanguage: (language: string) => void }): Work {
  /**
   * What a queued document was when it was handed out. A reader that finds newer bytes has read what will be seen next;
   * only a document that was seen to change after it was handed out must be read again.
   */
  const handedOut = new Map<number, HandedOut>();

  /** Edits whose words are published and whose vectors are not. Forgotten at a restart: they then wait their turn. */
  const fresh = new Set<number>();
  const done = { files: 0, bytes: 0, chunksRead: 0, chunksEmbedded: 0 };

  /** What is in work stands first in the order: SQLite passes over a thousand of them in the time of ten rows read here. */
  function next(condition: string, order: string, limit: number, except: ReadonlySet<number>): Row[] {
    return database.all(
      `SELECT ${DOCUMENT_COLUMNS}, needs_rebuild FROM documents
        WHERE ${condition} AND id NOT IN (SELECT value FROM json_each(?)) ORDER BY ${order} LIMIT ?`,
      JSON.stringify([...except]),
      limit,
    );
  }

  function nextQueued(limit: number, except: ReadonlySet<number>): QueuedDocument[] {
    return next(IS_QUEUED, 'is_fresh DESC, size_bytes, id', limit, except).map((row) => {
      const document = toDocument(row);
      const { id, path, identity, folderId, type, chosenEncoding } = document;
      const rebuild = integerOf(row, 'needs_rebuild');
      handedOut.set(id, { path, identity, folderId, type, chosenEncoding, rebuild });
      // Without a known fingerprint the reader cannot answer "unchanged", which would leave outdated rows in the index.
      const fingerprint = rebuild >= READ_ANEW ? null : document.fingerprint;
      return { ...document, fingerprint, needsNewVectors: rebuild >= EMBED_ANEW };
    });
  }

  function publishOne(publication: Publication): void {
    const { documentId: id, identity } = publication;
    const row = database.first(
      'SELECT CAST(path AS TEXT) AS path, folder_id, type, chosen_encoding, device, inode, size_bytes, mtime_ns, is_fresh, needs_rebuild FROM documents WHERE id = ?',
      id,
    );
    const read = handedOut.get(id);
    handedOut.delete(id);
    if (row === null) return;
    done.files += 1;
    done.bytes += integerOf(row, 'size_bytes');
    done.chunksRead += publication.content?.chunkCount ?? 0;
    if (publication.content !== undefined) publishContent(id, publication.content);
    else if (publication.state === 'failed' || publication.state === 'skipped' || publication.state === 'nameOnly') {
      dropContent(database, id, identity);
    }
    if (publication.state === 'words' && integerOf(row, 'is_fresh') === 1) fresh.add(id);
    if (isCurrent(row, publication, read)) settle(publication);
  }

  function publishContent(id: number, content: NonNullable<Publication['content']>): void {
    database.run(
      `UPDATE documents SET generation = ?, fingerprint = ?, title = ?, author = ?, language = ?, encoding = ?, date = ?, tags = ?, chunk_count = ? WHERE id = ?`,
      content.generation,
      content.fingerprint,
      content.title,
      content.author ?? null,
      content.language,
      content.encoding ?? null,
      Math.round(content.date),
      JSON.stringify(content.tags),
      content.chunkCount,
      id,
    );
    if (content.language !== null) addLanguage(content.language);
    if (content.generation > 1) database.run('DELETE FROM document_tags WHERE document_id = ?', id);
    for (const tag of content.tags) database.run('INSERT OR IGNORE INTO document_tags VALUES (?, ?)', tag, id);
  }

  /** A document read again without a change has its vectors already: it is `indexed` (or `partial`) at once. */
  function settle({ documentId: id, identity, state, reason }: Publication): void {
    database.run(
      `UPDATE documents SET device = ?1, inode = ?2, size_bytes = ?3, mtime_ns = ?4, reason = ?5, is_fresh = 0, needs_rebuild = 0,
        vector_generation = CASE ?6 WHEN 'indexed' THEN generation ELSE vector_generation END,
        state = CASE WHEN ?6 = 'words' AND generation > 0 AND vector_generation = generation
          THEN CASE WHEN ?5 IS NULL THEN 'indexed' ELSE 'partial' END ELSE ?6 END WHERE id = ?7`,
      ...identityParameters(identity),
      reason,
      state,
      id,
    );
  }

  function nextFresh(limit: number, except: ReadonlySet<number>): DocumentRecord[] {
    const documents: DocumentRecord[] = [];
    for (const id of fresh) {
      if (documents.length === limit) break;
      if (except.has(id)) continue;
      const row = database.first(`SELECT ${DOCUMENT_COLUMNS} FROM documents WHERE id = ? AND ${LACKS_VECTORS}`, id);
      // Removed since, or changed again: then it will be published, and fresh, once more.
      if (row === null) fresh.delete(id);
      else documents.push(toDocument(row));
    }
    return documents;
  }

  function backlog(): Backlog {
    const queued = database.first(
      `SELECT count(*) AS files, coalesce(sum(size_bytes), 0) AS bytes FROM documents WHERE ${IS_QUEUED}`,
    );
    const waiting = database.first(`SELECT coalesce(sum(chunk_count), 0) AS chunks FROM documents WHERE ${LACKS_VECTORS}`);
    return {
      queued: queued === null ? 0 : integerOf(queued, 'files'),
      queuedBytes: queued === null ? 0 : integerOf(queued, 'bytes'),
      chunks: waiting === null ? 0 : integerOf(waiting, 'chunks'),
      done: { ...done },
    };
  }

  return {
    nextQueued,
    nextFreshWithoutVectors: nextFresh,
    backlog,
    nextWithoutVectors: (limit, except) => next(LACKS_VECTORS, 'id', limit, except).map(toDocument),
    nextRemoved: (limit) =>
      database.all('SELECT id FROM removed_documents ORDER BY id LIMIT ?', limit).map((row) => integerOf(row, 'id')),
    forgetRemoved(documentIds) {
      database.run('DELETE FROM removed_documents WHERE id IN (SELECT value FROM json_each(?))', JSON.stringify(documentIds));
    },
    publish(publications) {
      database.transaction(() => publications.forEach(publishOne));
    },
    publishVectors(documents) {
      database.transaction(() => {
        for (const { documentId, generation } of documents) {
          fresh.delete(documentId);
          const row = database.first(
            `UPDATE documents SET vector_generation = generation,
              state = CASE WHEN state <> 'words' THEN state WHEN reason IS NULL THEN 'indexed' ELSE 'partial' END
              WHERE id = ? AND generation = ? RETURNING chunk_count`,
            documentId,
            generation,
          );
          done.chunksEmbedded += row === null ? 0 : integerOf(row, 'chunk_count');
        }
      });
    },
    recordAttempt(documentId) {
      const row = database.first('UPDATE documents SET attempts = attempts + 1 WHERE id = ? RETURNING attempts', documentId);
      return row === null ? 0 : integerOf(row, 'attempts');
    },
    fingerprints: () =>
      database
        .all('SELECT DISTINCT fingerprint FROM documents WHERE fingerprint IS NOT NULL')
        .map((row) => textOf(row, 'fingerprint')),
    queueRebuild: () =>
      database.run(
        `UPDATE documents SET state = 'queued', reason = NULL, attempts = 0, is_fresh = 0, needs_rebuild = ? WHERE is_readable = 1`,
        EMBED_ANEW,
      ),
    queueAll() {
      handedOut.clear();
      database.run(`UPDATE documents SET state = 'queued', reason = NULL, attempts = 0, generation = 0, vector_generation = 0,
        chunk_count = 0, fingerprint = NULL, needs_rebuild = 1 WHERE is_readable = 1`);
    },
    dropVectors() {
      database.run(`UPDATE documents SET vector_generation = 0,
        state = CASE WHEN state IN ('indexed', 'partial') THEN 'words' ELSE state END WHERE generation > 0`);
    },
  };
}

function isCurrent(row: Row, { identity: readIdentity, state }: Publication, handedOut?: HandedOut): boolean {
  const current = toIdentity(row);
  if (handedOut === undefined) return isSameContent(current, readIdentity);
  if (handedOut.folderId !== integerOf(row, 'folder_id') || handedOut.type !== textOf(row, 'type')) return false;
  if (handedOut.rebuild < integerOf(row, 'needs_rebuild')) return false;
  if (handedOut.chosenEncoding !== textOrNullOf(row, 'chosen_encoding')) return false;
  const isSameAsRead = isSameContent(current, readIdentity);
  // Where it was looked for after it moved, there is nothing, or another file.
  if (handedOut.path !== textOf(row, 'path')) return isSameAsRead && state !== 'failed' && state !== 'skipped';
  return isSameAsRead || isSameContent(current, handedOut.identity);
}
