import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import ignore from 'ignore';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DEFAULT_IGNORE_PATTERNS } from './default-ignore-patterns.ts';
import { createRulesEditor, type RulesEditor } from './rules-editor.ts';
import { filesBelow, openLibraryFixture, until, type LibraryFixture } from './testing/library-fixture.ts';

const OPERATIONS = 120;
const FOLDERS = ['p', 'p/q', 'p/.h', 'r', 'r/q', 'node_modules/p'];
const PATTERNS = [
  'p/',
  '*.md',
  '!a.md',
  '/r/q',
  '!.h/',
  '!node_modules/',
  'p/*',
  '!p/q/',
  '**/q/b.*',
  '[ab].txt',
  '!*.txt',
  'q',
  'r/**',
  '.*',
];

let fixture: LibraryFixture;
let editor: RulesEditor;
beforeEach(async () => {
  fixture = await openLibraryFixture();
  await fixture.library.addFolder(fixture.root);
  fixture.library.start();
  await fixture.watching();
  editor = createRulesEditor({ ...fixture, library: fixture.library });
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

function choose<T>(values: readonly T[], random: (below: number) => number): T {
  const value = values[random(values.length)];
  if (value === undefined) throw new RangeError('nothing to choose from');
  return value;
}

async function operate(random: (below: number) => number, step: number): Promise<void> {
  const path = fixture.path(choose(FOLDERS, random), `${choose(['a', 'b', '.c'], random)}.${choose(['md', 'txt'], random)}`);
  switch (random(6)) {
    case 0: {
      const files = await filesBelow(fixture.root);
      if (files.length === 0) return;
      await mkdir(dirname(path), { recursive: true });
      return rename(fixture.path(choose(files, random)), path);
    }
    case 1:
      return rm(fixture.path(choose(FOLDERS, random)), { recursive: true, force: true });
    case 2: {
      const patterns = Array.from({ length: random(4) }, () => choose(PATTERNS, random)).join('\n');
      return editor.set({ folderId: choose([null, 1], random), patterns });
    }
    default:
      await mkdir(dirname(path), { recursive: true });
      return writeFile(path, `text ${step}`);
  }
}

it.each([1, 2, 3])(
  'the catalogue holds what the rules let through, whatever changes and in which order (seed %i)',
  async (seed) => {
    const random = createRandom(seed);
    const settings: Promise<void>[] = [];
    for (let step = 0; step < OPERATIONS; step += 1) {
      const operation = operate(random, step).catch((error: unknown) => {
        // Two operations at the same time may take each other's files away.
        if (!(error instanceof Error && 'code' in error && ['ENOENT', 'ENOTEMPTY'].includes(String(error.code)))) throw error;
      });
      if (random(3) === 0) settings.push(operation);
      else await operation;
      if (random(8) === 0) await new Promise((resolve) => setTimeout(resolve, random(200)));
    }
    await Promise.all(settings);
    const texts = editor.list().rules.map(({ patterns }) => patterns);
    const rules = ignore({ ignoreCase: false }).add([DEFAULT_IGNORE_PATTERNS, ...texts].join('\n'));
    const expected = (await filesBelow(fixture.root)).filter((path) => !rules.ignores(path));
    await until(() => fixture.known().join() === expected.join());
    await until(() => !fixture.library.isScanning);
    await fixture.library.rescan();
    expect(fixture.known()).toEqual(expected);
    expect(fixture.catalogue.checkIntegrity()).toEqual([]);
  },
);
