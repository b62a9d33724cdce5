import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { filters as filtersSchema, type Filters } from '#contract';
import type { Catalogue, SeenFile } from '#engine/catalogue/catalogue.ts';
import { openCatalogue } from '#engine/catalogue/open-catalogue.ts';
import { createNameIndex, type NameIndex } from './name-index.ts';

let base: string;
let catalogue: Catalogue;
let index: NameIndex;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'akin-name-index-'));
  catalogue = openCatalogue({ file: join(base, 'catalogue.sqlite') });
  index = createNameIndex({ catalogue });
});
afterEach(async () => {
  await index.close();
  catalogue.close();
  rmSync(base, { recursive: true, force: true });
});

const seen = (path: string, inode: number, type = 'other'): SeenFile => ({
  path,
  type,
  isReadable: false,
  identity: { device: 1n, inode: BigInt(inode), sizeBytes: 1, mtimeNs: BigInt(inode) * 1_000_000n },
});
const record = (folderId: number, files: readonly SeenFile[], hasPath: (path: string) => boolean = () => false) =>
  catalogue.recordSeen(folderId, files, { isFresh: false, hasPath });

async function find(query: string, filters: Partial<Filters> = {}) {
  const found = await index.find(query, { filters: { ...filtersSchema.parse({}), ...filters }, limit: 5_000 });
  const documents = catalogue.documents(found.documents.map(({ documentId }) => documentId));
  return {
    documents: found.documents.map(({ documentId }) => documents.get(documentId)?.path),
    folders: found.folders.map(({ path }) => path),
  };
}

it('finds what is there at its start and what changes later, through moves, removals and a folder added again', async () => {
  const first = catalogue.addFolder('/one');
  record(first.id, [seen('/one/report.pdf', 1)]);
  expect(await find('report')).toEqual({ documents: ['/one/report.pdf'], folders: [] });
  record(first.id, [seen('/one/Taxes/report.pdf', 1)]);
  expect(await find('taxes')).toEqual({ documents: [], folders: ['/one/Taxes'] });
  expect(await find('taxes report')).toEqual({ documents: ['/one/Taxes/report.pdf'], folders: [] });
  const second = catalogue.addFolder('/two');
  record(second.id, [seen('/two/Taxes/report.pdf', 1)]);
  expect(await find('taxes')).toEqual({ documents: [], folders: ['/two/Taxes'] });
  catalogue.removeFolder(second.id);
  expect(await find('report')).toEqual({ documents: [], folders: [] });
  const outer = catalogue.addFolder('/');
  record(outer.id, [seen('/two/Taxes/report.pdf', 9)]);
  expect(await find('two')).toEqual({ documents: [], folders: ['/two'] });
});

it('keeps to the filters', async () => {
  const { id } = catalogue.addFolder('/r');
  record(id, [seen('/r/a/report.pdf', 1, 'pdf'), seen('/r/b/report.md', 2, 'markdown'), seen('/r/report', 3)]);
  expect((await find('report', { types: ['pdf', 'other'] })).documents).toEqual(['/r/report', '/r/a/report.pdf']);
  expect((await find('report', { folders: ['/r/b/'] })).documents).toEqual(['/r/b/report.md']);
  expect((await find('report', { after: 2, before: 3 })).documents).toEqual(['/r/b/report.md']);
  expect((await find('report', { tags: ['none'] })).documents).toEqual([]);
  expect((await find('b', { folders: ['/r/a'] })).folders).toEqual([]);
  expect((await find('b', { types: ['pdf'] })).folders).toEqual([]);
  expect((await find('b')).folders).toEqual(['/r/b']);
});

it('holds exactly the names of the catalogue after any changes', async () => {
  const change = fc.record({
    kind: fc.constantFrom('seen', 'gone', 'find'),
    file: fc.integer({ min: 1, max: 12 }),
    place: fc.constantFrom('a', 'a/b', 'c', '.'),
  });
  const { id } = catalogue.addFolder('/r');
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 30 }), async (changes) => {
      for (const { kind, file, place } of changes) {
        const path = join('/r', place, `file${file}`);
        if (kind === 'seen') record(id, [seen(path, file)], (other) => catalogue.documentAt(other) !== null && file % 2 === 0);
        else if (kind === 'gone') catalogue.recordGone([path]);
        else await find('file');
      }
      const { documents } = await find('file');
      expect(new Set(documents)).toEqual(new Set(catalogue.pathsOf(id).keys()));
      expect(index.size()).toBe(documents.length);
    }),
    { numRuns: 60 },
  );
});
