import { lstat } from 'node:fs/promises';
import path from 'node:path';
import type { Contract } from '#contract';
import type { Client } from '#rpc';

/** Why the library has no file at a path: nothing is there, no folder of it holds the place, or it is left out. */
export type Absence = 'missing' | 'outside' | 'folderAway' | 'scanning' | 'notARegularFile' | 'leftOut';

const SENTENCES: Readonly<Record<Absence, string>> = {
  missing: 'There is no such file.',
  outside: 'It lies in no folder of the library. "akin add FOLDER" puts its folder there.',
  folderAway: 'Its folder is not reachable now, and it was not known before.',
  scanning: 'Akin is still looking for files: ask again in a moment.',
  notARegularFile: 'It is a link or no regular file: only regular files are read.',
  leftOut: 'It lies in a folder of the library, but is left out of it: most likely by an ignore rule ("akin rules").',
};

export function describeAbsence(absence: Absence): string {
  return SENTENCES[absence];
}

/** Looks for the reason, for a path that the library does not know. */
export async function explainAbsence(client: Client<Contract>, file: string): Promise<Absence> {
  const folders = await client.call('library.listFolders', {});
  const folder = folders.find((each) => isInside(each.path, file));
  const found = await lstat(file).catch(() => null);
  if (found === null) return folder?.isAvailable === false ? 'folderAway' : 'missing';
  if (folder === undefined) return 'outside';
  if (!folder.isAvailable) return 'folderAway';
  if (!found.isFile()) return 'notARegularFile';
  const { isScanning } = await client.call('library.progress', {});
  return isScanning ? 'scanning' : 'leftOut';
}

function isInside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '' && !relative.startsWith(`..${path.sep}`) && relative !== '..' && !path.isAbsolute(relative);
}
