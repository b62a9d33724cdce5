import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Catalogue } from './catalogue.ts';
import { openCatalogue } from './open-catalogue.ts';

let base: string;
let catalogue: Catalogue;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'akin-sets-'));
  catalogue = openCatalogue({ file: join(base, 'catalogue.sqlite') });
});
afterEach(async () => {
  catalogue.close();
  await rm(base, { recursive: true, force: true });
});

const FILES: readonly (readonly [path: string, type: string, language: string | null, year: number, sizeBytes: number])[] = [
  ['/one/b10.pdf', 'pdf', 'en', 2024, 30],
  ['/one/work/B9.pdf', 'pdf', null, 2026, 10],
  ['/one/work/deep/ä.txt', 'text', 'fa', 2026, 20],
  ['/two/a.txt', 'text', 'en', 2025, 20],
  ['/two/c.txt', 'text', 'en', 1969, 5],
];

/** Ids by the position of the file above. */
function fill(): number[] {
  const roots = new Map(['/one', '/two'].map((path): [string, number] => [path, catalogue.addFolder(path).id]));
  return FILES.map(([path, type, language, year, sizeBytes], index) => {
    const mtimeNs = BigInt(new Date(year, 5, 1).getTime()) * 1_000_000n;
    const identity = { device: 1n, inode: BigInt(index + 1), sizeBytes, mtimeNs };
    const root = roots.get(path.slice(0, 4)) ?? 0;
    catalogue.recordSeen(root, [{ path, type, isReadable: true, identity }], { isFresh: false, hasPath: () => false });
    const id = catalogue.documentAt(path)?.id ?? 0;
    const content = {
      generation: 1,
      fingerprint: 'f',
      title: null,
      language,
      date: Number(mtimeNs / 1_000_000n),
      tags: [],
      chunkCount: 1,
    };
    catalogue.publish([{ documentId: id, identity, state: 'words', reason: null, content }]);
    return id;
  });
}

it('counts documents by type, language, year and folder, each summing up to all of them', () => {
  const ids = fill();
  expect(catalogue.facetsOf([...ids, 999])).toEqual({
    total: 5,
    types: [
      { value: 'text', count: 3 },
      { value: 'pdf', count: 2 },
    ],
    languages: [
      { value: 'en', count: 3 },
      { value: 'fa', count: 1 },
      { value: null, count: 1 },
    ],
    years: [
      { value: 2026, count: 2 },
      { value: 1969, count: 1 },
      { value: 2024, count: 1 },
      { value: 2025, count: 1 },
    ],
    folders: [
      { path: '/one', count: 3 },
      { path: '/one/work', count: 2 },
      { path: '/two', count: 2 },
    ],
  });
  expect(catalogue.facetsOf([])).toEqual({ total: 0, types: [], languages: [], years: [], folders: [] });
});

it('sorts documents in every order, ties by id, page after page', () => {
  const ids = fill();
  const order = (sort: 'newest' | 'oldest' | 'name' | 'largest'): number[] => {
    const pages = [0, 2, 4].map((offset) => catalogue.sortDocuments([...ids, 999], sort, { offset, limit: 2 }));
    return pages.flat().map((id) => ids.indexOf(id));
  };
  expect({ newest: order('newest'), oldest: order('oldest'), name: order('name'), largest: order('largest') }).toEqual({
    newest: [1, 2, 3, 0, 4],
    oldest: [4, 0, 3, 1, 2],
    name: [2, 3, 1, 0, 4],
    largest: [0, 2, 3, 1, 4],
  });
  const filter = { folders: [], types: [], tags: [], from: null, before: null, offset: 1, limit: 2 };
  const listed = catalogue.listDocuments({ ...filter, sort: 'largest' });
  expect([listed.documents.map(({ id }) => ids.indexOf(id)), listed.total]).toEqual([[2, 3], 5]);
});

it('leaves out candidates of another generation than the current one', () => {
  const [first = 0, second = 0] = fill();
  const candidates = [
    { documentId: second, generation: 1 },
    { documentId: first, generation: 2 },
    { documentId: 999, generation: 1 },
    { documentId: first, generation: 1 },
  ];
  expect(catalogue.currentOf(candidates)).toEqual([candidates[0], candidates[3]]);
});
