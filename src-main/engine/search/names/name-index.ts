import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Filters } from '#contract';
import type { Catalogue } from '#engine/catalogue/catalogue.ts';
import { isInside } from '#engine/catalogue/paths.ts';
import { nearestWords, type NearWord } from '#engine/storage/vocabulary/nearest-words.ts';
import { createWordTable } from '#engine/storage/vocabulary/word-table.ts';
import { parseNameQuery } from './name-query.ts';
import { createNameTree, type FolderNode } from './name-tree.ts';
import { scanNames, type FoundNames, type NameFilter } from './scan-names.ts';

/** Takes about five milliseconds; what else the engine has to do comes in between. */
const PAGE = 1_000;

const NOTHING: FoundNames = { documents: [], strong: 0, folders: [] };

/** Files and folders by their names and paths. */
export type NameIndex = {
  /** The names that match, best first, as the catalogue has them now; `documentIds`: of these documents alone. */
  find(
    query: string,
    options: { readonly filters: Filters; readonly documentIds?: ReadonlySet<number> | null; readonly limit: number },
  ): Promise<FoundNames>;
  /** Words of names near to a folded word; see `nearestWords`. */
  nearest(word: string, options: { readonly maxEdits: number; readonly limit: number }): Promise<NearWord[]>;
  /** Reads what changed, so that the next search need not; returns at once. */
  refresh(): void;
  size(): number;
  close(): Promise<void>;
};

/** Holds all names in memory: read from the catalogue page by page, then kept up with its changes before each search. */
export function createNameIndex({ catalogue }: { readonly catalogue: Catalogue }): NameIndex {
  const tree = createNameTree();
  const encoder = new TextEncoder();
  let readUpTo: number | null = 0;
  let reading: Promise<void> | null = null;
  let isClosed = false;

  async function read(): Promise<void> {
    // A change of a page that is still to be read is read twice, which does no harm.
    while (!isClosed && readUpTo !== null) {
      if (readUpTo === 0) tree.setRoots(catalogue.listFolders());
      const page = catalogue.names({ afterId: readUpTo, limit: PAGE });
      for (const document of page) tree.put(document);
      readUpTo = page.length < PAGE ? null : (page.at(-1)?.id ?? null);
      await nextTurn();
    }
    while (!isClosed) {
      const { current, gone } = catalogue.takeChangedNames(PAGE);
      tree.setRoots(catalogue.listFolders());
      for (const documentId of gone) tree.remove(documentId);
      for (const document of current) tree.put(document);
      if (current.length + gone.length < PAGE) return;
      await nextTurn();
    }
  }

  function catchUp(): Promise<void> {
    reading ??= read().finally(() => {
      reading = null;
    });
    return reading;
  }

  return {
    async find(text, { filters, documentIds = null, limit }) {
      const query = parseNameQuery(text);
      if (query === null) return NOTHING;
      await catchUp();
      if (isClosed) return NOTHING;
      return scanNames(tree, query, { filter: toNameFilter(filters, documentIds, catalogue), limit });
    },
    async nearest(word, options) {
      await catchUp();
      // Made for each question, as few are asked: names come and go, and all of them are folded already.
      const words = createWordTable();
      for (const [position, node] of [...tree.documents, ...tree.folders].entries()) {
        if (node !== undefined) words.addChunk(encoder.encode(node.name.folded));
        if (position % PAGE === PAGE - 1) await nextTurn();
      }
      return nearestWords(words.arrays(), word, options);
    },
    refresh: () => void catchUp(),
    size: () => tree.size,
    async close() {
      isClosed = true;
      await reading;
    },
  };
}

function toNameFilter(
  { folders, types, tags, after, before }: Filters,
  documentIds: ReadonlySet<number> | null,
  catalogue: Catalogue,
): NameFilter {
  const typeSet = types.length === 0 ? null : new Set(types);
  const tagged = tags.length === 0 ? null : new Set(catalogue.documentsTagged(tags));
  const isInFolders = folders.length === 0 ? null : createFolderCheck(folders);
  return {
    isDocumentShown: ({ id, type, date, parent }) =>
      (typeSet === null || typeSet.has(type)) &&
      (after === null || date >= after) &&
      (before === null || date < before) &&
      (tagged === null || tagged.has(id)) &&
      (documentIds === null || documentIds.has(id)) &&
      (isInFolders === null || isInFolders(parent)),
    isFolderShown:
      typeSet === null && tagged === null && documentIds === null && after === null && before === null
        ? (folder) => isInFolders === null || isInFolders(folder)
        : null,
  };
}

/** Documents lie in few folders: each is compared with the filter once. */
function createFolderCheck(paths: readonly string[]): (folder: FolderNode) => boolean {
  const wanted = paths.map((path) => (path.length > 1 ? path.replace(/[/\\]$/, '') : path));
  const known = new Map<FolderNode, boolean>();
  return (folder) => {
    let isWanted = known.get(folder);
    if (isWanted === undefined) {
      isWanted = wanted.some((path) => isInside(path, folder.path));
      known.set(folder, isWanted);
    }
    return isWanted;
  };
}
