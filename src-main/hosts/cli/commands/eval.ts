import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { bundledModelsFolder } from '#hosts/node/entries.ts';
import { evaluateFolder, type EvaluationStep, type FolderEvaluation } from '#hosts/node/evaluate-folder.ts';
import { withEngine, type CommandContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { interruptible } from '../interruptible.ts';
import { mineLines, modeLines } from '../print-quality.ts';
import { describeProgress } from '../progress-line.ts';
import { withoutControls } from '../terminal.ts';

const MOST_MINE = 1_000;
const MINE = 200;

type EvalOptions = { mine?: true; run?: string; limit?: number; seed?: number; json?: true };

export function evalCommand(context: CommandContext): Command {
  const command = new Command('eval')
    .description('measure how well words, meaning and both together find what they should')
    .argument('[folder]', 'a judged set in the form of BEIR: corpus.jsonl, queries.jsonl, qrels.tsv')
    .option('--mine', 'instead of a folder: known documents of your own library, asked for by titles, headings and sentences')
    .option('--run <prefix>', 'write PREFIX.words.trec, PREFIX.meaning.trec and PREFIX.hybrid.trec; needs no qrels.tsv')
    .option('--limit <n>', `ask at most so many queries (with --mine ${MINE} unless given, ${MOST_MINE} at most)`, toCount)
    .option('--seed <n>', 'with --mine: another number draws other documents', toSeed)
    .option('--json', 'print the figures as JSON (see "akin help json")')
    .addHelpText(
      'after',
      '\nA folder is indexed in a place of its own, which is deleted afterwards. See "akin help evaluation".',
    );
  return command.action(async (folder: string | undefined, options: EvalOptions) => {
    if ((folder === undefined) === (options.mine === undefined)) command.error('error: give a folder, or --mine');
    if (folder !== undefined && options.seed !== undefined) command.error('error: --seed goes with --mine');
    if (folder === undefined && options.run !== undefined) command.error('error: --run goes with a folder');
    if (folder === undefined && (options.limit ?? 0) > MOST_MINE) command.error(`error: --limit is ${MOST_MINE} at most`);
    await interruptible(context, (signal) =>
      folder === undefined ? measureMine(context, options, signal) : measureFolder(context, { folder, ...options, signal }),
    );
    context.terminal.showProgress(null);
  });
}

async function measureFolder(
  context: CommandContext,
  { folder, run, limit, json, signal }: EvalOptions & { folder: string; signal: AbortSignal },
): Promise<void> {
  const { terminal } = context;
  if (run !== undefined && !(await canWriteBeside(context, run))) return;
  const result = await evaluateFolder(path.resolve(folder), {
    modelsFolder: bundledModelsFolder,
    signal,
    ...(run === undefined ? {} : { runPrefix: path.resolve(run) }),
    ...(limit === undefined ? {} : { limit }),
    onStep: (step) => terminal.showProgress(describeStep(step)),
  });
  for (const sentence of caveats(result)) terminal.tell(sentence);
  const { set, queries, documents, model, modes } = result;
  if (json === true) return terminal.printJson({ set, queries, documents, model, modes });
  terminal.printLine(terminal.bold(`${withoutControls(set)}: ${queries} queries, ${documents} documents, model ${model}`));
  for (const line of modeLines(modes)) terminal.printLine(line);
}

async function measureMine(context: CommandContext, { limit, seed, json }: EvalOptions, signal: AbortSignal): Promise<void> {
  const { terminal } = context;
  await withEngine(context, async (client) => {
    terminal.showProgress('Asking for documents of yours by words, by meaning and by both');
    const report = await client.call(
      'evaluation.mine',
      { queries: limit ?? MINE, ...(seed === undefined ? {} : { seed }) },
      { signal },
    );
    if (report.queries === 0) {
      terminal.tell(
        'There is nothing to ask for yet: no document with enough text is fully indexed. "akin status" says how far it is.',
      );
      context.setExitCode(EXIT.nothingFound);
    }
    if (report.withoutMeaning > 0) terminal.tell(sayWithoutMeaning(report.withoutMeaning, report.queries));
    if (json === true) return terminal.printJson(report);
    if (report.queries > 0) for (const line of mineLines(report, terminal)) terminal.printLine(line);
  });
}

/** Said on stderr: what makes the figures mean less than they seem to. */
function caveats({ counts, withoutText, withoutMeaning, queries }: FolderEvaluation): string[] {
  const unread = counts.skipped + counts.failed;
  return [
    ...(unread > 0 ? [`${unread} documents have no text that could be read, and cannot be found.`] : []),
    ...(withoutText > 0 ? [`${withoutText} judged queries are not in queries.jsonl, and were left out.`] : []),
    ...(withoutMeaning > 0 ? [sayWithoutMeaning(withoutMeaning, queries)] : []),
  ];
}

function sayWithoutMeaning(count: number, queries: number): string {
  return `${count} of ${queries} queries were answered by words alone: the model cannot read their script, or it did not run.`;
}

function describeStep(step: EvaluationStep): string {
  switch (step.kind) {
    case 'writing':
      return 'Writing the documents';
    case 'indexing':
      return `Indexing ${describeProgress(step.progress)}`;
    case 'asking':
      return `Asking by ${step.mode}: ${step.done} of ${step.total} queries`;
  }
}

/** Seen to before the work, which may take an hour. */
async function canWriteBeside({ terminal, setExitCode }: CommandContext, prefix: string): Promise<boolean> {
  const folder = path.dirname(path.resolve(prefix));
  try {
    await access(folder, constants.W_OK);
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    terminal.tell(`Runs cannot be written to ${withoutControls(folder)} (${code}).`);
    setExitCode(EXIT.failure);
    return false;
  }
}

function toCount(value: string): number {
  const count = Number(value);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('Give a whole number from 1.');
  return count;
}

function toSeed(value: string): number {
  const seed = Number(value);
  if (!Number.isInteger(seed) || seed < 0 || seed > 4_294_967_295) {
    throw new InvalidArgumentError('Give a whole number from 0 to 4294967295.');
  }
  return seed;
}
