import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileOf } from '../testing/library-double.ts';
import { pageAt, replacePage, type FilePage } from './file-pages.ts';

const SIZE = 3;

/** What an engine answers for the files with these ids, in their order, after the one that the cursor names. */
function read(ids: readonly number[], cursor: string | null, version: number): FilePage {
  const following = ids.filter((id) => cursor === null || id > Number(cursor)).slice(0, SIZE);
  const nextCursor = following.length === SIZE ? String(following.at(-1)) : null;
  return { files: following.map((id) => fileOf(id, {})), nextCursor, version };
}

function readAll(ids: readonly number[], from: readonly FilePage[], version: number): readonly FilePage[] {
  let pages = from;
  for (let index = 0; ; index += 1) {
    const cursor = index === 0 ? null : (pages[index - 1]?.nextCursor ?? null);
    if (index > 0 && cursor === null) return pages;
    if (pages[index]?.version !== version) pages = replacePage(pages, index, read(ids, cursor, version));
  }
}

const idsOf = (pages: readonly FilePage[]): number[] => pages.flatMap(({ files }) => files.map(({ id }) => Number(id)));

test('a list read page by page after it changed is the list as it is then, each file once', () => {
  const ids = fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { maxLength: 20 }).map((list) => list.toSorted((a, b) => a - b));
  fc.assert(
    fc.property(ids, ids, (first, second) => {
      const before = readAll(first, [], 1);
      expect(idsOf(before)).toEqual(first);
      expect(idsOf(readAll(second, before, 2))).toEqual(second);
    }),
  );
});

test('a page that lost a file keeps the pages after it', () => {
  const before = readAll([1, 2, 3, 4, 5, 6, 7], [], 1);
  const after = replacePage(before, 0, read([1, 3, 4, 5, 6, 7], null, 2));
  expect(idsOf(after)).toEqual([1, 3, 4, 5, 6, 7]);
  expect(after.map(({ version }) => version)).toEqual([2, 1, 1]);
});

test('each row is found on its page, and rows beyond the end on the last', () => {
  const pages = readAll([1, 2, 3, 4, 5], [], 1);
  expect([0, 2, 3, 4, 9].map((row) => pageAt(pages, row))).toEqual([0, 0, 1, 1, 1]);
  expect(pageAt([], 0)).toBe(0);
});
