import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { Contract, DocumentSummary } from '#contract';
import type { Client } from '#rpc';

/** What the library knows at a path as a person gives it: as it is spelt, else where its folder really lies. */
export async function findFile(
  client: Client<Contract>,
  given: string,
): Promise<{ readonly file: string; readonly known: DocumentSummary | null }> {
  const absolute = path.resolve(given);
  const known = await client.call('library.findDocument', { path: absolute });
  if (known !== null) return { file: absolute, known };
  // The folder alone: the file itself may be gone, and a link to a file is a file of its own.
  const folder = await realpath(path.dirname(absolute)).catch(() => path.dirname(absolute));
  const file = path.join(folder, path.basename(absolute));
  return { file, known: file === absolute ? null : await client.call('library.findDocument', { path: file }) };
}
