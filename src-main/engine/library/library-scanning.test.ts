import { chmod, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLibraryFixture, until, type LibraryFixture } from './testing/library-fixture.ts';
import { walkFolder } from './walk-folder.ts';

let fixture: LibraryFixture;

beforeEach(async () => {
  fixture = await openLibraryFixture({ isWatching: false });
  await mkdir(fixture.path('inner'));
  await writeFile(fixture.path('a.md'), 'first');
  await writeFile(fixture.path('inner', 'b.md'), 'second');
});

afterEach(() => fixture.close());

async function addRoot(): Promise<void> {
  await fixture.library.addFolder(fixture.root);
  fixture.library.start();
  await fixture.library.rescan();
}

describe('adding a folder', () => {
  it('finds its files in the background and tells of the change', async () => {
    const folder = await fixture.library.addFolder(fixture.root);
    expect(folder).toEqual({ id: 1, path: fixture.root, isAvailable: true });
    await until(() => fixture.known().join() === 'a.md,inner/b.md');
    await until(() => !fixture.library.isScanning && fixture.changes.count > 0);
  });

  it('resolves symbolic links in the path of the folder', async () => {
    const link = `${fixture.root}-link`;
    await symlink(fixture.root, link);
    expect((await fixture.library.addFolder(link)).path).toBe(fixture.root);
  });

  it('refuses what is missing, no folder, there already, inside or around another', async () => {
    await fixture.library.addFolder(fixture.path('inner'));
    const codeOf = (path: string): Promise<unknown> => fixture.library.addFolder(path).catch((error: unknown) => error);
    expect(await codeOf(fixture.path('none'))).toMatchObject({ code: 'folderNotFound', details: { reason: 'ENOENT' } });
    expect(await codeOf(fixture.path('a.md'))).toMatchObject({ code: 'folderNotFound', details: { reason: 'ENOTDIR' } });
    expect(await codeOf(fixture.path('inner'))).toMatchObject({ code: 'folderAlreadyAdded' });
    expect(await codeOf(fixture.root)).toMatchObject({ code: 'folderInsideFolder', details: { other: fixture.path('inner') } });
    await mkdir(fixture.path('inner', 'deep'));
    expect(await codeOf(fixture.path('inner', 'deep'))).toMatchObject({ code: 'folderInsideFolder' });
  });

  it('forgets a removed folder at once, even while it is scanned', async () => {
    const { id } = await fixture.library.addFolder(fixture.root);
    fixture.library.removeFolder(id);
    expect(() => fixture.library.removeFolder(id)).toThrow(expect.objectContaining({ code: 'folderNotFound' }));
    await until(() => !fixture.library.isScanning);
    expect(fixture.catalogue.listFolders()).toEqual([]);
    expect(Object.values(fixture.catalogue.counts()).every((count) => count === 0)).toBe(true);
  });
});

describe('a scan', () => {
  it('finds what was created, changed, moved and deleted while nothing ran', async () => {
    await addRoot();
    const movedId = fixture.catalogue.documentAt(fixture.path('a.md'))?.id;
    await fixture.restart(async () => {
      await rename(fixture.path('a.md'), fixture.path('inner', 'moved.md'));
      await writeFile(fixture.path('inner', 'b.md'), 'second, changed');
      await writeFile(fixture.path('new.md'), 'new');
    });
    await until(() => fixture.known().join() === 'inner/b.md,inner/moved.md,new.md');
    expect(fixture.catalogue.documentAt(fixture.path('inner', 'moved.md'))?.id).toBe(movedId);
    expect(fixture.catalogue.documentAt(fixture.path('inner', 'b.md'))?.identity.sizeBytes).toBe(15);
    expect(fixture.catalogue.nextRemoved(10)).toEqual([]);
  });

  it('keeps the id of a file that moved from one added folder to another, in either direction', async () => {
    const [first, second] = [fixture.path('inner'), fixture.path('other')];
    await mkdir(second);
    await writeFile(join(second, 'd.md'), 'fourth');
    await fixture.library.addFolder(first);
    await fixture.library.addFolder(second);
    await fixture.library.rescan();
    const before = [join(first, 'b.md'), join(second, 'd.md')].map((path) => fixture.catalogue.documentAt(path)?.id);
    await rename(join(first, 'b.md'), join(second, 'b.md'));
    await rename(join(second, 'd.md'), join(first, 'd.md'));
    await fixture.library.rescan();
    const after = [join(second, 'b.md'), join(first, 'd.md')].map((path) => fixture.catalogue.documentAt(path));
    expect(after.map((document) => document?.id)).toEqual(before);
    expect(after.map((document) => document?.folderId)).toEqual([2, 1]);
  });

  it('compares one folder alone where it is asked to, and none that is not of the library', async () => {
    const [first, second] = [fixture.path('inner'), fixture.path('other')];
    await mkdir(second);
    const { id } = await fixture.library.addFolder(first);
    await fixture.library.addFolder(second);
    await fixture.library.rescan();
    await writeFile(join(first, 'new.md'), 'fifth');
    await writeFile(join(second, 'new.md'), 'sixth');
    const scanned = fixture.events.filter((event) => event === 'library.scanned').length;
    await fixture.library.rescan(id);
    expect(fixture.known()).toContain('inner/new.md');
    expect(fixture.events.filter((event) => event === 'library.scanned')).toHaveLength(scanned + 1);
    await expect(fixture.library.rescan(99)).rejects.toMatchObject({ code: 'folderNotFound' });
  });

  it('keeps the documents of a root that is missing, and of one that turned up empty at start', async () => {
    await addRoot();
    await fixture.restart(() => rename(fixture.root, `${fixture.root}-away`));
    await until(() => fixture.catalogue.listFolders()[0]?.isAvailable === false);
    await fixture.restart(() => mkdir(fixture.root));
    await fixture.library.rescan();
    expect(fixture.catalogue.listFolders()[0]?.isAvailable).toBe(false);
    expect(fixture.known()).toEqual(['a.md', 'inner/b.md']);
    await rm(fixture.root, { recursive: true });
    await rename(`${fixture.root}-away`, fixture.root);
    await until(() => fixture.catalogue.listFolders()[0]?.isAvailable === true);
    expect(fixture.known()).toEqual(['a.md', 'inner/b.md']);
  });

  it('removes the documents of a folder that was emptied in the same session', async () => {
    await addRoot();
    await rm(fixture.path('a.md'));
    await rm(fixture.path('inner'), { recursive: true });
    await fixture.library.rescan();
    expect(fixture.known()).toEqual([]);
    expect(fixture.catalogue.listFolders()[0]?.isAvailable).toBe(true);
  });

  it('removes many documents at once only after a second look', async () => {
    await Promise.all(Array.from({ length: 150 }, (_, index) => writeFile(fixture.path('inner', `${index}.md`), 'x')));
    await addRoot();
    await rm(fixture.path('inner'), { recursive: true });
    await fixture.library.rescan();
    expect(fixture.known()).toEqual(['a.md']);
  });

  it('keeps the documents of a subfolder that cannot be read', async () => {
    await addRoot();
    await chmod(fixture.path('inner'), 0);
    await chmod(dirname(fixture.root), 0o755);
    try {
      await withoutPrivileges(async () => {
        const report = await walkFolder(fixture.root, walkOptions);
        expect(report).toMatchObject({ files: 1, unreadableFolders: [fixture.path('inner')] });
        await fixture.library.rescan();
      });
    } finally {
      await chmod(fixture.path('inner'), 0o755);
    }
    expect(fixture.known()).toEqual(['a.md', 'inner/b.md']);
  });

  it('counts names that are not UTF-8 and goes on', async () => {
    await writeFile(Buffer.concat([Buffer.from(`${fixture.root}/`), Buffer.from([0x66, 0xff, 0x2e, 0x6d, 0x64])]), 'x');
    const report = await walkFolder(fixture.root, walkOptions);
    expect(report).toMatchObject({ files: 2, unnameable: 1 });
  });
});

const walkOptions = { signal: new AbortController().signal, ignores: () => false, onFile: () => undefined };

/** Root may read everything, so as root the body runs as another user. */
async function withoutPrivileges(body: () => Promise<void>): Promise<void> {
  if (process.getuid?.() !== 0) return body();
  process.seteuid?.(65534);
  try {
    await body();
  } finally {
    process.seteuid?.(0);
  }
}
