import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import { withEngine, type CommandContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { withoutControls } from '../terminal.ts';

export function removeCommand(context: CommandContext): Command {
  return new Command('remove')
    .description('forget folders and all that was learned from them; the files stay')
    .argument('<path...>', 'folders of the library, as "akin status" lists them')
    .action(async (paths: string[]) => {
      await withEngine(context, async (client) => {
        for (const each of paths) {
          const folders = await client.call('library.listFolders', {});
          const names = await spellings(each);
          const folder = folders.find((known) => names.includes(known.path));
          if (folder === undefined) {
            context.terminal.tell(
              `The library has no folder ${withoutControls(path.resolve(each))}. "akin status" lists its folders.`,
            );
            context.setExitCode(EXIT.nothingFound);
            continue;
          }
          await client.call('library.removeFolder', { folderId: folder.id });
          context.terminal.tell(`Removed ${withoutControls(folder.path)}`);
        }
      });
    });
}

/** As given, and where it leads; a folder that is gone from the disk can still be removed. */
async function spellings(given: string): Promise<string[]> {
  const absolute = path.resolve(given);
  const real = await realpath(absolute).catch(() => absolute);
  return [absolute, real];
}
