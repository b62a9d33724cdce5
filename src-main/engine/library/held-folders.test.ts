import { spawnSync } from 'node:child_process';
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clocks } from './clock-watch.ts';
import { openLibraryFixture, until, type LibraryFixture } from './testing/library-fixture.ts';

let fixture: LibraryFixture;
let base: string;
/** What the wall clock is off by. */
let wallOffsetMs: number;

beforeEach(async () => {
  wallOffsetMs = 0;
  const clocks: Clocks = { wall: () => Date.now() + wallOffsetMs, monotonic: () => performance.now() };
  fixture = await openLibraryFixture({ clocks });
  base = `${fixture.root}-beside`;
  await mkdir(base);
});
afterEach(() => fixture.close());

async function addRoot(): Promise<void> {
  await fixture.library.addFolder(fixture.root);
  fixture.library.start();
  await fixture.watching();
}

async function fill(folder: string): Promise<void> {
  await mkdir(join(folder, 'inner'), { recursive: true });
  await writeFile(join(folder, 'a.md'), 'first');
  await writeFile(join(folder, 'inner', 'b.md'), 'second');
}

function held(): string | null {
  const folder = fixture.catalogue.listFolders()[0];
  return folder === undefined ? 'no folder' : fixture.library.heldBecause(folder);
}

/** What tells a document that was neither read again nor made anew. */
function standing(): unknown {
  const ids = fixture.known().map((name) => fixture.catalogue.documentAt(fixture.path(name))?.id);
  return { ids, counts: fixture.catalogue.counts() };
}

/** Marks everything as read. */
function publishAll(): void {
  const queued = fixture.catalogue.nextQueued(100, new Set());
  fixture.catalogue.publish(queued.map(({ id, identity }) => ({ documentId: id, identity, state: 'skipped', reason: 'empty' })));
}

describe('a root that is renamed away', () => {
  it('is missing; renamed back, all is as it was and nothing is read again', async () => {
    await fill(fixture.root);
    await addRoot();
    publishAll();
    const before = standing();
    await rename(fixture.root, join(base, 'away'));
    await until(() => held() === 'missing');
    expect(standing()).toEqual(before);
    await rename(join(base, 'away'), fixture.root);
    await until(() => held() === null && !fixture.library.isScanning);
    expect(standing()).toEqual(before);
  });

  it('is held with the reason of the moment: an empty folder in its place is taken for a mount point', async () => {
    await fill(fixture.root);
    await addRoot();
    await fixture.restart(async () => {
      await rename(fixture.root, join(base, 'away'));
      await writeFile(fixture.root, 'a file');
    });
    await until(() => held() === 'missing');
    await rm(fixture.root);
    await mkdir(fixture.root);
    await until(() => held() === 'unmounted');
    expect(fixture.known()).toHaveLength(2);
  });
});

it('a root that this user may not read is held as unreadable', async ({ skip }) => {
  if (process.platform === 'win32' || process.getuid?.() === 0) return skip('this user may read everything');
  await fill(fixture.root);
  await addRoot();
  await chmod(fixture.root, 0);
  try {
    await fixture.library.rescan();
    expect(held()).toBe('unreadable');
    expect(fixture.known()).toHaveLength(2);
  } finally {
    await chmod(fixture.root, 0o700);
  }
  await until(() => held() === null);
});

describe('a disk', () => {
  /** A disk in memory, from which folders are mounted. Returns false where this user may not mount. */
  function makeDisk(): boolean {
    return spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'akin-test', base]).status === 0;
  }
  const mount = () => expect(spawnSync('mount', ['--bind', base, fixture.root]).status).toBe(0);
  const unmount = (path: string) => spawnSync('umount', ['--lazy', path]);

  it.for([
    ['an empty mount point', false],
    ['a mount point that holds a file of its own', true],
  ] as const)('that is taken away leaves %s, and its documents are held until it is back', async ([, hasFile], { skip }) => {
    if (hasFile) await writeFile(fixture.path('not mounted.md'), 'x');
    if (!makeDisk()) return skip('this user may not mount');
    try {
      await fill(base);
      mount();
      await addRoot();
      publishAll();
      const before = standing();
      unmount(fixture.root);
      await until(() => held() === 'unmounted');
      if (!hasFile) expect(standing()).toEqual(before);
      expect(fixture.known()).toContain('inner/b.md');
      mount();
      await until(() => held() === null && !fixture.library.isScanning);
      await until(() => JSON.stringify(standing()) === JSON.stringify(before));
      await writeFile(fixture.path('c.md'), 'third');
      await until(() => fixture.known().includes('c.md'));
    } finally {
      await fixture.library.close();
      unmount(fixture.root);
      unmount(base);
    }
  });

  it('that is away when the engine starts has its documents held', async ({ skip }) => {
    if (!makeDisk()) return skip('this user may not mount');
    try {
      await fill(base);
      mount();
      await addRoot();
      await fixture.restart(async () => void unmount(fixture.root));
      await until(() => held() === 'unmounted');
      expect(fixture.known()).toHaveLength(2);
      mount();
      await until(() => held() === null);
    } finally {
      await fixture.library.close();
      unmount(fixture.root);
      unmount(base);
    }
  });
});

it('is compared with the disk after the computer slept or its clock was set', async () => {
  await fill(fixture.root);
  await addRoot();
  const scans = () => fixture.events.filter((event) => event === 'library.scanned').length;
  for (const offset of [3_600_000, -86_400_000]) {
    const before = scans();
    wallOffsetMs += offset;
    await until(() => fixture.events.includes('library.timeJump') && scans() > before);
  }
  await writeFile(fixture.path('after.md'), 'x');
  await until(() => fixture.known().includes('after.md'));
});
