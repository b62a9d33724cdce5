import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

/** As `library.locateDocument` gives it. */
export type LocatedDocument = {
  readonly path: string;
  readonly identity: { readonly inode: string; readonly sizeBytes: number; readonly mtimeNs: string };
};

export type OpenedDocument =
  | { readonly kind: 'open'; readonly file: FileHandle; readonly sizeBytes: number }
  | { readonly kind: 'changed' | 'missing' | 'unreadable' };

/** Neither followed if a link nor waited for if a pipe. Windows has neither flag. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * Opens the very file that was read into the library. Which file it is, is asked of the open file, so that nothing can be put
 * in its place after the check; a folder on the way that became a link leads to another inode. Whoever gets `file` closes it.
 */
export async function openDocumentFile({ path, identity }: LocatedDocument): Promise<OpenedDocument> {
  let file: FileHandle;
  try {
    file = await open(path, OPEN_FLAGS);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' };
    return { kind: code === 'ELOOP' ? 'changed' : 'unreadable' };
  }
  const found = await file.stat({ bigint: true });
  const isSame =
    found.isFile() &&
    String(found.ino) === identity.inode &&
    Number(found.size) === identity.sizeBytes &&
    String(found.mtimeNs) === identity.mtimeNs;
  if (isSame) return { kind: 'open', file, sizeBytes: identity.sizeBytes };
  await file.close();
  return { kind: 'changed' };
}
