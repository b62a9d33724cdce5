import { lstat } from 'node:fs';

/**
 * Tells whether the folder at a path is still the one it was: null where there is none. The time of birth is part of it,
 * because file systems give the inode of a deleted folder to the next one.
 */
export function identifyFolder(path: string): Promise<string | null> {
  return new Promise((resolve) => {
    lstat(path, { bigint: true }, (error, stats) => {
      const isFolder = error === null && stats.isDirectory();
      resolve(isFolder ? `${stats.dev}:${stats.ino}:${stats.birthtimeNs}` : null);
    });
  });
}
