import { Command, InvalidArgumentError } from 'commander';
import { DOCUMENT_STATES, type Contract, type Counts, type DocumentSummary, type Folder } from '#contract';
import { explainHeld, explainTrouble } from '#hosts/node/folder-sentences.ts';
import { explainReason } from '#hosts/node/reasons.ts';
import type { Client } from '#rpc';
import { withEngine, type CommandContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { describeProgress } from '../progress-line.ts';
import { withoutControls, type Terminal } from '../terminal.ts';
import { describeCoverage, printTypes, spell } from '../coverage-lines.ts';
import { describeAbsence, explainAbsence, type Absence } from './absent-file.ts';
import { hasFilter, toFilter, withFilterOptions, type FilterOptions } from './file-filter.ts';
import { findFile } from './find-file.ts';
import { listFiles, printFile, printFileInFull, toJson } from './status-files.ts';

const PROBLEM_FILTER = { states: ['partial', 'skipped', 'failed'], reasons: [], types: [], under: null } as const;
const PROBLEMS_SHOWN = 20;
const FILES_SHOWN = 100;

type StatusOptions = FilterOptions & { files?: true; byType?: true; limit: number; json?: true };

export function statusCommand(context: CommandContext): Command {
  const command = new Command('status')
    .description('how far the library is, which files need attention and why, or where single files stand')
    .argument('[file...]', 'tell the state of these files, in the library or not')
    .option('--files', 'list files with state, reason and remedy; the options below choose which')
    .option('--by-type', 'count by type of file');
  withFilterOptions(command)
    .option('--limit <n>', 'files to list, or "all"', toLimit, FILES_SHOWN)
    .option('--json', 'print it as JSON (see "akin help json")')
    .addHelpText('after', '\nEnds with 3 where a file is not in the library, or none is as asked for.');
  return command.action(async (files: string[], options: StatusOptions) => {
    const isList = options.files === true || hasFilter(options);
    if (files.length > 0 && (isList || options.byType === true)) command.error('error: give files or options, not both');
    if (isList && options.byType === true) command.error('error: --by-type goes with no list of files');
    await withEngine(context, async (client) => {
      if (files.length > 0) await tellFiles(client, files, options, context);
      else if (isList) await tellList(client, options, context);
      else await tellLibrary(client, options, context.terminal);
    });
  });
}

async function tellLibrary(client: Client<Contract>, { json, byType }: StatusOptions, terminal: Terminal): Promise<void> {
  const progress = await client.call('library.progress', {});
  const folders = await client.call('library.listFolders', {});
  const coverage = await client.call('library.coverage', {});
  const filter = { ...PROBLEM_FILTER, states: [...PROBLEM_FILTER.states], reasons: [], types: [] };
  const { files, total } = await listFiles(client, filter, json === true ? Infinity : PROBLEMS_SHOWN);
  if (json === true) {
    const problems = files.map(({ path: file, state, reason }) => ({ path: file, state, reason }));
    const { counts, isSettled, isScanning, documentsTotal, remainingMs, trouble, paused, pausedUntil } = progress;
    const rest = { isSettled, isScanning, documentsTotal, remainingMs, trouble, paused, pausedUntil };
    const { byFolder: _byFolder, ...covered } = coverage;
    return terminal.printJson({ counts, problems, folders: folders.map(folderToJson), coverage: covered, ...rest });
  }
  if (folders.length === 0) return terminal.printLine('The library is empty. "akin add FOLDER" puts a folder into it.');
  for (const folder of folders) {
    terminal.printLine(terminal.bold(withoutControls(folder.path)));
    terminal.printLine(`  ${describeCounts(folder.counts)}`);
    if (folder.heldBecause !== null) terminal.printLine(`  ${explainHeld(folder.heldBecause)}`);
    for (const code of folder.troubles) terminal.printLine(`  ${explainTrouble(code)}`);
  }
  if (byType === true) printTypes(terminal, coverage);
  terminal.printLine(describeCoverage(coverage));
  terminal.printLine(describeProgress(progress));
  for (const { path: file, state, reason } of files) {
    const why = reason === null ? '' : `: ${explainReason(reason)}`;
    terminal.printLine(`  ${terminal.dim(state.padEnd(7))} ${withoutControls(file)}${why}`);
  }
  if (total > files.length) {
    terminal.printLine(`  and ${total - files.length} more; "akin status --files --state failed,skipped,partial" lists them`);
  }
}

async function tellList(client: Client<Contract>, options: StatusOptions, context: CommandContext): Promise<void> {
  const { terminal } = context;
  const { files, total } = await listFiles(client, toFilter(options), options.limit);
  if (total === 0) context.setExitCode(EXIT.nothingFound);
  if (options.json === true) return terminal.printJson({ total, files: files.map(toJson) });
  for (const file of files) printFile(terminal, file);
  if (total === 0) terminal.tell('No file of the library is like that.');
  else if (total > files.length) terminal.tell(`${total} files, ${files.length} shown; "--limit all" lists them all.`);
}

async function tellFiles(
  client: Client<Contract>,
  files: readonly string[],
  { json }: StatusOptions,
  { terminal, setExitCode }: CommandContext,
): Promise<void> {
  const answers: ({ known: DocumentSummary } | { file: string; absence: Absence })[] = [];
  for (const each of files) {
    const { known, file } = await findFile(client, each);
    answers.push(known === null ? { file, absence: await explainAbsence(client, file) } : { known });
  }
  if (answers.some((answer) => 'absence' in answer)) setExitCode(EXIT.nothingFound);
  if (json === true) {
    const shown = answers.map((answer) =>
      'known' in answer
        ? { ...toJson(answer.known), isInLibrary: true }
        : { path: answer.file, isInLibrary: false, because: answer.absence, explanation: describeAbsence(answer.absence) },
    );
    return terminal.printJson({ files: shown });
  }
  for (const answer of answers) {
    if ('known' in answer) printFileInFull(terminal, answer.known);
    else {
      terminal.printLine(terminal.bold(withoutControls(answer.file)));
      terminal.printLine(`  Not in the library. ${describeAbsence(answer.absence)}`);
    }
  }
}

function folderToJson({ path: folder, isAvailable, heldBecause, troubles, counts }: Folder): object {
  return { path: folder, isAvailable, heldBecause, troubles, counts };
}

function describeCounts(counts: Counts): string {
  const parts = DOCUMENT_STATES.filter((state) => counts[state] > 0).map((state) => `${spell(counts[state])} ${state}`);
  return parts.length === 0 ? 'no documents' : parts.join(', ');
}

function toLimit(value: string): number {
  const limit = value === 'all' ? Infinity : Number(value);
  if (limit !== Infinity && (!Number.isInteger(limit) || limit < 1)) {
    throw new InvalidArgumentError('Give a number from 1, or "all".');
  }
  return limit;
}
