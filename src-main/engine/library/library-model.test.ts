import { appendFile, lstat, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { filesBelow, openLibraryFixture, until, type LibraryFixture } from './testing/library-fixture.ts';

const OPERATIONS = 300;
const FOLDERS = ['', 'p', 'p/q', 'r', 'r/s', 'r/s/t'];

let fixture: LibraryFixture;
beforeEach(async () => {
  fixture = await openLibraryFixture();
  await fixture.library.addFolder(fixture.root);
  fixture.library.start();
  await fixture.watching();
});
afterEach(() => fixture.close());

/** mulberry32: a fixed sequence for each seed. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

async function operate(root: string, random: (below: number) => number, step: number): Promise<void> {
  const folder = join(root, FOLDERS[random(FOLDERS.length)] ?? '');
  const files = await filesBelow(root);
  const file = files[random(Math.max(files.length, 1))];
  switch (random(8)) {
    case 0:
    case 1:
    case 2:
      await mkdir(folder, { recursive: true });
      return writeFile(join(folder, `${random(40)}.md`), `text ${step}`);
    case 3:
      return file === undefined ? undefined : appendFile(join(root, file), ` more ${step}`);
    case 4:
      await mkdir(folder, { recursive: true });
      return file === undefined ? undefined : rename(join(root, file), join(folder, `${random(40)}.txt`));
    case 5:
      return file === undefined ? undefined : rm(join(root, file));
    case 6: {
      const names = (await readdir(root, { withFileTypes: true })).filter((name) => name.isDirectory());
      const name = names[random(Math.max(names.length, 1))]?.name;
      const target = join(root, `folder-${random(6)}`);
      if (name === undefined) return;
      await rm(target, { recursive: true, force: true });
      return name === target.slice(dirname(target).length + 1) ? undefined : rename(join(root, name), target);
    }
    default:
      return random(4) === 0 ? rm(folder === root ? join(root, 'p') : folder, { recursive: true, force: true }) : undefined;
  }
}

async function isUpToDate(files: readonly string[]): Promise<boolean> {
  for (const file of files) {
    const { mtimeNs } = await lstat(fixture.path(file), { bigint: true });
    if (fixture.catalogue.documentAt(fixture.path(file))?.identity.mtimeNs !== mtimeNs) return false;
  }
  return true;
}

it.each([1, 2])('the catalogue converges on the disk after random operations (seed %i)', async (seed) => {
  const random = createRandom(seed);
  for (let step = 0; step < OPERATIONS; step += 1) {
    await operate(fixture.root, random, step);
    if (random(10) === 0) await new Promise((resolve) => setTimeout(resolve, random(150)));
    if (step === OPERATIONS / 2) fixture.watchers.at(-1)?.kill();
  }
  const expected = await filesBelow(fixture.root);
  await until(() => fixture.known().join() === expected.join());
  await until(async () => !fixture.library.isScanning && (await isUpToDate(expected)));
  // What was seen by events must be what a scan sees: nothing is left to change.
  const before = fixture.catalogue.nextQueued(1_000, new Set());
  await fixture.library.rescan();
  expect(fixture.catalogue.nextQueued(1_000, new Set())).toEqual(before);
  expect(fixture.catalogue.checkIntegrity()).toEqual([]);
});
