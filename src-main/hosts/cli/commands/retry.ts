import { Command } from 'commander';
import type { Contract, DocumentId } from '#contract';
import type { Client } from '#rpc';
import { withEngine, type CommandContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { withoutControls } from '../terminal.ts';
import { describeAbsence, explainAbsence } from './absent-file.ts';
import { hasFilter, toFilter, withFilterOptions, type FilterOptions } from './file-filter.ts';
import { findFile } from './find-file.ts';

/** The most that the contract takes at once. */
const DOCUMENTS_PER_CALL = 10_000;

type RetryOptions = FilterOptions & { all?: true; json?: true };

export function retryCommand(context: CommandContext): Command {
  const command = new Command('retry')
    .description('read files again that failed, were skipped or are searchable in part, changed or not')
    .argument('[file...]', 'files of the library')
    .option('--all', 'all such files');
  withFilterOptions(command)
    .option('--json', 'print how many were queued as JSON')
    .addHelpText('after', '\nReturns at once; "akin index" waits. Ends with 3 where there was nothing to read again.');
  return command.action(async (files: string[], options: RetryOptions) => {
    const isChoice = options.all === true || hasFilter(options);
    if (files.length === 0 && !isChoice) command.error('error: give files, --all, or what to choose them by');
    if (files.length > 0 && isChoice) command.error('error: give files or options, not both');
    await withEngine(context, async (client) => {
      const documentIds = files.length === 0 ? null : await findAll(client, files, context);
      const queued = await queue(client, documentIds, options);
      if (options.json === true) context.terminal.printJson({ queued });
      else if (queued === 0) context.terminal.tell('There was nothing to read again.');
      else context.terminal.tell(`${queued} ${queued === 1 ? 'file is' : 'files are'} read again.`);
      if (queued === 0) context.setExitCode(EXIT.nothingFound);
    });
  });
}

async function findAll(client: Client<Contract>, files: readonly string[], context: CommandContext): Promise<DocumentId[]> {
  const ids: DocumentId[] = [];
  for (const each of files) {
    const { known, file } = await findFile(client, each);
    if (known !== null) ids.push(known.id);
    else {
      const absence = describeAbsence(await explainAbsence(client, file));
      context.terminal.tell(`${withoutControls(file)} is not in the library. ${absence}`);
      context.setExitCode(EXIT.nothingFound);
    }
  }
  return ids;
}

async function queue(client: Client<Contract>, ids: readonly DocumentId[] | null, options: RetryOptions): Promise<number> {
  const filter = toFilter(options);
  if (ids === null) return (await client.call('library.retry', { filter })).queued;
  let queued = 0;
  for (let start = 0; start < ids.length; start += DOCUMENTS_PER_CALL) {
    const documentIds = ids.slice(start, start + DOCUMENTS_PER_CALL);
    queued += (await client.call('library.retry', { documentIds, filter })).queued;
  }
  return queued;
}
