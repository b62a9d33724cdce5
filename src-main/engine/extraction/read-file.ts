import { closeSync, constants, fstatSync, openSync, readSync, type BigIntStats } from 'node:fs';
import type { Reason } from '#contract';

/** What fstat said of a file, in the form of the ingest protocol. */
export type ReadIdentity = {
  readonly device: bigint;
  readonly inode: bigint;
  readonly sizeBytes: number;
  readonly mtimeNs: bigint;
};

export type FileReading =
  | { readonly kind: 'read'; readonly bytes: Uint8Array; readonly identity: ReadIdentity }
  | { readonly kind: 'failed'; readonly reason: Reason; readonly identity: ReadIdentity | null };

/** Neither followed if a link nor waited for if a pipe. Windows has neither flag. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

const REASONS_BY_CODE: ReadonlyMap<string, Reason> = new Map<string, Reason>([
  ['EACCES', 'accessDenied'],
  ['EPERM', 'accessDenied'],
  ['EBUSY', 'accessDenied'],
  ['ENOENT', 'missing'],
  ['ENOTDIR', 'missing'],
  ['ESTALE', 'missing'],
  // A symbolic link, a socket or a device without a driver, a folder.
  ['ELOOP', 'notARegularFile'],
  ['ENXIO', 'notARegularFile'],
  ['ENODEV', 'notARegularFile'],
  ['EISDIR', 'notARegularFile'],
  // A bad sector or a lost network drive: the bytes are not to be had.
  ['EIO', 'corrupt'],
]);

/**
 * Reads a whole regular file of at most `maxSizeBytes`. Everything about it is asked of the open file, so that nothing
 * can be put in its place between a check and the reading; a file that changes meanwhile is `changedWhileRead`.
 * Blocks: with small files, waiting for the thread pool would take longer than all the rest.
 */
export function readRegularFile(path: string, { maxSizeBytes }: { readonly maxSizeBytes: number }): FileReading {
  let file: number | null = null;
  try {
    file = openSync(path, OPEN_FLAGS);
    return readOpenFile(file, maxSizeBytes);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? REASONS_BY_CODE.get(String(error.code)) : undefined;
    if (reason === undefined) throw error;
    return { kind: 'failed', reason, identity: null };
  } finally {
    if (file !== null) closeSync(file);
  }
}

function readOpenFile(file: number, maxSizeBytes: number): FileReading {
  const before = fstatSync(file, { bigint: true });
  const identity = identityOf(before);
  if (!before.isFile()) return { kind: 'failed', reason: 'notARegularFile', identity };
  if (identity.sizeBytes > maxSizeBytes) return { kind: 'failed', reason: 'tooLarge', identity };
  const bytes = Buffer.allocUnsafeSlow(identity.sizeBytes);
  let length = 0;
  while (length < bytes.length) {
    const bytesRead = readSync(file, bytes, length, bytes.length - length, length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  const after = fstatSync(file, { bigint: true });
  const isUnchanged = length === bytes.length && after.size === before.size && after.mtimeNs === before.mtimeNs;
  return isUnchanged ? { kind: 'read', bytes, identity } : { kind: 'failed', reason: 'changedWhileRead', identity };
}

function identityOf(stats: BigIntStats): ReadIdentity {
  return { device: stats.dev, inode: stats.ino, sizeBytes: Number(stats.size), mtimeNs: stats.mtimeNs };
}
