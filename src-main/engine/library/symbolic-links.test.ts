import { spawnSync } from 'node:child_process';
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLibraryFixture, until, type LibraryFixture } from './testing/library-fixture.ts';

let fixture: LibraryFixture;
let outside: string;

beforeEach(async () => {
  fixture = await openLibraryFixture();
  outside = `${fixture.root}-outside`;
  await mkdir(fixture.path('inner', 'deep'), { recursive: true });
  await mkdir(outside);
  await writeFile(fixture.path('a.md'), 'first');
  await writeFile(fixture.path('inner', 'deep', 'b.md'), 'second');
  await writeFile(join(outside, 'secret.md'), 'not yours');
});
afterEach(() => fixture.close());

async function addRoot(): Promise<void> {
  await fixture.library.addFolder(fixture.root);
  fixture.library.start();
  await fixture.watching();
}

const LINKS: readonly (readonly [name: string, to: () => string])[] = [
  ['loop to itself', () => 'loop to itself'],
  ['link to the folder', () => fixture.root],
  ['inner/link to a parent', () => '..'],
  ['inner/deep/link to a grandparent', () => '../..'],
  ['link to outside', () => outside],
  ['link to a file outside.md', () => join(outside, 'secret.md')],
  ['dangling link.md', () => 'nowhere.md'],
  ['link to a file inside.md', () => 'a.md'],
  ['link to a folder inside', () => 'inner'],
];

describe('symbolic links', () => {
  it('lead nowhere for a scan', async () => {
    for (const [name, to] of LINKS) await symlink(to(), fixture.path(name));
    await addRoot();
    expect(fixture.known()).toEqual(['a.md', 'inner/deep/b.md']);
  });

  it('lead nowhere when they are made while the folder is watched', async () => {
    await addRoot();
    for (const [name, to] of LINKS) await symlink(to(), fixture.path(name));
    await writeFile(join(outside, 'later.md'), 'x');
    await writeFile(fixture.path('seen.md'), 'x');
    await until(() => fixture.known().includes('seen.md'));
    await fixture.library.rescan();
    expect(fixture.known()).toEqual(['a.md', 'inner/deep/b.md', 'seen.md']);
  });

  it('in place of a folder take away what was below it, wherever they lead', async () => {
    await addRoot();
    await rename(fixture.path('inner'), join(outside, 'inner'));
    await symlink(join(outside, 'inner'), fixture.path('inner'));
    await until(() => fixture.known().join() === 'a.md');
  });

  it('in place of a folder are found by a scan too', async () => {
    await addRoot();
    await fixture.restart(async () => {
      await rename(fixture.path('inner'), join(outside, 'inner'));
      await symlink(join(outside, 'inner'), fixture.path('inner'));
    });
    await until(() => fixture.known().join() === 'a.md');
  });

  it('in place of a file take the file away', async () => {
    await addRoot();
    await rm(fixture.path('a.md'));
    await symlink(join(outside, 'secret.md'), fixture.path('a.md'));
    await until(() => fixture.known().join() === 'inner/deep/b.md');
  });
});

it('a folder mounted inside itself is entered once', async ({ skip }) => {
  await mkdir(fixture.path('inner', 'mount'));
  const mount = spawnSync('mount', ['--bind', fixture.root, fixture.path('inner', 'mount')]);
  if (mount.status !== 0) return skip('this user may not mount');
  try {
    await addRoot();
    expect(fixture.known()).toEqual(['a.md', 'inner/deep/b.md']);
    await writeFile(fixture.path('c.md'), 'third');
    await until(() => fixture.known().includes('c.md'));
    await fixture.library.rescan();
    expect(fixture.known()).toEqual(['a.md', 'c.md', 'inner/deep/b.md']);
  } finally {
    await fixture.library.close();
    spawnSync('umount', ['--lazy', fixture.path('inner', 'mount')]);
  }
});
