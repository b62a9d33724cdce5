import { Command } from 'commander';
import { withEngine, type CommandContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { printWhy } from '../print-why.ts';
import { withoutControls } from '../terminal.ts';
import { describeAbsence, explainAbsence } from './absent-file.ts';
import { findFile } from './find-file.ts';
import { toFilters, withSearchOptions, type SearchOptions } from './search-options.ts';

export function whyCommand(context: CommandContext): Command {
  const command = new Command('why')
    .description('say why a file is, or is not, among the results of a search')
    .argument('<file>', 'the file that was expected')
    .argument('<query...>', 'what was looked for, as for "akin search"');
  withSearchOptions(command)
    .option('--json', 'print the answer as JSON (see "akin help json")')
    .addHelpText('after', '\nEnds with 3 where the file is not among the results. A query with a dash comes after "--".');
  return command.action(async (given: string, words: string[], options: SearchOptions & { json?: true }) => {
    await withEngine(context, async (client) => {
      const { terminal } = context;
      const { file, known } = await findFile(client, given);
      if (known === null) {
        const absence = await explainAbsence(client, file);
        if (options.json === true) terminal.printJson({ path: file, cutOffBy: 'notInLibrary', absence });
        else terminal.printLine(`${withoutControls(file)} is not in the library. ${describeAbsence(absence)}`);
        return context.setExitCode(EXIT.nothingFound);
      }
      const { mode } = options;
      const asked = { documentId: known.id, query: words.join(' '), filters: toFilters(options), mode };
      const why = await client.call('search.why', asked);
      if (options.json === true) terminal.printJson(why);
      else printWhy(terminal, why);
      if (why.cutOffBy !== 'ranked') context.setExitCode(EXIT.nothingFound);
    });
  });
}
