import { setImmediate as nextTurn } from 'node:timers/promises';
import { DOCUMENT_STATES, EngineError, type Contract, type Counts, type Coverage, type FolderId, type Reason } from '#contract';
import type { Implementation } from '#rpc';
import type { Catalogue, FolderRecord, Tally } from './catalogue/catalogue.ts';
import { isInside } from './catalogue/paths.ts';
import { decodePathCursor, nextPathCursor } from './path-cursor.ts';
import { toProblem, toSummary } from './summaries.ts';

type Methods = Implementation<Contract>['methods'];

/** Documents queued again in one transaction: some milliseconds. */
const RETRY_BATCH = 1_000;

/** What every file's state is, how much of the library can be found, and reading files again. */
export function createAccounting(
  catalogue: Catalogue,
  options: { /** Called when documents were queued. */ onQueued(): void },
): Pick<Methods, 'library.files' | 'library.subfolders' | 'library.coverage' | 'library.problems' | 'library.retry'> {
  return {
    'library.problems'({ limit, cursor }) {
      const { problems, total } = catalogue.problems({ limit, afterPath: decodePathCursor(cursor) });
      return { problems: problems.flatMap(toProblem), total, nextCursor: nextPathCursor(problems, limit) };
    },
    'library.files'({ filter, limit, cursor }) {
      const { documents, total } = catalogue.listFiles({ filter, limit, afterPath: decodePathCursor(cursor) });
      return { files: documents.map(toSummary), total, nextCursor: nextPathCursor(documents, limit) };
    },
    'library.subfolders'({ path, limit }) {
      if (!catalogue.listFolders().some((folder) => isInside(folder.path, path)))
        throw new EngineError('folderNotFound', 'not a folder of the library');
      const subfolders = catalogue.subfolders(path);
      return { subfolders: subfolders.slice(0, limit), total: subfolders.length };
    },
    'library.coverage'() {
      const folders = catalogue.listFolders().map((folder) => ({ folder, counts: catalogue.counts(folder.id) }));
      return measureCoverage(catalogue.tallies(), folders);
    },
    async 'library.retry'({ documentIds, filter }) {
      // Listed once: a file that fails again at once must not be queued for ever.
      const ids = catalogue.retryable(documentIds, filter);
      let queued = 0;
      for (let start = 0; start < ids.length; start += RETRY_BATCH) {
        queued += catalogue.queueAgain(ids.slice(start, start + RETRY_BATCH));
        options.onQueued();
        await nextTurn();
      }
      return { queued };
    },
  };
}

/** Types and reasons by falling count, ties by name. */
export function measureCoverage(
  tallies: readonly Tally[],
  folders: readonly { readonly folder: FolderRecord; readonly counts: Counts }[],
): Coverage {
  const all = noCounts();
  const byType = new Map<string, Counts>();
  const byReason = new Map<Reason, number>();
  for (const { type, state, reason, count } of tallies) {
    all[state] += count;
    const counts = byType.get(type) ?? noCounts();
    counts[state] += count;
    byType.set(type, counts);
    if (reason !== null) byReason.set(reason, (byReason.get(reason) ?? 0) + count);
  }
  return {
    total: totalOf(all),
    searchable: all.words + all.indexed + all.partial,
    nameOnly: all.nameOnly,
    waiting: all.queued,
    attention: all.partial + all.skipped + all.failed,
    byType: [...byType]
      .map(([type, counts]) => ({ type, counts }))
      .sort((a, b) => totalOf(b.counts) - totalOf(a.counts) || compare(a.type, b.type)),
    byReason: [...byReason]
      .map(([reason, count]) => ({ reason, count }))
      .sort((a, b) => b.count - a.count || compare(a.reason, b.reason)),
    byFolder: folders.map(({ folder, counts }) => ({ folderId: folder.id as FolderId, path: folder.path, counts })),
  };
}

function noCounts(): Counts {
  return { queued: 0, nameOnly: 0, words: 0, indexed: 0, partial: 0, skipped: 0, failed: 0 };
}

function totalOf(counts: Counts): number {
  return DOCUMENT_STATES.reduce((sum, state) => sum + counts[state], 0);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
