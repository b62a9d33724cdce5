import { Command, InvalidArgumentError } from 'commander';
import { MAX_HISTORY } from '#contract';
import { withEngine, type CommandContext } from '../context.ts';
import { withoutControls } from '../terminal.ts';

export function historyCommand(context: CommandContext): Command {
  const { terminal } = context;
  const command = new Command('history')
    .description('list the searches made in the page, the newest first, or erase them')
    .option('--limit <n>', 'how many', parseLimit, 50)
    .option('--json', 'print as JSON')
    .action(async ({ limit, json }: { limit: number; json?: true }) => {
      await withEngine(context, async (client) => {
        const history = await client.call('history.list', { limit });
        if (json === true) return terminal.printJson({ history });
        for (const { query, at } of history) {
          terminal.printLine(`${terminal.dim(new Date(at).toLocaleString('sv-SE').slice(0, 16))}  ${withoutControls(query)}`);
        }
        if (history.length === 0) terminal.tell('No searches are remembered. "akin help privacy" says what is, and what is not.');
      });
    });
  return command.addCommand(
    new Command('clear')
      .description('erase the searches and which files were opened, from the disk too; saved searches stay')
      .action(async () => {
        await withEngine(context, async (client) => {
          await client.call('history.clear', {});
          terminal.tell(
            'Searches and recent files are erased. "akin settings history.enabled false" remembers none from now on.',
          );
        });
      }),
  );
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_HISTORY) {
    throw new InvalidArgumentError(`It must be a number from 1 to ${MAX_HISTORY}.`);
  }
  return limit;
}
