import { sep } from 'node:path';

/** Folders that hold what programs put there for themselves: dependencies, caches, bins and journals of file systems. */
const IGNORED_FOLDERS: ReadonlySet<string> = new Set([
  'node_modules',
  'bower_components',
  '__pycache__',
  '__MACOSX',
  'lost+found',
  '$RECYCLE.BIN',
  'System Volume Information',
  'Caches',
  'CacheStorage',
  'Code Cache',
  'GPUCache',
]);

const IGNORED_FILES: ReadonlySet<string> = new Set(['Thumbs.db', 'ehthumbs.db', 'desktop.ini', 'Icon\r']);

/** Downloads under way: browsers rename them when they are complete. */
const UNFINISHED_DOWNLOAD = /\.(?:crdownload|part|partial|download)$/i;

/** True where a folder of this name, below an added folder, is neither scanned nor watched. */
export function isIgnoredFolder(name: string): boolean {
  return name.startsWith('.') || IGNORED_FOLDERS.has(name);
}

/** True where a file of this name is no document: hidden, an office program's lock, an unfinished download. */
export function isIgnoredFile(name: string): boolean {
  return name.startsWith('.') || name.startsWith('~$') || IGNORED_FILES.has(name) || UNFINISHED_DOWNLOAD.test(name);
}

/**
 * The same rules for a whole path below `root`, of which the rules say nothing: whoever adds a hidden folder wants it.
 * `kind` null: not known, as of a path that is gone; only the folders above it and a leading dot count then.
 */
export function isIgnoredPath(root: string, path: string, kind: 'file' | 'folder' | null): boolean {
  const prefix = root.endsWith(sep) ? root : root + sep;
  if (!path.startsWith(prefix)) return false;
  const names = path.slice(prefix.length).split(sep);
  const last = names.pop() ?? '';
  if (names.some(isIgnoredFolder)) return true;
  if (kind === null) return last.startsWith('.');
  return kind === 'folder' ? isIgnoredFolder(last) : isIgnoredFile(last);
}
