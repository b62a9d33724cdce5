import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { EngineError, type Contract, type FileStatus } from '#contract';
import type { Implementation } from '#rpc';
import type { Catalogue, DocumentRecord } from './catalogue/catalogue.ts';
import type { DocumentReader } from './document-reader.ts';

type Methods = Implementation<Contract>['methods'];

/** Where documents lie on the disk, and how their text lies on their pages. */
export function createDocumentFiles(
  catalogue: Catalogue,
  reader: DocumentReader,
): Pick<
  Methods,
  'library.locateDocument' | 'library.fileStatus' | 'library.pageMaps' | 'library.documentBlocks' | 'library.vaultOf'
> {
  function find(documentId: number): DocumentRecord {
    const document = catalogue.document(documentId);
    if (document === null) throw new EngineError('documentNotFound', `no document ${documentId}`);
    return document;
  }

  return {
    'library.locateDocument'({ documentId }) {
      const { path: file, type, identity } = find(documentId);
      const { inode, sizeBytes, mtimeNs } = identity;
      return { path: file, type, identity: { inode: String(inode), sizeBytes, mtimeNs: String(mtimeNs) } };
    },
    'library.fileStatus': async ({ documentId }) => ({ status: await statusOf(find(documentId)) }),
    'library.pageMaps': async ({ documentId, pages }) => ({ pages: await reader.pageMaps(documentId, pages) }),
    'library.documentBlocks': ({ documentId, start, end }) => reader.readBlocks(documentId, { start, end }),
    'library.vaultOf': ({ documentId }) => vaultAround(path.dirname(find(documentId).path)),
  };
}

async function vaultAround(folder: string): Promise<{ readonly path: string } | null> {
  for (let at = folder; ; at = path.dirname(at)) {
    if (await isFolder(path.join(at, '.obsidian'))) return { path: at };
    if (path.dirname(at) === at) return null;
  }
}

async function isFolder(at: string): Promise<boolean> {
  try {
    return (await lstat(at)).isDirectory();
  } catch (error) {
    // A folder that is not there, or that may not be looked into, is no vault.
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}

/** By what the system says of the path alone; nothing is opened. */
async function statusOf({ path: file, identity, state, fingerprint }: DocumentRecord): Promise<FileStatus> {
  // The change was seen, its text is still that of before.
  const isWaiting = state === 'queued' && fingerprint !== null;
  try {
    const found = await lstat(file, { bigint: true });
    if (!found.isFile()) return 'replaced';
    // Device numbers change when a disk is mounted again.
    const isSame =
      found.ino === identity.inode && found.size === BigInt(identity.sizeBytes) && found.mtimeNs === identity.mtimeNs;
    return isSame && !isWaiting ? 'unchanged' : 'changed';
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const { code } = error;
    return code === 'ENOENT' || code === 'ENOTDIR' ? 'missing' : 'unreadable';
  }
}
