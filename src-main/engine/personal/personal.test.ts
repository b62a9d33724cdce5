import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_HISTORY, type DocumentId, type DocumentSummary, type SavedSearch, type SavedSearchId } from '#contract';
import type { Catalogue, DocumentRecord, SeenFile } from '#engine/catalogue/catalogue.ts';
import { openCatalogue } from '#engine/catalogue/open-catalogue.ts';
import { createPersonal, type Personal } from './personal.ts';

const DAY = 24 * 60 * 60 * 1000;
const noFilters = { folders: [], types: [], tags: [], after: null, before: null };
const plain = { sort: 'newest', recency: false, mode: 'hybrid', filters: noFilters } as const;
const call = { signal: new AbortController().signal, clientId: 1 };

let base: string;
let catalogue: Catalogue;
let personal: Personal;
let now: number;
let isHistoryOn: boolean;
let changes: number;

beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), 'akin-personal-'));
  catalogue = openCatalogue({ file: path.join(base, 'catalogue.sqlite') });
  now = Date.UTC(2026, 0, 1);
  isHistoryOn = true;
  changes = 0;
  personal = createPersonal({
    catalogue,
    isHistoryOn: () => isHistoryOn,
    toSummary,
    onChange: () => (changes += 1),
    now: () => now,
  });
});
afterEach(() => {
  catalogue.close();
  rmSync(base, { recursive: true, force: true });
});

function toSummary({ id, path: file, type, state, reason, identity, date, title }: DocumentRecord): DocumentSummary {
  const shared = { path: file, type, state, reason, title: title ?? '', sizeBytes: identity.sizeBytes, modifiedAt: date };
  return { ...shared, id: id as DocumentId };
}

function search(query: string): void {
  now += 1;
  void personal.methods['history.add']({ query }, call);
}
const queries = async (prefix = '', limit = 50): Promise<string[]> =>
  (await personal.methods['history.list']({ prefix, limit }, call)).map(({ query }) => query);

function see(...paths: readonly string[]): DocumentId[] {
  catalogue.addFolder('/one');
  const files = paths.map((file, index): SeenFile => {
    const identity = { device: 1n, inode: BigInt(index + 1), sizeBytes: 1, mtimeNs: 1n };
    return { path: file, type: 'text', isReadable: true, identity };
  });
  catalogue.recordSeen(1, files, { isFresh: false, hasPath: () => false });
  return paths.map((file) => (catalogue.documentAt(file)?.id ?? 0) as DocumentId);
}

const open = (documentId: DocumentId | undefined): unknown =>
  personal.methods['recents.opened']({ documentId: documentId ?? (0 as DocumentId) }, call);
const opened = async (kind: 'recent' | 'frequent', limit = 20): Promise<(string | number)[][]> =>
  (await personal.methods['recents.list']({ kind, limit }, call)).map((document) => [document.path, document.count]);

/** Whether any file beside the catalogue, or itself, holds the text. */
function isOnDisk(text: string): boolean {
  return readdirSync(base).some((name) => readFileSync(path.join(base, name)).includes(text));
}

describe('the history', () => {
  it('has each query once, the newest first', async () => {
    for (const query of ['owls', 'bats', 'owls']) search(query);
    expect(await personal.methods['history.list']({ prefix: '', limit: 50 }, call)).toEqual([
      { query: 'owls', at: now },
      { query: 'bats', at: now - 1 },
    ]);
    expect(await queries('', 1)).toEqual(['owls']);
  });

  it('completes what begins the same, case and accents aside', async () => {
    for (const query of ['Über uns', 'under', 'owls under the roof']) search(query);
    expect(await queries('uB')).toEqual(['Über uns']);
    expect(await queries('UN')).toEqual(['under']);
  });

  it('passes over what is empty, and lets the oldest go beyond its limit', async () => {
    search('');
    for (let index = 0; index <= MAX_HISTORY; index++) search(`query ${index}`);
    expect(await queries('', MAX_HISTORY)).toHaveLength(MAX_HISTORY);
    expect(await queries('query 0')).toEqual([]);
    expect(await queries('query 1000')).toEqual(['query 1000']);
  });

  it('leaves nothing of a removed query on the disk, and everything of the others', async () => {
    search('a very secret question');
    search('a plain one');
    expect(isOnDisk('very secret')).toBe(true);
    void personal.methods['history.remove']({ query: 'a very secret question' }, call);
    expect(isOnDisk('very secret')).toBe(false);
    expect(await queries()).toEqual(['a plain one']);
  });

  it('leaves nothing of thousands of bytes of queries on the disk once it is cleared', () => {
    for (let index = 0; index < 200; index++) search(`very secret ${index} ${'x'.repeat(500)}`);
    expect(isOnDisk('very secret')).toBe(true);
    void personal.methods['history.clear']({}, call);
    expect(isOnDisk('very secret')).toBe(false);
  });
});

describe('with the history off', () => {
  it('nothing is kept any more, and what was is gone from the disk at once; saved searches stay', async () => {
    const [owl] = see('/one/owl.txt');
    search('very secret');
    open(owl);
    void personal.methods['savedSearches.save']({ name: 'Birds', query: 'owls OR bats', ...plain }, call);
    isHistoryOn = false;
    personal.reconsider();
    expect(isOnDisk('very secret')).toBe(false);
    search('another secret');
    open(owl);
    expect([await queries(), await opened('recent'), isOnDisk('another secret')]).toEqual([[], [], false]);
    expect(await personal.methods['savedSearches.list']({}, call)).toMatchObject([{ name: 'Birds' }]);
    isHistoryOn = true;
    personal.reconsider();
    search('owls');
    expect(await queries()).toEqual(['owls']);
  });
});

describe('opened documents', () => {
  it('are listed by when they were opened last, or by how often of late', async () => {
    const [often, once, long] = see('/one/often.txt', '/one/once.txt', '/one/long ago.txt');
    for (let times = 0; times < 4; times++) {
      open(long);
      now += DAY;
    }
    now += 120 * DAY;
    for (let times = 0; times < 3; times++) {
      open(often);
      now += DAY;
    }
    open(once);
    expect(await opened('recent')).toEqual([
      ['/one/once.txt', 1],
      ['/one/often.txt', 3],
      ['/one/long ago.txt', 4],
    ]);
    expect(await opened('frequent')).toEqual([
      ['/one/often.txt', 3],
      ['/one/once.txt', 1],
      ['/one/long ago.txt', 4],
    ]);
    expect(await opened('frequent', 1)).toEqual([['/one/often.txt', 3]]);
  });

  it('count once however often they are opened within a minute', async () => {
    const [owl] = see('/one/owl.txt');
    for (let times = 0; times < 5; times++) {
      open(owl);
      now += 10_000;
    }
    expect(await personal.methods['recents.list']({ kind: 'recent', limit: 1 }, call)).toMatchObject([
      { lastOpenedAt: now - 10_000, count: 1 },
    ]);
  });

  it('follow a file that moves, and go with one that is removed', async () => {
    const [owl, bat] = see('/one/owl.txt', '/one/bat.txt');
    open(owl);
    now += 1;
    open(bat);
    const identity = { device: 1n, inode: 1n, sizeBytes: 1, mtimeNs: 1n };
    const moved = { path: '/one/birds/owl.txt', type: 'text', isReadable: true, identity };
    catalogue.recordSeen(1, [moved], { isFresh: false, hasPath: () => false });
    catalogue.recordGone(['/one/bat.txt']);
    expect(await opened('recent')).toEqual([['/one/birds/owl.txt', 1]]);
    expect(() => open(bat)).toThrow(expect.objectContaining({ code: 'documentNotFound' }));
  });
});

describe('saved searches', () => {
  const save = (name: string, query = 'owls', options: Partial<SavedSearch> = {}): unknown =>
    personal.methods['savedSearches.save']({ name, query, ...plain, ...options }, call);
  const names = async (): Promise<string[]> => (await personal.methods['savedSearches.list']({}, call)).map(({ name }) => name);

  it('are kept by names of their own', async () => {
    expect(save('Birds')).toEqual({ id: 1, name: 'Birds', query: 'owls', ...plain, createdAt: now });
    save('Mammals', 'bats');
    expect(() => save('birds')).toThrow(expect.objectContaining({ code: 'nameTaken', details: { name: 'birds' } }));
    const rename = (id: number, name: string): unknown =>
      personal.methods['savedSearches.rename']({ id: id as SavedSearchId, name }, call);
    expect(() => rename(2, 'BIRDS')).toThrow(expect.objectContaining({ code: 'nameTaken' }));
    expect(() => rename(3, 'Fish')).toThrow(expect.objectContaining({ code: 'savedSearchNotFound' }));
    expect(rename(1, 'BIRDS')).toMatchObject({ id: 1, name: 'BIRDS', query: 'owls' });
    expect(await names()).toEqual(['BIRDS', 'Mammals']);
  });

  it('keep all that they were asked with', async () => {
    const filters = { folders: ['/one'], types: ['pdf'], tags: ['night'], after: 1, before: 2 };
    const options = { sort: 'relevance', recency: true, mode: 'names', filters } as const;
    save('Birds', 'owls', options);
    expect(await personal.methods['savedSearches.list']({}, call)).toMatchObject([options]);
  });

  it('leave nothing on the disk once they are removed', async () => {
    save('Birds', 'a very secret question');
    const remove = (): unknown => personal.methods['savedSearches.remove']({ id: 1 as SavedSearchId }, call);
    remove();
    expect([await names(), isOnDisk('very secret'), isOnDisk('Birds')]).toEqual([[], false, false]);
    expect(remove).toThrow(expect.objectContaining({ code: 'savedSearchNotFound' }));
  });
});

it('tells which list changed', () => {
  const before = personal.revisions();
  search('owls');
  expect([personal.revisions().history > before.history, personal.revisions().recents === before.recents]).toEqual([true, true]);
  void personal.methods['history.clear']({}, call);
  expect(personal.revisions().recents).toBeGreaterThan(before.recents);
  expect(changes).toBe(2);
});
