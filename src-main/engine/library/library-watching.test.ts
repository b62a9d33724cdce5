import { appendFile, link, mkdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filesBelow, openLibraryFixture, until, type LibraryFixture } from './testing/library-fixture.ts';

let fixture: LibraryFixture;
const idOf = (...names: string[]) => fixture.catalogue.documentAt(fixture.path(...names))?.id;

beforeEach(async () => {
  fixture = await openLibraryFixture();
  await mkdir(fixture.path('inner', 'deep'), { recursive: true });
  await writeFile(fixture.path('a.md'), 'first');
  await writeFile(fixture.path('inner', 'b.md'), 'second');
  await writeFile(fixture.path('inner', 'deep', 'c.md'), 'third');
  await fixture.library.addFolder(fixture.root);
  fixture.library.start();
  await fixture.watching();
});

afterEach(() => fixture.close());

/** Marks everything known as indexed, so that a document queued again can be told. */
function publishAll(): void {
  const documents = fixture.catalogue.nextQueued(10_000, new Set());
  fixture.catalogue.publish(
    documents.map(({ id, identity, generation }) => ({
      documentId: id,
      identity,
      state: 'indexed',
      reason: null,
      content: {
        generation: generation + 1,
        fingerprint: `f${id}`,
        title: null,
        language: null,
        date: 0,
        tags: [],
        chunkCount: 1,
      },
    })),
  );
}

describe('a watched folder', () => {
  it('shows a created file as queued, and a file of another type by name only', async () => {
    await writeFile(fixture.path('inner', 'new.md'), 'new');
    await writeFile(fixture.path('picture.xyz'), 'x');
    await until(() => fixture.known().length === 5);
    expect(fixture.catalogue.documentAt(fixture.path('inner', 'new.md'))?.state).toBe('queued');
    expect(fixture.catalogue.documentAt(fixture.path('picture.xyz'))).toMatchObject({ state: 'nameOnly', type: 'other' });
  });

  it('queues a changed file again and keeps its generation', async () => {
    publishAll();
    await appendFile(fixture.path('a.md'), ' and more');
    await until(() => fixture.catalogue.documentAt(fixture.path('a.md'))?.state === 'queued');
    expect(fixture.catalogue.documentAt(fixture.path('a.md'))).toMatchObject({ generation: 1, identity: { sizeBytes: 14 } });
  });

  it('keeps the document when a file is saved through a temporary file', async () => {
    publishAll();
    const id = idOf('a.md');
    await writeFile(fixture.path('a.md.tmp'), 'saved anew');
    await rename(fixture.path('a.md.tmp'), fixture.path('a.md'));
    await until(() => fixture.catalogue.documentAt(fixture.path('a.md'))?.state === 'queued');
    expect(idOf('a.md')).toBe(id);
    await until(() => fixture.known().join() === 'a.md,inner/b.md,inner/deep/c.md');
  });

  it('keeps document, generation and state when a file is renamed', async () => {
    publishAll();
    const id = idOf('a.md');
    await rename(fixture.path('a.md'), fixture.path('renamed.md'));
    await until(() => fixture.known().join() === 'inner/b.md,inner/deep/c.md,renamed.md');
    expect(fixture.catalogue.documentAt(fixture.path('renamed.md'))).toMatchObject({ id, generation: 1, state: 'indexed' });
    expect(fixture.catalogue.nextRemoved(10)).toEqual([]);
  });

  it('keeps the document when only the case of a name changes', async () => {
    const id = idOf('a.md');
    await rename(fixture.path('a.md'), fixture.path('A.md'));
    await until(() => fixture.known().join() === 'A.md,inner/b.md,inner/deep/c.md');
    expect(idOf('A.md')).toBe(id);
  });

  it('keeps all documents of a renamed folder', async () => {
    publishAll();
    const ids = [idOf('inner', 'b.md'), idOf('inner', 'deep', 'c.md')];
    await rename(fixture.path('inner'), fixture.path('outer'));
    await until(() => fixture.known().join() === 'a.md,outer/b.md,outer/deep/c.md');
    expect([idOf('outer', 'b.md'), idOf('outer', 'deep', 'c.md')]).toEqual(ids);
    expect(fixture.catalogue.counts()).toMatchObject({ indexed: 3, queued: 0 });
  });

  it('keeps the document of a file moved to another folder of the tree', async () => {
    const id = idOf('a.md');
    await rename(fixture.path('a.md'), fixture.path('inner', 'deep', 'a.md'));
    await until(() => fixture.known().join() === 'inner/b.md,inner/deep/a.md,inner/deep/c.md');
    expect(idOf('inner', 'deep', 'a.md')).toBe(id);
  });

  it('removes deleted files and folders', async () => {
    const ids = [idOf('a.md'), idOf('inner', 'b.md'), idOf('inner', 'deep', 'c.md')];
    await rm(fixture.path('a.md'));
    await rm(fixture.path('inner'), { recursive: true });
    await until(() => fixture.known().length === 0);
    expect(new Set(fixture.catalogue.nextRemoved(10))).toEqual(new Set(ids));
  });

  it('misses nothing of 500 files at once', async () => {
    await mkdir(fixture.path('burst'));
    await Promise.all(
      Array.from({ length: 500 }, (_, index) => writeFile(fixture.path('burst', `${index}.txt`), `text ${index}`)),
    );
    await until(() => fixture.known().length === 503);
    expect(fixture.known()).toEqual(await filesBelow(fixture.root));
  });

  it('takes a file that never becomes quiet', async () => {
    const timer = setInterval(() => void appendFile(fixture.path('log.txt'), 'line\n'), 50);
    try {
      await until(() => idOf('log.txt') !== undefined);
    } finally {
      clearInterval(timer);
    }
  });

  it('follows no symbolic link, and tells hard links apart', async () => {
    await symlink(fixture.root, fixture.path('inner', 'loop'));
    await symlink(fixture.path('a.md'), fixture.path('link.md'));
    await link(fixture.path('a.md'), fixture.path('twin.md'));
    await until(() => fixture.known().includes('twin.md'));
    await fixture.library.rescan();
    expect(fixture.known()).toEqual(['a.md', 'inner/b.md', 'inner/deep/c.md', 'twin.md']);
    expect(idOf('twin.md')).not.toBe(idOf('a.md'));
  });

  it('sees neither hidden files nor what programs keep for themselves', async () => {
    await mkdir(fixture.path('node_modules', 'x'), { recursive: true });
    await writeFile(fixture.path('node_modules', 'x', 'readme.md'), 'x');
    await writeFile(fixture.path('.hidden.md'), 'x');
    await writeFile(fixture.path('~$letter.md'), 'x');
    await writeFile(fixture.path('seen.md'), 'x');
    await until(() => fixture.known().includes('seen.md'));
    await fixture.library.rescan();
    expect(fixture.known()).toEqual(['a.md', 'inner/b.md', 'inner/deep/c.md', 'seen.md']);
  });
});

describe('a watcher that is killed', () => {
  it('is replaced, and nothing that changed meanwhile is missed', async () => {
    fixture.watchers[0]?.kill();
    await fixture.watchers[0]?.exited;
    await writeFile(fixture.path('meanwhile.md'), 'x');
    await rename(fixture.path('a.md'), fixture.path('moved.md'));
    await until(() => fixture.known().join() === 'inner/b.md,inner/deep/c.md,meanwhile.md,moved.md');
    await until(() => fixture.library.processReport().length === 1);
    expect(fixture.library.processReport()[0]).toMatchObject({ role: 'watcher', restarts: 1 });
    await writeFile(fixture.path('afterwards.md'), 'x');
    await until(() => fixture.known().includes('afterwards.md'));
  });
});

describe('a root that goes away', () => {
  it('is marked unavailable, keeps its documents, and comes back with what changed', async () => {
    const id = idOf('a.md');
    await rename(fixture.root, `${fixture.root}-away`);
    await until(() => fixture.catalogue.listFolders()[0]?.isAvailable === false);
    expect(fixture.known()).toHaveLength(3);
    await writeFile(`${fixture.root}-away/new.md`, 'x');
    await utimes(`${fixture.root}-away/inner/b.md`, 1, 1);
    await rename(`${fixture.root}-away`, fixture.root);
    await until(() => fixture.catalogue.listFolders()[0]?.isAvailable === true && fixture.known().length === 4);
    expect(idOf('a.md')).toBe(id);
    await until(() => !fixture.library.isScanning);
    await writeFile(fixture.path('watched-again.md'), 'x');
    await until(() => fixture.known().includes('watched-again.md'));
  });

  it('is watched from the moment it comes back, when it was missing at start', async () => {
    await fixture.restart(() => rename(fixture.root, `${fixture.root}-away`));
    await until(() => fixture.catalogue.listFolders()[0]?.isAvailable === false);
    await rename(`${fixture.root}-away`, fixture.root);
    await until(() => fixture.catalogue.listFolders()[0]?.isAvailable === true);
    await rename(fixture.path('a.md'), fixture.path('z.md'));
    await until(() => fixture.known().join() === 'inner/b.md,inner/deep/c.md,z.md');
  });
});

describe('a folder whose watching is switched off and on', () => {
  it('is left alone until a rescan, and followed again afterwards', async () => {
    const options = { isWatching: true };
    const other = await openLibraryFixture(options);
    try {
      await other.library.addFolder(other.root);
      other.library.start();
      await other.watching();
      options.isWatching = false;
      other.library.watchingChanged();
      await writeFile(other.path('unseen.md'), 'unseen');
      await other.library.rescan();
      expect(other.known()).toEqual(['unseen.md']);
      options.isWatching = true;
      other.library.watchingChanged();
      await other.watching();
      await writeFile(other.path('seen.md'), 'seen');
      await until(() => other.known().length === 2);
    } finally {
      await other.close();
    }
  });
});
