import type { DocumentId, FileStatus } from '#contract';
import type { Connection } from '../client/connection.ts';

const PAUSE_MS = 300;
/** A long document takes its time; whoever waits longer than this is told what is so far. */
const MAX_TRIES = 200;

/**
 * Has one file read again, whether its last reading failed or it changed since, and waits until it was. Resolves with what
 * became of it. Errors: `documentNotFound` where it is no longer in the library, `connectionLost`.
 */
export async function readFileAgain(connection: Connection, documentId: DocumentId): Promise<FileStatus> {
  await connection.call('library.retry', { documentIds: [documentId] });
  await connection.call('library.rescan', {});
  for (let attempt = 1; ; attempt += 1) {
    const { status } = await connection.ask('library.fileStatus', { documentId });
    if (status !== 'changed' || attempt >= MAX_TRIES) return status;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
