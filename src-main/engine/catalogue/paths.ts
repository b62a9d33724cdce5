import { dirname, sep } from 'node:path';

/** A path as the database keeps it: its bytes. */
export function toPathBytes(path: string): Buffer {
  return Buffer.from(path, 'utf8');
}

/** Half-open range of the path bytes of everything below a folder, the folder itself excluded. */
export function subtreeRange(folderPath: string): { readonly from: Buffer; readonly before: Buffer } {
  const from = toPathBytes(folderPath.endsWith(sep) ? folderPath : folderPath + sep);
  const before = Buffer.from(from);
  // The separator is an ASCII character, so the next byte value follows every path that starts with it.
  before[before.length - 1] = sep.charCodeAt(0) + 1;
  return { from, before };
}

/** True for the folder itself and everything below it. */
export function isInside(folderPath: string, path: string): boolean {
  return path === folderPath || path.startsWith(folderPath.endsWith(sep) ? folderPath : folderPath + sep);
}

/** Leaves out paths that lie inside another one of the list, and doubles. Keeps the order. */
export function outermostPaths(paths: Iterable<string>): string[] {
  const all = new Set(paths);
  return [...all].filter((path) => {
    let inner = path;
    for (let folder = dirname(inner); folder !== inner; folder = dirname(folder)) {
      if (all.has(folder)) return false;
      inner = folder;
    }
    return true;
  });
}
