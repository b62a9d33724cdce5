import { z } from 'zod';
import { DOCUMENT_STATES, REASONS, type DocumentState, type Reason } from '#contract';
import type { DocumentRecord, FileIdentity } from './catalogue.ts';
import { bigintOf, integerOf, textOf, textOrNullOf, type Row } from './database.ts';

/** What `toDocument` needs, for `SELECT ${DOCUMENT_COLUMNS} FROM documents`. */
export const DOCUMENT_COLUMNS = `id, folder_id, CAST(path AS TEXT) AS path, type, state, reason, device, inode, size_bytes,
  mtime_ns, attempts, generation, chunk_count, date, fingerprint, language, title, author, tags, encoding, chosen_encoding`;

const tagList = z.array(z.string());

export function toDocument(row: Row): DocumentRecord {
  const tags = textOf(row, 'tags');
  return {
    id: integerOf(row, 'id'),
    folderId: integerOf(row, 'folder_id'),
    path: textOf(row, 'path'),
    type: textOf(row, 'type'),
    identity: toIdentity(row),
    fingerprint: textOrNullOf(row, 'fingerprint'),
    generation: integerOf(row, 'generation'),
    state: toState(textOf(row, 'state')),
    reason: toReason(textOrNullOf(row, 'reason')),
    title: textOrNullOf(row, 'title'),
    author: textOrNullOf(row, 'author'),
    language: textOrNullOf(row, 'language'),
    date: integerOf(row, 'date'),
    tags: tags === '[]' ? [] : tagList.parse(JSON.parse(tags)),
    chunkCount: integerOf(row, 'chunk_count'),
    encoding: textOrNullOf(row, 'encoding'),
    chosenEncoding: textOrNullOf(row, 'chosen_encoding'),
    attempts: integerOf(row, 'attempts'),
  };
}

export function toIdentity(row: Row): FileIdentity {
  return {
    device: BigInt.asUintN(64, bigintOf(row, 'device')),
    inode: BigInt.asUintN(64, bigintOf(row, 'inode')),
    sizeBytes: integerOf(row, 'size_bytes'),
    mtimeNs: bigintOf(row, 'mtime_ns'),
  };
}

/** In the order `device, inode, size_bytes, mtime_ns`. SQLite's integers are signed, file systems' are not. */
export function identityParameters(identity: FileIdentity): [bigint, bigint, number, bigint] {
  return [BigInt.asIntN(64, identity.device), BigInt.asIntN(64, identity.inode), identity.sizeBytes, identity.mtimeNs];
}

/** Device numbers may change when a disk is mounted again, so they alone make no difference. */
export function isSameContent(a: FileIdentity, b: FileIdentity): boolean {
  return a.inode === b.inode && a.sizeBytes === b.sizeBytes && a.mtimeNs === b.mtimeNs;
}

/** A file's own date, until reading it may find a better one. Milliseconds since 1970. */
export function dateOf(identity: FileIdentity): number {
  return Number(identity.mtimeNs / 1_000_000n);
}

export function toState(text: string): DocumentState {
  const state = DOCUMENT_STATES.find((known) => known === text);
  if (state === undefined) throw new TypeError('unknown document state in the catalogue');
  return state;
}

export function toReason(text: string | null): Reason | null {
  return REASONS.find((known) => known === text) ?? null;
}
