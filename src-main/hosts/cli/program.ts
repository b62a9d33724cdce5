import { Command, CommanderError } from 'commander';
import { EngineError } from '#contract';
import { version } from '#hosts/node/entries.ts';
import { addCommand } from './commands/add.ts';
import { doctorCommand } from './commands/doctor.ts';
import { encodingCommand } from './commands/encoding.ts';
import { evalCommand } from './commands/eval.ts';
import { forgetCommand } from './commands/forget.ts';
import { helpCommand } from './commands/help.ts';
import { historyCommand } from './commands/history.ts';
import { indexCommand } from './commands/index.ts';
import { openCommand } from './commands/open.ts';
import { pauseCommand, resumeCommand } from './commands/pause.ts';
import { privacyCommand } from './commands/privacy.ts';
import { removeCommand } from './commands/remove.ts';
import { rescanCommand } from './commands/rescan.ts';
import { rulesCommand } from './commands/rules.ts';
import { retryCommand } from './commands/retry.ts';
import { searchCommand } from './commands/search.ts';
import { serveCommand } from './commands/serve.ts';
import { settingsCommand } from './commands/settings.ts';
import { statusCommand } from './commands/status.ts';
import { textCommand } from './commands/text.ts';
import { whyCommand } from './commands/why.ts';
import type { CommandContext } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { describeError } from '#hosts/node/sentences.ts';

const COMMANDS = [
  addCommand,
  removeCommand,
  rescanCommand,
  indexCommand,
  pauseCommand,
  resumeCommand,
  statusCommand,
  retryCommand,
  searchCommand,
  whyCommand,
  textCommand,
  encodingCommand,
  openCommand,
  serveCommand,
  rulesCommand,
  settingsCommand,
  doctorCommand,
  evalCommand,
  historyCommand,
  privacyCommand,
  forgetCommand,
];

/** Runs one command line (without the program's name) and resolves with its exit code; never rejects. */
export async function runProgram(argv: readonly string[], context: Omit<CommandContext, 'setExitCode'>): Promise<number> {
  let exitCode: number = EXIT.ok;
  const program = createProgram({ ...context, setExitCode: (code) => (exitCode = code) });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has said already what is wrong.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    context.terminal.tell(`akin: ${describeError(error)}`);
    return exitCodeOf(error);
  }
}

function createProgram(context: CommandContext): Command {
  const program = new Command('akin')
    .description('Private document search: finds anything in your own files by what it means, offline.')
    .version(version, '-V, --version')
    // An option after a command is that command's: "rules" and "rules add" both have --json.
    .enablePositionalOptions()
    .helpCommand(false);
  for (const create of COMMANDS) program.addCommand(create(context));
  program.addCommand(helpCommand(context, program));
  redirect(program, context);
  return program;
}

/** Output of a command and its subcommands goes where the context says, and nothing ends the process. */
function redirect(command: Command, context: CommandContext): void {
  command
    .exitOverride()
    .configureOutput({ writeOut: context.terminal.print, writeErr: (text) => context.terminal.tell(text.trimEnd()) });
  for (const inner of command.commands) redirect(inner, context);
}

function exitCodeOf(error: unknown): number {
  if (!(error instanceof EngineError)) return EXIT.failure;
  switch (error.code) {
    case 'connectionLost':
    case 'engineUnavailable':
    case 'protocolMismatch':
    case 'indexLocationUnusable':
      return EXIT.engineUnavailable;
    case 'documentNotFound':
      return EXIT.nothingFound;
    default:
      return EXIT.failure;
  }
}
