import { lstat } from 'node:fs/promises';
import { EngineError, type Contract, type FileStatus } from '#contract';
import type { Implementation } from '#rpc';
import type { Catalogue, DocumentRecord } from './catalogue/catalogue.ts';
import type { DocumentReader } from './document-reader.ts';

type Methods = Implementation<Contract>['methods'];

/** Where documents lie on the disk, and how their text lies on their pages. */
export function createDocumentFiles(
  catalogue: Catalogue,
  reader: DocumentReader,
): Pick<Methods, 'library.locateDocument' | 'library.fileStatus' | 'library.pageMaps'> {
  function find(documentId: number): DocumentRecord {
    const document = catalogue.document(documentId);
    if (document === null) throw new EngineError('documentNotFound', `no document ${documentId}`);
    return document;
  }

  return {
    'library.locateDocument'({ documentId }) {
      const { path, type, identity } = find(documentId);
      const { inode, sizeBytes, mtimeNs } = identity;
      return { path, type, identity: { inode: String(inode), sizeBytes, mtimeNs: String(mtimeNs) } };
    },
    'library.fileStatus': async ({ documentId }) => ({ status: await statusOf(find(documentId)) }),
    'library.pageMaps': async ({ documentId, pages }) => ({ pages: await reader.pageMaps(documentId, pages) }),
  };
}

/** By what the system says of the path alone; nothing is opened. */
async function statusOf({ path, identity }: DocumentRecord): Promise<FileStatus> {
  try {
    const found = await lstat(path, { bigint: true });
    if (!found.isFile()) return 'replaced';
    // Device numbers change when a disk is mounted again.
    const isSame =
      found.ino === identity.inode && found.size === BigInt(identity.sizeBytes) && found.mtimeNs === identity.mtimeNs;
    return isSame ? 'unchanged' : 'changed';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return code === 'ENOENT' || code === 'ENOTDIR' ? 'missing' : 'unreadable';
  }
}
