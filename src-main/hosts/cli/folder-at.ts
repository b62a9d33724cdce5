import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { Contract, Folder } from '#contract';
import type { Client } from '#rpc';
import type { CommandContext } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { withoutControls } from './terminal.ts';

/** The folder of the library at a path as given, or at the place it leads to. Null, and told, where there is none. */
export async function folderAt(context: CommandContext, client: Client<Contract>, given: string): Promise<Folder | null> {
  const absolute = path.resolve(given);
  // A folder that is gone from the disk can still be spoken of.
  const real = await realpath(absolute).catch(() => absolute);
  const folders = await client.call('library.listFolders', {});
  const folder = folders.find((known) => known.path === absolute || known.path === real);
  if (folder !== undefined) return folder;
  context.terminal.tell(`The library has no folder ${withoutControls(absolute)}. "akin status" lists its folders.`);
  context.setExitCode(EXIT.nothingFound);
  return null;
}
