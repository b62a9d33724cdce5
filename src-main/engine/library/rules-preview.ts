import { setImmediate as nextTurn } from 'node:timers/promises';
import { EngineError, type RulesPreview } from '#contract';
import type { Catalogue, FolderRecord } from '#engine/catalogue/catalogue.ts';
import { invalidPatternLines } from './check-patterns.ts';
import { createFirstPaths, type FirstPaths } from './first-paths.ts';
import type { FolderRules } from './folder-rules.ts';
import { patternLines, type IgnoreRules } from './ignore-rules.ts';
import { walkFolder } from './walk-folder.ts';

/** A page of paths takes milliseconds to read, and to test against a thousand patterns. */
const READ_BATCH = 200;

/**
 * What other patterns would hide of the catalogue and show of the disk, in these folders. What they could not show is
 * not walked. Errors: cancelled.
 */
export async function previewRules(options: {
  readonly catalogue: Pick<Catalogue, 'pathsOf'>;
  readonly rules: FolderRules;
  readonly folders: readonly FolderRecord[];
  readonly change: { readonly folderId: number | null; readonly patterns: string };
  /** Most paths of each kind in the answer. */
  readonly limit: number;
  readonly signal: AbortSignal;
}): Promise<RulesPreview> {
  const hidden = createFirstPaths(options.limit);
  const shown = createFirstPaths(options.limit);
  for (const folder of options.folders) {
    const [before, after] = [options.rules.rulesOf(folder), options.rules.rulesWith(folder, options.change)];
    if (before.patterns === after.patterns) continue;
    await findHidden({ ...options, folder, after, hidden });
    if (mayShow(before.patterns, after.patterns)) await findShown({ ...options, folder, before, after, shown });
  }
  return {
    hidden: hidden.count,
    shown: shown.count,
    hiddenPaths: hidden.first(),
    shownPaths: shown.first(),
    invalidLines: invalidPatternLines(options.change.patterns),
  };
}

async function findHidden(options: {
  readonly catalogue: Pick<Catalogue, 'pathsOf'>;
  readonly folder: FolderRecord;
  readonly after: IgnoreRules;
  readonly hidden: FirstPaths;
  readonly signal: AbortSignal;
}): Promise<void> {
  let afterPath: string | null = null;
  for (;;) {
    throwIfAborted(options.signal);
    const paths: string[] = [...options.catalogue.pathsOf(options.folder.id, { afterPath, limit: READ_BATCH }).keys()];
    for (const path of paths) if (options.after.ignores(path, 'file')) options.hidden.add(path);
    if (paths.length < READ_BATCH) return;
    afterPath = paths.at(-1) ?? null;
    await nextTurn();
  }
}

async function findShown(options: {
  readonly folder: FolderRecord;
  readonly before: IgnoreRules;
  readonly after: IgnoreRules;
  readonly shown: FirstPaths;
  readonly signal: AbortSignal;
}): Promise<void> {
  const { before, after } = options;
  await walkFolder(options.folder.path, {
    signal: options.signal,
    // What is shown already need not be looked at.
    ignores: (path, kind) => after.ignores(path, kind) || (kind === 'file' && !before.ignores(path, 'file')),
    onFile: ({ path }) => options.shown.add(path),
  });
}

/** False where patterns were only added, and none of them takes back: whatever was hidden stays so. */
function mayShow(before: string, after: string): boolean {
  const old = patternLines(before);
  let kept = 0;
  for (const line of patternLines(after)) {
    if (kept < old.length && line === old[kept]) kept += 1;
    else if (line.startsWith('!')) return true;
  }
  return kept < old.length;
}

function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new EngineError('cancelled', 'the preview was cancelled');
}
