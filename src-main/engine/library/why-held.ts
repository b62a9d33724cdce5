import { readdir } from 'node:fs';
import type { HeldBecause } from '#contract';
import { lookAt } from './look-at-path.ts';

/** What a folder's root says of the documents below it: `device` where it can be compared with the disk. */
export type RootCheck =
  | { readonly kind: 'sound'; readonly device: bigint; readonly isEmpty: boolean }
  | { readonly kind: 'held'; readonly because: HeldBecause };

/**
 * Whether the root of a folder is there, can be read, and is what it was. `hasDocuments`: where it is empty although
 * documents were below it, it is most likely the mount point of a disk that is away, unless it is on `lastDevice`,
 * where it was last seen with them. Never rejects.
 */
export async function checkRoot(
  path: string,
  known: { readonly hasDocuments: boolean; readonly lastDevice: bigint | null },
): Promise<RootCheck> {
  const root = await lookAt(path);
  if (root.kind === 'unreachable') return { kind: 'held', because: 'unreadable' };
  if (root.kind !== 'folder') return { kind: 'held', because: 'missing' };
  const names = await readNames(path);
  if (typeof names === 'string') return { kind: 'held', because: names };
  const isEmpty = names.length === 0;
  if (isEmpty && known.hasDocuments && root.device !== known.lastDevice) return { kind: 'held', because: 'unmounted' };
  return { kind: 'sound', device: root.device, isEmpty };
}

function readNames(path: string): Promise<string[] | 'missing' | 'unreadable'> {
  return new Promise((resolve) => {
    readdir(path, (error, names) => {
      if (error === null) resolve(names);
      else resolve(error.code === 'ENOENT' || error.code === 'ENOTDIR' ? 'missing' : 'unreadable');
    });
  });
}
