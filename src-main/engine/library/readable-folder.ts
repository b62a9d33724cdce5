import { readdir, realpath } from 'node:fs/promises';
import { EngineError } from '#contract';

/** The real path of a folder whose names can be read. Errors: folderNotFound with `details.reason`. */
export async function toReadableFolder(path: string): Promise<string> {
  try {
    const realPath = await realpath(path);
    await readdir(realPath);
    return realPath;
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new EngineError('folderNotFound', 'this is no folder that can be read', { details: { path, reason }, cause: error });
  }
}
