import { Command } from 'commander';
import { withEngine, type CommandContext } from '../context.ts';

export function forgetCommand(context: CommandContext): Command {
  return new Command('forget')
    .description('erase index, extracted texts, folders, settings, history and saved searches; your files stay untouched')
    .requiredOption('--all', 'say that all of it shall go')
    .action(async () => {
      await withEngine(context, async (client) => {
        await client.call('engine.forgetAll', {});
        context.terminal.tell('Akin has forgotten everything. Your files are untouched.');
      });
    });
}
