import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Catalogue, SeenFile } from './catalogue.ts';
import { openCatalogue } from './open-catalogue.ts';

let base: string;
let catalogue: Catalogue;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'akin-names-'));
  catalogue = openCatalogue({ file: join(base, 'catalogue.sqlite') });
});
afterEach(() => {
  catalogue.close();
  rmSync(base, { recursive: true, force: true });
});

const seen = (path: string, inode: number, type = 'other'): SeenFile => ({
  path,
  type,
  isReadable: false,
  identity: { device: 1n, inode: BigInt(inode), sizeBytes: 1, mtimeNs: 5_000_000n },
});
const record = (folderId: number, files: readonly SeenFile[]) =>
  catalogue.recordSeen(folderId, files, { isFresh: false, hasPath: () => false });
const take = (limit = 100) => {
  const { current, gone } = catalogue.takeChangedNames(limit);
  return { current: current.map(({ path, type }) => [path, type]), gone };
};

it('pages through all names', () => {
  const { id } = catalogue.addFolder('/r');
  record(
    id,
    ['a', 'b', 'c'].map((name, index) => seen(`/r/${name}`, index)),
  );
  const first = catalogue.names({ afterId: 0, limit: 2 });
  const second = catalogue.names({ afterId: first.at(-1)?.id ?? 0, limit: 2 });
  expect(first.map(({ path }) => path)).toEqual(['/r/a', '/r/b']);
  expect(second).toEqual([{ id: 3, folderId: id, path: '/r/c', type: 'other', date: 5 }]);
});

it('hands out each change once: added, moved, of another type, removed one by one and with their folder', () => {
  const { id } = catalogue.addFolder('/r');
  record(id, [seen('/r/a', 1), seen('/r/b', 2)]);
  expect(take(1)).toEqual({ current: [['/r/a', 'other']], gone: [] });
  expect(take()).toEqual({ current: [['/r/b', 'other']], gone: [] });
  record(id, [seen('/r/a', 1), seen('/r/moved', 2)]);
  expect(take()).toEqual({ current: [['/r/moved', 'other']], gone: [] });
  record(id, [seen('/r/a', 1, 'image')]);
  expect(take()).toEqual({ current: [['/r/a', 'image']], gone: [] });
  catalogue.recordGone(['/r/a']);
  expect(take()).toEqual({ current: [], gone: [1] });
  catalogue.removeFolder(id);
  expect(take()).toEqual({ current: [], gone: [2] });
  expect(take()).toEqual({ current: [], gone: [] });
});
