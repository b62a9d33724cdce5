import { basename, dirname } from 'node:path';
import type { FolderRecord, NamedDocument } from '#engine/catalogue/catalogue.ts';
import { foldName, type FoldedName } from './fold-name.ts';
import { unitMaskOf, type UnitMask } from './unit-masks.ts';

/** A folder that holds documents, at any depth, or a root. */
export type FolderNode = {
  readonly folderId: number;
  readonly path: string;
  readonly name: FoldedName;
  /** A root's whole path, for queries that are paths; its name for all others. */
  readonly pathName: FoldedName;
  /** Null for a root. */
  readonly parent: FolderNode | null;
  readonly mask: UnitMask;
  /** Its position in `folders`: parents always come before what lies in them. */
  position: number;
  documents: number;
};

/** A document's name as it is searched. */
export type DocumentNode = {
  readonly id: number;
  readonly name: FoldedName;
  readonly parent: FolderNode;
  readonly mask: UnitMask;
  readonly type: string;
  readonly date: number;
};

/** All names of the library in memory, about 400 bytes each: see decisions/0014-names.md. */
export type NameTree = {
  readonly folders: readonly FolderNode[];
  /** Undefined where one was removed. */
  readonly documents: readonly (DocumentNode | undefined)[];
  readonly size: number;
  /** True for a root and for a folder that holds a document at any depth. */
  isShown(folder: FolderNode): boolean;
  setRoots(roots: readonly FolderRecord[]): void;
  put(document: NamedDocument): void;
  remove(documentId: number): void;
};

/** Folders that hold nothing any more are dropped once there are so many, and as many as the others. */
const MAX_EMPTY_FOLDERS = 256;

export function createNameTree(): NameTree {
  let folders: FolderNode[] = [];
  const documents: (DocumentNode | undefined)[] = [];
  const slots = new Map<number, number>();
  const freeSlots: number[] = [];
  const roots = new Map<number, FolderRecord>();
  const nodes = new Map<number, Map<string, FolderNode>>();
  let emptyFolders = 0;

  function folderAt(folderId: number, path: string): FolderNode {
    let known = nodes.get(folderId);
    if (known === undefined) nodes.set(folderId, (known = new Map<string, FolderNode>()));
    const found = known.get(path);
    if (found !== undefined) return found;
    const above = dirname(path);
    // Without a root (one that is being removed) the path's own first folder takes its place.
    const isRoot = path === roots.get(folderId)?.path || above === path;
    const parent = isRoot ? null : folderAt(folderId, above);
    const name = foldName(basename(path) || path);
    const node: FolderNode = {
      folderId,
      path,
      name,
      pathName: isRoot ? foldName(path) : name,
      parent,
      mask: unitMaskOf(name.folded),
      position: folders.length,
      documents: 0,
    };
    folders.push(node);
    known.set(path, node);
    emptyFolders += 1;
    return node;
  }

  function count(folder: FolderNode, change: 1 | -1): void {
    for (let node: FolderNode | null = folder; node !== null; node = node.parent) {
      if (node.documents === 0) emptyFolders -= 1;
      node.documents += change;
      if (node.documents === 0) emptyFolders += 1;
    }
  }

  function remove(documentId: number): void {
    const slot = slots.get(documentId);
    const document = slot === undefined ? undefined : documents[slot];
    if (slot === undefined || document === undefined) return;
    documents[slot] = undefined;
    slots.delete(documentId);
    freeSlots.push(slot);
    count(document.parent, -1);
  }

  function dropEmptyFolders(): void {
    if (emptyFolders < MAX_EMPTY_FOLDERS || emptyFolders * 2 < folders.length) return;
    for (const node of folders) if (!isShown(node)) nodes.get(node.folderId)?.delete(node.path);
    folders = folders.filter(isShown);
    for (const [position, node] of folders.entries()) node.position = position;
    emptyFolders = folders.filter((node) => node.documents === 0).length;
  }

  function isShown(node: FolderNode): boolean {
    return node.documents > 0 || roots.get(node.folderId)?.path === node.path;
  }

  return {
    get folders() {
      return folders;
    },
    documents,
    get size() {
      return slots.size;
    },
    isShown,
    setRoots(records) {
      roots.clear();
      for (const record of records) roots.set(record.id, record);
      for (const record of records) folderAt(record.id, record.path);
      dropEmptyFolders();
    },
    put(document) {
      remove(document.id);
      const folder = folderAt(document.folderId, dirname(document.path));
      const name = foldName(basename(document.path));
      const slot = freeSlots.pop() ?? documents.length;
      const { id, type, date } = document;
      documents[slot] = { id, name, parent: folder, mask: unitMaskOf(name.folded), type, date };
      slots.set(id, slot);
      count(folder, 1);
    },
    remove,
  };
}
