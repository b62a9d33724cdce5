import { existsSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { openWithSystem } from '#hosts/node/open-with-system.ts';
import { withEngine, type CommandContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { withoutControls } from '../terminal.ts';

export function openCommand(context: CommandContext): Command {
  return new Command('open')
    .description('open a file, or the best result of a query, with its usual program')
    .argument('<what...>', 'a path, or a query')
    .action(async (what: string[]) => {
      const { terminal, setExitCode } = context;
      const file = await choose(what, context);
      if (file === null) {
        terminal.tell('Nothing was found.');
        return setExitCode(EXIT.nothingFound);
      }
      terminal.printLine(withoutControls(file));
      if (await openWithSystem(file)) return;
      terminal.tell('The system has no program to open it with.');
      setExitCode(EXIT.failure);
    });
}

async function choose(what: readonly string[], context: CommandContext): Promise<string | null> {
  const asPath = path.resolve(what.join(' '));
  if (existsSync(asPath)) return asPath;
  return withEngine(context, async (client) => {
    const { results } = await client.call('search.query', { query: what.join(' '), limit: 1 });
    return results[0]?.path ?? null;
  });
}
