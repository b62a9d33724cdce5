import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { EngineError, type Contract, type FolderId, type RulesPreview } from '#contract';
import type { Client } from '#rpc';
import { withEngine, type CommandContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { folderAt } from '../folder-at.ts';
import { changeLines, printRules, rulesJson, type ShownRules } from '../print-rules.ts';
import { withoutControls, type Terminal } from '../terminal.ts';

const PATHS_SHOWN = 20;
const PATHS_IN_JSON = 1_000;

type Options = { readonly folder?: string; readonly json?: true };
/** Whose patterns a command is about: `path` null for those of all folders. */
type Scope = { readonly folderId: FolderId | null; readonly path: string | null };

export function rulesCommand(context: CommandContext): Command {
  const command = new Command('rules')
    .description('show or change which files are left out, by patterns as in .gitignore')
    .option('--json', 'print as JSON')
    .enablePositionalOptions()
    .action(async ({ json }: { json?: true }) => {
      await withEngine(context, async (client) => {
        const shown = await readRules(client);
        if (json === true) context.terminal.printJson(rulesJson(shown));
        else printRules(context.terminal, shown);
      });
    })
    .addHelpText(
      'after',
      `
A pattern such as "*.log" or "drafts/" leaves out files or folders of that name, "/drafts" only at the top of a folder
of the library, "!.config/" takes back what an earlier pattern leaves out. The patterns of a folder come after those of
all folders, and these after the defaults. What lies in a folder that is left out cannot be taken back by itself.
Put patterns in quotes, and "--" before one that starts with "-".`,
    );
  command.addCommand(addCommand(context));
  command.addCommand(removeCommand(context));
  command.addCommand(setCommand(context));
  command.addCommand(previewCommand(context));
  return command;
}

function addCommand(context: CommandContext): Command {
  return subcommand('add', 'add patterns after those that are there; they hold at once')
    .argument('<pattern...>', 'patterns, in quotes')
    .action(async (patterns: string[], options: Options) => {
      await edit(context, options, (lines) => [...lines.filter((line) => !patterns.includes(line)), ...patterns]);
    });
}

function removeCommand(context: CommandContext): Command {
  return subcommand('remove', 'remove patterns, each as "akin rules" shows it; this holds at once')
    .argument('<pattern...>', 'patterns, in quotes')
    .action(async (patterns: string[], options: Options) => {
      await edit(context, options, (lines) => {
        const unknown = patterns.filter((pattern) => !lines.includes(pattern));
        for (const pattern of unknown) {
          context.terminal.tell(`There is no pattern ${withoutControls(pattern)} there. "akin rules" shows them all.`);
        }
        if (unknown.length > 0) context.setExitCode(EXIT.nothingFound);
        return lines.filter((line) => !patterns.includes(line));
      });
    });
}

function setCommand(context: CommandContext): Command {
  return subcommand('set', 'replace all patterns, comments included, by those of a file; they hold at once')
    .requiredOption('--file <file>', 'one pattern a line; an empty file takes all patterns away')
    .action(async ({ file, ...options }: Options & { file: string }) => {
      const text = await readPatterns(context, file);
      if (text !== null) await edit(context, options, () => changeLines(text));
    });
}

function previewCommand(context: CommandContext): Command {
  return subcommand('preview', 'show what adding patterns would leave out and take back, and change nothing')
    .argument('<pattern...>', 'patterns, in quotes')
    .action(async (patterns: string[], options: Options) => {
      await withEngine(context, async (client) => {
        const scope = await scopeOf(context, client, options);
        if (scope === null) return;
        const lines = [...patternsOf(await readRules(client), scope), ...patterns];
        const limit = options.json === true ? PATHS_IN_JSON : PATHS_SHOWN;
        const change = { folderId: scope.folderId, patterns: lines.join('\n'), limit };
        const preview = await client.call('library.previewIgnoreRules', change);
        const invalid = preview.invalidLines[0];
        if (invalid !== undefined)
          throw new EngineError('invalidRules', 'no pattern', { details: { pattern: lines[invalid - 1] ?? '' } });
        if (options.json === true) {
          const { hidden, shown, hiddenPaths, shownPaths } = preview;
          return context.terminal.printJson({ hidden, shown, hiddenPaths, shownPaths });
        }
        printPreview(context.terminal, preview);
      });
    });
}

function subcommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--folder <path>', 'for this folder of the library alone; without it for all')
    .option('--json', 'print as JSON');
}

async function edit(context: CommandContext, options: Options, change: (lines: string[]) => string[]): Promise<void> {
  await withEngine(context, async (client) => {
    const scope = await scopeOf(context, client, options);
    if (scope === null) return;
    const before = patternsOf(await readRules(client), scope);
    const after = change(before);
    try {
      if (after.join('\n') !== before.join('\n')) {
        await client.call('library.setIgnoreRules', { folderId: scope.folderId, patterns: after.join('\n') });
      }
    } catch (error) {
      throw naming(error, after);
    }
    if (options.json === true) return context.terminal.printJson(rulesJson(await readRules(client)));
    const place = scope.path === null ? 'all folders' : withoutControls(scope.path);
    const count = after.filter((line) => line.trim() !== '' && !line.startsWith('#')).length;
    context.terminal.tell(`${count === 1 ? '1 pattern holds' : `${count} patterns hold`} for ${place}.`);
  });
}

/** Says which pattern it is: the user counts no lines on a command line. */
function naming(error: unknown, lines: readonly string[]): unknown {
  if (!(error instanceof EngineError) || error.code !== 'invalidRules') return error;
  const pattern = lines[Number(error.details['line']) - 1] ?? '';
  return new EngineError('invalidRules', error.message, { details: { ...error.details, pattern }, cause: error });
}

async function scopeOf(context: CommandContext, client: Client<Contract>, { folder }: Options): Promise<Scope | null> {
  if (folder === undefined) return { folderId: null, path: null };
  const found = await folderAt(context, client, folder);
  return found === null ? null : { folderId: found.id, path: found.path };
}

async function readRules(client: Client<Contract>): Promise<ShownRules> {
  const { defaults, rules } = await client.call('library.ignoreRules', {});
  return { defaults, rules, folders: await client.call('library.listFolders', {}) };
}

function patternsOf({ rules }: ShownRules, { folderId }: Scope): string[] {
  return changeLines(rules.find((each) => each.folderId === folderId)?.patterns ?? '');
}

/** Null, and told, where the file cannot be read. */
async function readPatterns(context: CommandContext, file: string): Promise<string | null> {
  try {
    return (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    context.terminal.tell(`The file ${withoutControls(file)} cannot be read (${code}).`);
    context.setExitCode(EXIT.failure);
    return null;
  }
}

function printPreview(terminal: Terminal, { hidden, shown, hiddenPaths, shownPaths }: RulesPreview): void {
  const parts = [
    { count: hidden, paths: hiddenPaths, what: 'would be left out' },
    { count: shown, paths: shownPaths, what: 'would be taken back' },
  ];
  for (const { count, paths, what } of parts) {
    terminal.printLine(terminal.bold(`${count === 1 ? '1 file' : `${count} files`} ${what}`));
    for (const path of paths) terminal.printLine(`  ${withoutControls(path)}`);
    if (count > paths.length) terminal.printLine(`  and ${count - paths.length} more`);
  }
}
