import path from 'node:path';
import { Command } from 'commander';
import { EngineError, type Contract, type Folder } from '#contract';
import type { Client } from '#rpc';
import { withEngine, type CommandContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { describeError } from '#hosts/node/sentences.ts';
import { withoutControls } from '../terminal.ts';

export function addCommand(context: CommandContext): Command {
  const command = new Command('add')
    .description('watch and index folders')
    .argument('[path...]', 'folders to add')
    .option('--sample', 'add the sample library: some thirty documents to try searching with')
    .option('--json', 'print the folders as JSON')
    .addHelpText(
      'after',
      '\nReturns at once; the files are read in the background, also after the command has ended. "akin remove --sample" takes the samples out again.',
    );
  return command.action(async (paths: string[], { sample, json }: { sample?: true; json?: true }) => {
    if (paths.length === 0 && sample !== true) command.error('error: give folders to add, or --sample');
    await withEngine(context, async (client) => {
      const added: Folder[] = [];
      if (sample === true) added.push(await addSample(client, context));
      for (const each of paths) {
        const folder = await addOne(client, path.resolve(each), context);
        if (folder !== null) added.push(folder);
      }
      if (json === true)
        context.terminal.printJson({ folders: added.map(({ id, path: folderPath }) => ({ id, path: folderPath })) });
      else if (added.length > 0) {
        context.terminal.printLine('Akin now reads them in the background: names and words first, then what they mean.');
        context.terminal.printLine(
          'You can search meanwhile. "akin status" tells how far it is, "akin index" waits for the end.',
        );
      }
    });
  });

  async function addSample(client: Client<Contract>, { terminal }: CommandContext): Promise<Folder> {
    const folder = await client.call('library.addSample', {});
    terminal.tell(`Added ${withoutControls(folder.path)}`);
    return folder;
  }

  async function addOne(
    client: Client<Contract>,
    folderPath: string,
    { terminal, setExitCode }: CommandContext,
  ): Promise<Folder | null> {
    try {
      const folder = await client.call('library.addFolder', { path: folderPath });
      terminal.tell(`Added ${withoutControls(folder.path)}`);
      return folder;
    } catch (error) {
      if (!(error instanceof EngineError) || error.code === 'connectionLost') throw error;
      // One path that cannot be added does not keep the others out.
      terminal.tell(
        describeError(new EngineError(error.code, error.message, { details: { path: folderPath, ...error.details } })),
      );
      if (error.code !== 'folderAlreadyAdded') setExitCode(EXIT.failure);
      return null;
    }
  }
}
