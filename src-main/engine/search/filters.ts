import { sep } from 'node:path';
import type { Filters } from '#contract';
import type { Catalogue } from '#engine/catalogue/catalogue.ts';
import { isInside } from '#engine/catalogue/paths.ts';
import type { IndexFilter } from '#engine/storage/index-store.ts';

/** Turns paths into what the index knows: whole roots where a filter names them, else the ids of the documents below. */
export function resolveFilters(filters: Filters, catalogue: Catalogue): IndexFilter {
  const shared = { types: filters.types, tags: filters.tags, from: filters.after, before: filters.before };
  if (filters.folders.length === 0) return { ...shared, documentIds: null, folderIds: [] };
  const roots = catalogue.listFolders();
  const wanted = filters.folders.map(withoutTrailingSeparator);
  if (wanted.every((path) => roots.every((root) => !isInside(root.path, path) || path === root.path))) {
    const wholeRoots = roots.filter((root) => wanted.some((path) => isInside(path, root.path)));
    return { ...shared, documentIds: wholeRoots.length > 0 ? null : [], folderIds: wholeRoots.map(({ id }) => id) };
  }
  return { ...shared, documentIds: catalogue.documentsUnder(wanted, Number.MAX_SAFE_INTEGER), folderIds: [] };
}

function withoutTrailingSeparator(path: string): string {
  return path.length > 1 && path.endsWith(sep) ? path.slice(0, -1) : path;
}
