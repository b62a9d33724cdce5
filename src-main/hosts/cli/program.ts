import { Command, CommanderError } from 'commander';
import { EngineError } from '#contract';
import { version } from '#hosts/node/entries.ts';
import { addCommand } from './commands/add.ts';
import { doctorCommand } from './commands/doctor.ts';
import { forgetCommand } from './commands/forget.ts';
import { helpCommand } from './commands/help.ts';
import { indexCommand } from './commands/index.ts';
import { openCommand } from './commands/open.ts';
import { removeCommand } from './commands/remove.ts';
import { searchCommand } from './commands/search.ts';
import { serveCommand } from './commands/serve.ts';
import { settingsCommand } from './commands/settings.ts';
import { statusCommand } from './commands/status.ts';
import { textCommand } from './commands/text.ts';
import type { CommandContext } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { describeError } from '#hosts/node/sentences.ts';

const COMMANDS = [
  addCommand,
  removeCommand,
  indexCommand,
  statusCommand,
  searchCommand,
  textCommand,
  openCommand,
  serveCommand,
  settingsCommand,
  doctorCommand,
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
    .helpCommand(false);
  for (const create of COMMANDS) program.addCommand(create(context));
  program.addCommand(helpCommand(context, program));
  for (const command of [program, ...program.commands]) {
    command
      .exitOverride()
      .configureOutput({ writeOut: context.terminal.print, writeErr: (text) => context.terminal.tell(text.trimEnd()) });
  }
  return program;
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
