import type { Coverage, DocumentState, DocumentSummary, Folder, Progress, Reason } from '#contract';
import type { Connection } from '../client/connection.ts';
import { FILE_CHOICES } from './file-list-state.svelte.ts';

/** Where the library stands, for keeping or for showing to somebody who helps. Times are ISO 8601 in UTC. */
export type StatusExport = {
  readonly writtenAt: string;
  readonly coverage: Coverage;
  readonly progress: Progress;
  readonly folders: readonly Folder[];
  /** Every file that needs attention, by path. */
  readonly attention: readonly {
    readonly path: string;
    readonly type: string;
    readonly state: DocumentState;
    readonly reason: Reason | null;
    readonly sizeBytes: number;
    readonly modifiedAt: string;
  }[];
};

const FILES_PER_CALL = 1000;

/** Asks for all of it, page by page: some milliseconds for each thousand files. */
export async function gatherStatus(connection: Connection, now: Date): Promise<StatusExport> {
  const [coverage, progress, folders] = await Promise.all([
    connection.ask('library.coverage', {}),
    connection.ask('library.progress', {}),
    connection.ask('library.listFolders', {}),
  ]);
  const files: DocumentSummary[] = [];
  let cursor: string | null = null;
  do {
    const filter = { states: [...FILE_CHOICES.attention] };
    const page: { files: DocumentSummary[]; nextCursor: string | null } = await connection.ask('library.files', {
      filter,
      limit: FILES_PER_CALL,
      cursor,
    });
    files.push(...page.files);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return {
    writtenAt: now.toISOString(),
    coverage,
    progress,
    folders,
    attention: files.map(({ path, type, state, reason, sizeBytes, modifiedAt }) => ({
      path,
      type,
      state,
      reason,
      sizeBytes,
      modifiedAt: new Date(modifiedAt).toISOString(),
    })),
  };
}
