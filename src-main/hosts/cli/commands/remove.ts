import { Command } from 'commander';
import type { Contract, Folder } from '#contract';
import type { Client } from '#rpc';
import { withEngine, type CommandContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { folderAt } from '../folder-at.ts';
import { withoutControls } from '../terminal.ts';

export function removeCommand(context: CommandContext): Command {
  const { terminal, setExitCode } = context;
  const command = new Command('remove')
    .description('forget folders and all that was learned from them; the files stay')
    .argument('[path...]', 'folders of the library, as "akin status" lists them')
    .option('--sample', 'forget the sample library');
  return command.action(async (paths: string[], { sample }: { sample?: true }) => {
    if (paths.length === 0 && sample !== true) command.error('error: give folders to forget, or --sample');
    await withEngine(context, async (client) => {
      const removeIf = async (folder: Folder | null): Promise<void> => {
        if (folder === null) return;
        await client.call('library.removeFolder', { folderId: folder.id });
        terminal.tell(`Removed ${withoutControls(folder.path)}`);
      };
      if (sample === true) await removeIf(await sampleOf(client));
      for (const each of paths) await removeIf(await folderAt(context, client, each));
    });
  });

  /** Null, and told, where the library does not have it. */
  async function sampleOf(client: Client<Contract>): Promise<Folder | null> {
    const sample = (await client.call('library.listFolders', {})).find(({ isSample }) => isSample);
    if (sample !== undefined) return sample;
    terminal.tell('The sample library is not in the library.');
    setExitCode(EXIT.nothingFound);
    return null;
  }
}
