import { sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/**
 * The library keeps the answer for every path it was asked about and lets none of them go; so many, about 2 MB, serve
 * the folders of a walk, which is what keeping answers is for.
 */
const ANSWERS_KEPT = 10_000;
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
export function createIgnoreRules({ root, patterns }: { readonly root: string; readonly patterns: string }): IgnoreRules {
  const prefix = root.endsWith(sep) ? root : root + sep;
  const compiled = ignore({ ignoreCase: IS_CASE_IGNORED }).add(patternLines(patterns));
  let matcher = forgetful(compiled);
  let asked = 0;

  function matches(path: string): boolean {
    asked += 1;
    if (asked > ANSWERS_KEPT) {
      matcher = forgetful(compiled);
      asked = 0;
    }
    return matcher.ignores(path);
  }

  return {
    patterns,
    ignores(path, kind) {
      if (path.length <= prefix.length || !path.startsWith(prefix)) return false;
      const relative = toPattern(path.slice(prefix.length));
      switch (kind) {
        case 'file':
          return matches(relative);
        case 'folder':
          return matches(`${relative}/`);
        case null:
          return matches(relative) && matches(`${relative}/`);
      }
    },
  };
}

/** The patterns in force below one folder: a later one overrules an earlier one, the folder's own come last. */
export function joinPatterns(texts: { readonly defaults: string; readonly global: string; readonly folder: string }): string {
  return [texts.defaults, texts.global, texts.folder].filter((text) => text !== '').join('\n');
}

/** One pattern a line, as the library wants them: a line of its own keeps a carriage return that a pattern holds. */
export function patternLines(patterns: string): string[] {
  return patterns.normalize('NFC').split(/\r?\n/);
}

/** The same compiled patterns without any answers. */
function forgetful(compiled: Ignore): Ignore {
  return ignore({ ignoreCase: IS_CASE_IGNORED }).add(compiled);
}

/** Relative, with `/`, composed: macOS hands out decomposed names, and people type composed ones. */
function toPattern(relative: string): string {
  const posix = sep === '/' ? relative : relative.replaceAll(sep, '/');
  return BEYOND_ASCII.test(posix) ? posix.normalize('NFC') : posix;
}
