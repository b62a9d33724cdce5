import { createAligner, type Aligner } from './align.ts';
import { createBestList } from './best-list.ts';
import { QUALITY, qualityOf, rateWord } from './match-word.ts';
import type { NameQuery } from './name-query.ts';
import type { DocumentNode, FolderNode, NameTree } from './name-tree.ts';
import { highlightName, scoreName, type NameScore, type Strength } from './score-name.ts';
import { hasUnits, unitMaskOf, type UnitMask } from './unit-masks.ts';

/** Ranges of UTF-16 units in the last part of the path. */
type Highlights = [number, number][];
/** A document that its name, or its name and its folders, match. */
export type NameHit = NameScore & { readonly documentId: number; readonly highlights: Highlights };
export type FolderNameHit = NameScore & {
  readonly folderId: number;
  readonly path: string;
  readonly highlights: Highlights;
};

export type NameFilter = {
  isDocumentShown(document: DocumentNode): boolean;
  /** Null where no folder is to be found, as no folder has a type or a date. */
  readonly isFolderShown: ((folder: FolderNode) => boolean) | null;
};

export type FoundNames = {
  readonly documents: readonly NameHit[];
  /** How many documents there are of strength `name`, listed or not. */
  readonly strong: number;
  /** At most 10. */
  readonly folders: readonly FolderNameHit[];
};

/** Folders shown beside documents. */
const MAX_FOLDERS = 10;

type Scan = {
  readonly query: NameQuery;
  readonly masks: readonly UnitMask[];
  /** Row-major `[folders × width]`: how well each word matches a folder or one above it. */
  readonly qualities: Uint16Array;
  readonly width: number;
  readonly aligner: Aligner;
};

/**
 * Finds the names that match, the best first, ties by age in the library. One pass over all names; a second one for
 * abbreviations where the query in one piece does not fill the list, as they cost ten times as much.
 */
export function scanNames(
  tree: NameTree,
  query: NameQuery,
  options: { readonly filter: NameFilter; readonly limit: number },
): FoundNames {
  const folderWords = query.isPath ? query.folderWords : query.words;
  const scan: Scan = {
    query,
    masks: query.words.map(unitMaskOf),
    qualities: rateFolders(tree.folders, folderWords, query.isPath),
    width: folderWords.length,
    aligner: createAligner(),
  };
  const found = query.isFolder ? { documents: [], strong: 0 } : findDocuments(tree, scan, options);
  return {
    ...found,
    folders: findFolders(tree, scan, options.filter.isFolderShown),
  };
}

function findDocuments(
  { documents }: NameTree,
  scan: Scan,
  { filter, limit }: { readonly filter: NameFilter; readonly limit: number },
): Pick<FoundNames, 'documents' | 'strong'> {
  const { best, strong } = findBest(scan, documents, { limit, isShown: filter.isDocumentShown });
  const hits = best.map(({ node, ...score }) => ({
    documentId: node.id,
    ...score,
    highlights: highlightName(node.name, scan.query, scan.aligner),
  }));
  return { documents: hits, strong };
}

function findFolders(tree: NameTree, scan: Scan, isFolderShown: NameFilter['isFolderShown']): FolderNameHit[] {
  if (isFolderShown === null) return [];
  const isShown = (folder: FolderNode): boolean => tree.isShown(folder) && isFolderShown(folder);
  const { best } = findBest(scan, tree.folders, { limit: MAX_FOLDERS, isShown });
  return best.map(({ node, ...score }) => ({
    folderId: node.folderId,
    path: node.path,
    ...score,
    highlights: highlightName(node.name, scan.query, scan.aligner),
  }));
}

function findBest<N extends DocumentNode | FolderNode>(
  scan: Scan,
  nodes: readonly (N | undefined)[],
  { limit, isShown }: { readonly limit: number; isShown(node: N): boolean },
): { readonly best: ({ readonly node: N } & NameScore)[]; readonly strong: number } {
  let strong = 0;
  const best = createBestList<{ readonly node: N; readonly strength: Strength }>(limit);
  const rest: N[] = [];
  for (const node of nodes) {
    if (node === undefined || !mayMatch(scan, node)) continue;
    const found = scoreNode(scan, node, null);
    if (found === null) rest.push(node);
    else if (isShown(node)) {
      if (found.strength === 'name') strong += 1;
      best.offer({ node, strength: found.strength }, found.score);
    }
  }
  if (best.length < limit) {
    for (const node of rest) {
      const found = scoreNode(scan, node, scan.aligner);
      if (found !== null && isShown(node)) best.offer({ node, strength: found.strength }, found.score);
    }
  }
  return { best: best.sorted().map(({ value, score }) => ({ ...value, score })), strong };
}

function mayMatch({ query, masks, qualities, width }: Scan, node: DocumentNode | FolderNode): boolean {
  let isOwn = false;
  for (let word = 0; word < masks.length; word++) {
    const wanted = masks[word];
    if (wanted !== undefined && hasUnits(node.mask, wanted)) isOwn = true;
    else if (query.isPath || node.parent === null || (qualities[node.parent.position * width + word] ?? 0) === 0) return false;
  }
  return isOwn;
}

function scoreNode(
  { query, qualities, width }: Scan,
  node: DocumentNode | FolderNode,
  aligner: Aligner | null,
): NameScore | null {
  const row = node.parent === null ? -1 : node.parent.position * width;
  return scoreName(node.name, query, { aligner, above: (word) => (row === -1 ? 0 : (qualities[row + word] ?? 0)) });
}

function rateFolders(folders: readonly FolderNode[], words: readonly string[], isPath: boolean): Uint16Array {
  const width = words.length;
  const qualities = new Uint16Array(folders.length * width);
  const masks = words.map(unitMaskOf);
  for (const [position, folder] of folders.entries()) {
    // A pasted path begins above the added folder.
    const isWholePath = isPath && folder.parent === null;
    for (const [index, word] of words.entries()) {
      const inherited = folder.parent === null ? 0 : (qualities[folder.parent.position * width + index] ?? 0);
      const mask = masks[index];
      const mayBeBetter = inherited < QUALITY.wholeWord && mask !== undefined && (isWholePath || hasUnits(folder.mask, mask));
      const own = mayBeBetter ? qualityOf(rateWord(isWholePath ? folder.pathName : folder.name, word, null)) : 0;
      qualities[position * width + index] = Math.max(inherited, own);
    }
  }
  return qualities;
}
