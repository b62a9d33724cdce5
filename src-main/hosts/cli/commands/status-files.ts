import type { Contract, DocumentState, DocumentSummary, FileFilter, Result } from '#contract';
import type { Client } from '#rpc';
import { explainReason, remedyFor } from '#hosts/node/reasons.ts';
import { withoutControls, type Terminal } from '../terminal.ts';

const FILES_PER_CALL = 1000;

const STATE_PHRASES: Readonly<Record<DocumentState, string>> = {
  queued: 'waits to be read',
  nameOnly: 'found by its name',
  words: 'found by its words; its meaning follows',
  indexed: 'searchable',
  partial: 'searchable in part',
  skipped: 'not read',
  failed: 'could not be read',
};

export function describeState(state: DocumentState): string {
  return STATE_PHRASES[state];
}

/** The first `limit` files by path, and how many there are. */
export async function listFiles(
  client: Client<Contract>,
  filter: FileFilter,
  limit: number,
): Promise<{ readonly files: DocumentSummary[]; readonly total: number }> {
  const files: DocumentSummary[] = [];
  let cursor: string | null = null;
  for (;;) {
    const page: Result<Contract, 'library.files'> = await client.call('library.files', {
      filter,
      limit: Math.min(FILES_PER_CALL, limit - files.length),
      cursor,
    });
    files.push(...page.files);
    cursor = page.nextCursor;
    if (cursor === null || files.length >= limit) return { files, total: page.total };
  }
}

/** One line with state and path, and where there is a reason one more with it and what to do. */
export function printFile(terminal: Terminal, { path, state, reason }: DocumentSummary): void {
  terminal.printLine(`${terminal.dim(state.padEnd(8))} ${withoutControls(path)}`);
  if (reason !== null) terminal.printLine(`         ${describeReason(reason)}`);
}

/** All that is known of one file, for people. */
export function printFileInFull(terminal: Terminal, file: DocumentSummary): void {
  terminal.printLine(terminal.bold(withoutControls(file.path)));
  terminal.printLine(`  ${file.type}, ${describeState(file.state)}`);
  if (file.reason !== null) terminal.printLine(`  ${describeReason(file.reason)}`);
}

/** The stable form: keys may be added, none is renamed or taken away. */
export function toJson({ path, type, state, reason, sizeBytes, modifiedAt }: DocumentSummary): object {
  return {
    path,
    type,
    state,
    reason,
    explanation: reason === null ? null : explainReason(reason),
    remedy: reason === null ? null : remedyFor(reason),
    sizeBytes,
    modifiedAt,
  };
}

function describeReason(reason: NonNullable<DocumentSummary['reason']>): string {
  const phrase = explainReason(reason);
  const remedy = remedyFor(reason);
  return `${phrase.charAt(0).toUpperCase()}${phrase.slice(1)}.${remedy === null ? '' : ` ${remedy}`}`;
}
