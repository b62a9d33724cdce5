import { Command } from 'commander';
import type { Setting } from '#contract';
import { withEngine, type CommandContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';

export function settingsCommand(context: CommandContext): Command {
  const command = new Command('settings')
    .description('list settings, show one, or change one')
    .argument('[key]', 'the setting')
    .argument('[value]', 'its new value')
    .option('--reset', 'give it back its default')
    .option('--json', 'print as JSON');
  return command.action(
    async (key: string | undefined, value: string | undefined, { reset, json }: { reset?: true; json?: true }) => {
      if (reset === true && (key === undefined || value !== undefined)) command.error('error: --reset takes a key and no value');
      await withEngine(context, async (client) => {
        let shown: readonly Setting[];
        if (key === undefined) shown = await client.call('settings.list', {});
        else if (reset === true) shown = [await client.call('settings.reset', { key })];
        else if (value !== undefined) shown = [await client.call('settings.set', { key, value: parseValue(value) })];
        else shown = (await client.call('settings.list', {})).filter((setting) => setting.key === key);

        if (shown.length === 0) {
          context.terminal.tell(`There is no setting ${key}. "akin settings" lists them all.`);
          return context.setExitCode(EXIT.nothingFound);
        }
        if (json === true) return context.terminal.printJson({ settings: shown });
        for (const { key: name, value: current, defaultValue } of shown) {
          const note = current === defaultValue ? '' : context.terminal.dim(`  (default ${defaultValue})`);
          context.terminal.printLine(`${name} = ${current}${note}`);
        }
      });
    },
  );
}

/** As the schema of the setting wants it: the engine says no where it does not fit. */
function parseValue(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}
