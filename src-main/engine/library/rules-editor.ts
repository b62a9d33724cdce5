import { EngineError, type RulesPreview } from '#contract';
import type { Catalogue, FolderRecord } from '#engine/catalogue/catalogue.ts';
import { invalidPatternLines } from './check-patterns.ts';
import { DEFAULT_IGNORE_PATTERNS } from './default-ignore-patterns.ts';
import type { FolderRules } from './folder-rules.ts';
import type { Library } from './library.ts';
import { previewRules } from './rules-preview.ts';

/** Small enough that testing and removing them blocks the engine for milliseconds. */
const BATCH = 200;

/** Patterns of one folder, or with null of all. */
export type RulesChange = { readonly folderId: number | null; readonly patterns: string };

/** The ignore rules as people see and change them. */
export type RulesEditor = {
  /** The defaults, then what holds for all folders, then what the folders have of their own. */
  list(): { readonly defaults: string; readonly rules: RulesChange[] };
  /**
   * Replaces patterns. When it resolves, what they hide is gone from search; what they show is found by a scan that has
   * been asked for. Nothing else is read again. Errors: folderNotFound, invalidRules with `details.line`, diskFull.
   */
  set(change: RulesChange): Promise<void>;
  /** What `set` would change. Errors: folderNotFound, cancelled. */
  preview(change: RulesChange, options: { readonly limit: number; readonly signal: AbortSignal }): Promise<RulesPreview>;
};

export function createRulesEditor(options: {
  readonly catalogue: Catalogue;
  readonly rules: FolderRules;
  readonly library: Pick<Library, 'rulesChanged'>;
}): RulesEditor {
  const { catalogue, rules, library } = options;

  function foldersOf(folderId: number | null): FolderRecord[] {
    const folders = catalogue.listFolders().filter((folder) => folderId === null || folder.id === folderId);
    if (folderId !== null && folders.length === 0) {
      throw new EngineError('folderNotFound', 'no such folder in the library', { details: { folderId } });
    }
    return folders;
  }

  /** By the rules in force when it looks: they may change once more meanwhile. */
  async function removeHidden(folder: FolderRecord): Promise<void> {
    let afterPath: string | null = null;
    for (;;) {
      const paths: string[] = [...catalogue.pathsOf(folder.id, { afterPath, limit: BATCH }).keys()];
      const hidden = paths.filter((path) => rules.rulesOf(folder).ignores(path, 'file'));
      if (hidden.length > 0) catalogue.recordGone(hidden);
      if (paths.length < BATCH) return;
      afterPath = paths.at(-1) ?? null;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  return {
    list() {
      const stored = [...catalogue.ignorePatterns()].map(([folderId, patterns]) => ({ folderId, patterns }));
      return { defaults: DEFAULT_IGNORE_PATTERNS, rules: stored };
    },
    async set({ folderId, patterns }) {
      const folders = foldersOf(folderId);
      const line = invalidPatternLines(patterns)[0];
      if (line !== undefined) throw new EngineError('invalidRules', 'a line is no pattern', { details: { line } });
      catalogue.setIgnorePatterns(folderId, patterns);
      rules.refresh();
      try {
        for (const folder of folders) await removeHidden(folder);
      } finally {
        library.rulesChanged(folders.map((folder) => folder.id));
      }
    },
    preview: async (change, { limit, signal }) =>
      previewRules({ catalogue, rules, folders: foldersOf(change.folderId), change, limit, signal }),
  };
}
