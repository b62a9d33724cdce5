import type { Catalogue, FolderRecord } from '#engine/catalogue/catalogue.ts';
import { DEFAULT_IGNORE_PATTERNS } from './default-ignore-patterns.ts';
import { createIgnoreRules, joinPatterns, type IgnoreRules } from './ignore-rules.ts';

/** Gives the rules in force for a folder now; the same object as long as they have not changed. */
export type RulesOf = (folder: FolderRecord) => IgnoreRules;

export type FolderRules = {
  readonly rulesOf: RulesOf;
  /** The rules that a folder would have if these patterns were its own, or those of all folders for `folderId` null. */
  rulesWith(folder: FolderRecord, change: { readonly folderId: number | null; readonly patterns: string }): IgnoreRules;
  /** The patterns in force below a folder that is not in the library yet. */
  patternsOfNewFolders(): string;
  /** Reads the patterns again. To be called when they changed in the catalogue. */
  refresh(): void;
};

/** The rules of every folder, from the defaults and from what the catalogue keeps. */
export function createFolderRules(catalogue: Pick<Catalogue, 'ignorePatterns'>): FolderRules {
  let patterns = catalogue.ignorePatterns();
  const known = new Map<number, IgnoreRules>();

  function joined(folderId: number, stored: ReadonlyMap<number | null, string>): string {
    return joinPatterns({
      defaults: DEFAULT_IGNORE_PATTERNS,
      global: stored.get(null) ?? '',
      folder: stored.get(folderId) ?? '',
    });
  }

  return {
    rulesOf(folder) {
      let rules = known.get(folder.id);
      if (rules === undefined) {
        rules = createIgnoreRules({ root: folder.path, patterns: joined(folder.id, patterns) });
        known.set(folder.id, rules);
      }
      return rules;
    },
    rulesWith(folder, change) {
      const changed = new Map(patterns).set(change.folderId, change.patterns);
      return createIgnoreRules({ root: folder.path, patterns: joined(folder.id, changed) });
    },
    patternsOfNewFolders: () => joinPatterns({ defaults: DEFAULT_IGNORE_PATTERNS, global: patterns.get(null) ?? '', folder: '' }),
    refresh() {
      patterns = catalogue.ignorePatterns();
      for (const [folderId, rules] of known) if (rules.patterns !== joined(folderId, patterns)) known.delete(folderId);
    },
  };
}
