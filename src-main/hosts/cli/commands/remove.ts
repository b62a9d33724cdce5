import { Command } from 'commander';
import { withEngine, type CommandContext } from '../context.ts';
import { folderAt } from '../folder-at.ts';
import { withoutControls } from '../terminal.ts';

export function removeCommand(context: CommandContext): Command {
  return new Command('remove')
    .description('forget folders and all that was learned from them; the files stay')
    .argument('<path...>', 'folders of the library, as "akin status" lists them')
    .action(async (paths: string[]) => {
      await withEngine(context, async (client) => {
        for (const each of paths) {
          const folder = await folderAt(context, client, each);
          if (folder === null) continue;
          await client.call('library.removeFolder', { folderId: folder.id });
          context.terminal.tell(`Removed ${withoutControls(folder.path)}`);
        }
      });
    });
}
