import { sep } from 'node:path';
import type { Filters } from '#contract';
import type { Catalogue } from '#engine/catalogue/catalogue.ts';
import { isInside } from '#engine/catalogue/paths.ts';
import type { IndexFilter } from '#engine/storage/index-store.ts';

/** Above this many documents a folder filter goes to the index as whole roots, checked again on the candidates. */
const MAX_DOCUMENT_IDS = 2_000;

export type ResolvedFilters = {
  readonly index: IndexFilter;
  /** Holds for the candidates that the index filter let through but the folder filter does not. */
  isExcluded(path: string): boolean;
};

/** Turns paths into what the index knows: whole roots where a filter names them, else the ids of the documents below. */
export function resolveFilters(filters: Filters, catalogue: Catalogue): ResolvedFilters {
  const shared = { types: filters.types, tags: filters.tags, from: filters.after, before: filters.before };
  if (filters.folders.length === 0) {
    return { index: { ...shared, documentIds: null, folderIds: [] }, isExcluded: () => false };
  }
  const roots = catalogue.listFolders();
  const wanted = filters.folders.map(withoutTrailingSeparator);
  const wholeRoots = roots.filter((root) => wanted.some((path) => isInside(path, root.path)));
  if (wanted.every((path) => roots.every((root) => !isInside(root.path, path) || path === root.path))) {
    return {
      index: { ...shared, documentIds: wholeRoots.length > 0 ? null : [], folderIds: ids(wholeRoots) },
      isExcluded: () => false,
    };
  }
  const documentIds = catalogue.documentsUnder(wanted, MAX_DOCUMENT_IDS + 1);
  if (documentIds.length <= MAX_DOCUMENT_IDS) {
    return { index: { ...shared, documentIds, folderIds: [] }, isExcluded: () => false };
  }
  const touchedRoots = roots.filter((root) => wanted.some((path) => isInside(path, root.path) || isInside(root.path, path)));
  return {
    index: { ...shared, documentIds: null, folderIds: ids(touchedRoots) },
    isExcluded: (path) => !wanted.some((folder) => isInside(folder, path)),
  };
}

function ids(folders: readonly { readonly id: number }[]): number[] {
  return folders.map((folder) => folder.id);
}

function withoutTrailingSeparator(path: string): string {
  return path.length > 1 && path.endsWith(sep) ? path.slice(0, -1) : path;
}
