import { sep } from 'node:path';
import ignore from 'ignore';
import { createNamePatterns } from './name-patterns.ts';

/** Folders whose answer is kept: a walk asks for the same one with every name in it. */
const FOLDERS_KEPT = 5_000;
/** The library keeps the answer for every path that it was asked about and lets none of them go, so this is done for it. */
const ANSWERS_KEPT = 5_000;
/** macOS and Windows hold `A.md` and `a.md` for one name. */
const IS_CASE_IGNORED = process.platform === 'darwin' || process.platform === 'win32';
const BEYOND_ASCII = /[^\u0000-\u007f]/;

/** Null: not known, as of a path that is gone; ignored is then only what would be so as a file and as a folder. */
export type PathKind = 'file' | 'folder' | null;

/** What is hidden below one added folder. */
export type IgnoreRules = {
  /** All patterns in force, in order: equal texts are equal rules. */
  readonly patterns: string;
  /**
   * Whether an absolute path is neither scanned, watched nor known; false for the folder itself and for what lies
   * outside of it. What lies below an ignored folder is ignored, whatever patterns say of itself.
   */
  ignores(path: string, kind: PathKind): boolean;
};

/** Rules of `.gitignore` syntax for everything below `root`, of whose own name and place they say nothing. */
export function createIgnoreRules(options: {
  readonly root: string;
  readonly patterns: string;
  /** Default: as file systems of this platform are. */
  readonly isCaseIgnored?: boolean;
}): IgnoreRules {
  const { root, patterns, isCaseIgnored = IS_CASE_IGNORED } = options;
  const prefix = root.endsWith(sep) ? root : root + sep;
  const lines = patternLines(patterns);
  const names = createNamePatterns(lines, isCaseIgnored ? (name) => name.toLowerCase() : (name) => name);
  // Whether any other pattern matches, taking something back or not: only then the order of all patterns matters.
  const others = createMatcher(
    names.others.map((line) => (line.startsWith('!') ? line.slice(1).replace(/^[!#]/, '\\$&') : line)),
    isCaseIgnored,
  );
  const all = createMatcher(lines, isCaseIgnored);
  let folders = new Map<string, boolean>();

  function isFolderIgnored(path: string): boolean {
    const known = folders.get(path);
    if (known !== undefined) return known;
    if (folders.size >= FOLDERS_KEPT) folders = new Map();
    const isIgnored = isIgnoredAs(path, 'folder');
    folders.set(path, isIgnored);
    return isIgnored;
  }

  function isIgnoredAs(path: string, kind: 'file' | 'folder'): boolean {
    const slash = path.lastIndexOf('/');
    if (slash !== -1 && isFolderIgnored(path.slice(0, slash))) return true;
    const asked = kind === 'folder' ? `${path}/` : path;
    return others.ignores(asked) ? all.ignores(asked) : names.ignores(path.slice(slash + 1), kind);
  }

  return {
    patterns,
    ignores(path, kind) {
      if (path.length <= prefix.length || !path.startsWith(prefix)) return false;
      const relative = toPattern(path.slice(prefix.length));
      if (kind === 'folder') return isFolderIgnored(relative);
      return isIgnoredAs(relative, 'file') && (kind === 'file' || isFolderIgnored(relative));
    },
  };
}

/** The patterns in force below one folder: a later one overrules an earlier one, the folder's own come last. */
export function joinPatterns(texts: { readonly defaults: string; readonly global: string; readonly folder: string }): string {
  return [texts.defaults, texts.global, texts.folder].filter((text) => text !== '').join('\n');
}

/** One pattern a line, with accents as `ignores` sees them. */
export function patternLines(patterns: string): string[] {
  return patterns.normalize('NFC').split(/\r?\n/);
}

function createMatcher(lines: readonly string[], ignoreCase: boolean): { ignores(path: string): boolean } {
  if (lines.length === 0) return { ignores: () => false };
  const compiled = ignore({ ignoreCase }).add(lines);
  let matcher = compiled;
  let asked = 0;
  return {
    ignores(path) {
      asked += 1;
      if (asked > ANSWERS_KEPT) {
        // The same compiled patterns without any answers.
        matcher = ignore({ ignoreCase }).add(compiled);
        asked = 0;
      }
      return matcher.ignores(path);
    },
  };
}

/** Relative, with `/`, composed: macOS hands out decomposed names, and people type composed ones. */
function toPattern(relative: string): string {
  const posix = sep === '/' ? relative : relative.replaceAll(sep, '/');
  return BEYOND_ASCII.test(posix) ? posix.normalize('NFC') : posix;
}
