import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fileFilter } from '#contract';
import { createAccounting } from './accounting.ts';
import type { Catalogue } from './catalogue/catalogue.ts';
import { openCatalogue } from './catalogue/open-catalogue.ts';

let base: string;
let catalogue: Catalogue;
let wakes: number;
const everything = { filter: fileFilter.parse({}), limit: 100, cursor: null };
const context = { clientId: 1, isTrusted: true, signal: new AbortController().signal };

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'akin-accounting-'));
  catalogue = openCatalogue({ file: join(base, 'catalogue.sqlite') });
  wakes = 0;
  catalogue.addFolder('/files');
  const seen = ['a.pdf', 'b.md', 'c.md', 'd.md', 'e.zip'].map((name, index) => ({
    path: `/files/${name}`,
    type: name.endsWith('pdf') ? 'pdf' : name.endsWith('md') ? 'markdown' : 'other',
    isReadable: !name.endsWith('zip'),
    identity: { device: 1n, inode: BigInt(index), sizeBytes: 7, mtimeNs: 1n },
  }));
  catalogue.recordSeen(1, seen, { isFresh: false, hasPath: () => true });
  const identity = seen[0]?.identity ?? { device: 1n, inode: 0n, sizeBytes: 7, mtimeNs: 1n };
  catalogue.publish([
    { documentId: 1, identity, state: 'failed', reason: 'encrypted' },
    { documentId: 2, identity: { ...identity, inode: 1n }, state: 'words', reason: null },
    { documentId: 3, identity: { ...identity, inode: 2n }, state: 'nameOnly', reason: 'empty' },
  ]);
});
afterEach(() => {
  catalogue.close();
  rmSync(base, { recursive: true, force: true });
});

const accounting = () => createAccounting(catalogue, { onQueued: () => (wakes += 1) });

it('measures coverage as a whole, by type, by reason and by folder', async () => {
  const none = { queued: 0, nameOnly: 0, words: 0, indexed: 0, partial: 0, skipped: 0, failed: 0 };
  expect(await accounting()['library.coverage']({}, context)).toEqual({
    total: 5,
    searchable: 1,
    nameOnly: 2,
    waiting: 1,
    attention: 1,
    byType: [
      { type: 'markdown', counts: { ...none, words: 1, nameOnly: 1, queued: 1 } },
      { type: 'other', counts: { ...none, nameOnly: 1 } },
      { type: 'pdf', counts: { ...none, failed: 1 } },
    ],
    byReason: [
      { reason: 'empty', count: 1 },
      { reason: 'encrypted', count: 1 },
      { reason: 'unsupportedType', count: 1 },
    ],
    byFolder: [{ folderId: 1, path: '/files', counts: { ...none, words: 1, nameOnly: 2, queued: 1, failed: 1 } }],
  });
});

it('lists all files page by page, and refuses a cursor that is none', async () => {
  const methods = accounting();
  const names: string[] = [];
  for (let cursor: string | null = null, isFirst = true; isFirst || cursor !== null; isFirst = false) {
    const page: Awaited<ReturnType<(typeof methods)['library.files']>> = await methods['library.files'](
      { ...everything, limit: 2, cursor },
      context,
    );
    expect(page.total).toBe(5);
    names.push(...page.files.map(({ path }) => path.slice('/files/'.length)));
    cursor = page.nextCursor;
  }
  expect(names).toEqual(['a.pdf', 'b.md', 'c.md', 'd.md', 'e.zip']);
  const wrong = async () => methods['library.files']({ ...everything, cursor: 'x' }, context);
  await expect(wrong()).rejects.toMatchObject({ code: 'invalidCursor' });
});

it('queues again what the request names and wakes the indexer', async () => {
  const methods = accounting();
  expect(
    await methods['library.retry']({ documentIds: null, filter: { ...everything.filter, types: ['text'] } }, context),
  ).toEqual({
    queued: 0,
  });
  expect(wakes).toBe(0);
  expect(await methods['library.retry']({ documentIds: null, filter: everything.filter }, context)).toEqual({ queued: 1 });
  expect(wakes).toBe(1);
  expect(catalogue.document(1)).toMatchObject({ state: 'queued' });
});

it('names the first folders below one of the library, and refuses any other', async () => {
  const file = { path: '/files/one/x.md', type: 'markdown', isReadable: true };
  const other = { ...file, path: '/files/two/y.md' };
  const seen = [file, other].map((each, index) => ({
    ...each,
    identity: { device: 1n, inode: BigInt(90 + index), sizeBytes: 7, mtimeNs: 1n },
  }));
  catalogue.recordSeen(1, seen, { isFresh: false, hasPath: () => true });
  const subfolders = accounting()['library.subfolders'];
  expect(await subfolders({ path: '/files', limit: 1 }, context)).toMatchObject({
    subfolders: [{ path: '/files/one', counts: { queued: 1 } }],
    total: 2,
  });
  await expect(async () => subfolders({ path: '/filesystem', limit: 1 }, context)).rejects.toMatchObject({
    code: 'folderNotFound',
  });
});
