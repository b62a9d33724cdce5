import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openDatabase } from './database.ts';
import { CATALOGUE_MIGRATIONS } from './migrations/catalogue-migrations.ts';
import { openCatalogue } from './open-catalogue.ts';
import { createSubfolders } from './subfolders.ts';

const none = { queued: 0, nameOnly: 0, words: 0, indexed: 0, partial: 0, skipped: 0, failed: 0 };

/** A catalogue of these files below `/one`, handed to `look`, once more through each way of reading the table. */
function withFiles(
  paths: readonly string[],
  look: (subfolders: ReturnType<typeof createSubfolders>['subfolders']) => void,
): void {
  const base = mkdtempSync(join(tmpdir(), 'akin-subfolders-'));
  const file = join(base, 'catalogue.sqlite');
  const catalogue = openCatalogue({ file });
  catalogue.addFolder('/one');
  const seen = paths.map((path, index) => ({
    path,
    type: 'text',
    isReadable: !path.endsWith('z'),
    identity: { device: 1n, inode: BigInt(index + 1), sizeBytes: 1, mtimeNs: 1n },
  }));
  catalogue.recordSeen(1, seen, { isFresh: false, hasPath: () => true });
  const database = openDatabase({ file, synchronous: 'FULL', migrations: CATALOGUE_MIGRATIONS });
  try {
    for (const maxRowsByPath of [0, 1000]) look(createSubfolders(database, maxRowsByPath).subfolders);
  } finally {
    database.close();
    catalogue.close();
    rmSync(base, { recursive: true, force: true });
  }
}

it('counts what lies at any depth below each folder, and nothing beside it', () => {
  withFiles(['/one/a.txt', '/one/ä/b', '/one/ä/c/d', '/one/ä/c/z', '/one/ä-2/e'], (subfolders) => {
    expect(subfolders('/one')).toEqual([
      { path: '/one/ä', counts: { ...none, queued: 2, nameOnly: 1 } },
      { path: '/one/ä-2', counts: { ...none, queued: 1 } },
    ]);
    expect(subfolders('/one/ä')).toEqual([{ path: '/one/ä/c', counts: { ...none, queued: 1, nameOnly: 1 } }]);
    expect(subfolders('/one/ä/c')).toEqual([]);
  });
});

it('agrees with counting the paths one by one', () => {
  const paths = fc.uniqueArray(fc.stringMatching(/^\/one(\/[ab]|\/é){1,3}$/), { maxLength: 12 });
  fc.assert(
    fc.property(paths, (given) => {
      const expected = new Map<string, number>();
      for (const path of given) {
        const [, , child, ...rest] = path.split('/');
        if (rest.length > 0) expected.set(`/one/${child}`, (expected.get(`/one/${child}`) ?? 0) + 1);
      }
      withFiles(given, (subfolders) => {
        expect(new Map(subfolders('/one').map(({ path, counts }) => [path, counts.queued]))).toEqual(expected);
      });
    }),
    { numRuns: 25 },
  );
});
