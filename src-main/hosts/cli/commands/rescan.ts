import { Command } from 'commander';
import { withEngine, type CommandContext } from '../context.ts';
import { folderAt } from '../folder-at.ts';
import { withoutControls } from '../terminal.ts';

export function rescanCommand(context: CommandContext): Command {
  return new Command('rescan')
    .description('compare folders with the disk now')
    .argument('[path...]', 'folders of the library; all where none is given')
    .addHelpText('after', '\nReturns once they are compared; "akin index" waits until what changed is read, too.')
    .action(async (paths: string[]) => {
      await withEngine(context, async (client) => {
        if (paths.length === 0) {
          await client.call('library.rescan', {});
          context.terminal.tell('Compared all folders with the disk.');
        }
        for (const each of paths) {
          const folder = await folderAt(context, client, each);
          if (folder === null) continue;
          await client.call('library.rescan', { folderId: folder.id });
          context.terminal.tell(`Compared ${withoutControls(folder.path)} with the disk.`);
        }
      });
    });
}
