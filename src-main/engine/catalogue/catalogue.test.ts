import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Catalogue, DocumentRecord, FileIdentity, Publication, SeenFile } from './catalogue.ts';
import { openCatalogue } from './open-catalogue.ts';

const NOTHING = { queued: 0, nameOnly: 0, words: 0, indexed: 0, partial: 0, skipped: 0, failed: 0 };

let base: string;
let catalogue: Catalogue;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'akin-catalogue-'));
  catalogue = openCatalogue({ file: join(base, 'catalogue.sqlite') });
  catalogue.addFolder('/one');
  catalogue.addFolder('/two');
});

afterEach(async () => {
  catalogue.close();
  await rm(base, { recursive: true, force: true });
});

function identity(inode: number, change: Partial<FileIdentity> = {}): FileIdentity {
  return { device: 7n, inode: BigInt(inode), sizeBytes: inode, mtimeNs: 1_700_000_000_123_456_789n, ...change };
}

function seen(path: string, fileIdentity: FileIdentity, change: Partial<SeenFile> = {}): SeenFile {
  return { path, type: 'text', isReadable: true, identity: fileIdentity, ...change };
}

/** `present`: the paths that are still on disk beside those seen. */
function see(folderId: number, files: readonly SeenFile[], options: { isFresh?: boolean; present?: string[] } = {}): number {
  return catalogue.recordSeen(folderId, files, {
    isFresh: options.isFresh ?? false,
    hasPath: (path) => options.present?.includes(path) ?? false,
  });
}

function at(path: string): DocumentRecord {
  const document = catalogue.documentAt(path);
  if (document === null) throw new Error('no such document');
  return document;
}

function words(document: DocumentRecord, change: Partial<Publication> = {}): Publication {
  return {
    documentId: document.id,
    identity: document.identity,
    state: 'words',
    reason: null,
    content: {
      generation: document.generation + 1,
      fingerprint: `f${document.generation + 1}`,
      title: 'Title',
      language: 'en',
      date: 1_000,
      tags: ['b', 'a'],
      chunkCount: 3,
    },
    ...change,
  };
}

function index(...paths: string[]): void {
  const documents = paths.map(at);
  catalogue.publish(documents.map((document) => words(document)));
  catalogue.publishVectors(documents.map(({ id, generation }) => ({ documentId: id, generation: generation + 1 })));
}

it('knows the languages of documents, also of those read since it was asked', () => {
  see(1, [seen('/one/a', identity(1)), seen('/one/b', identity(2)), seen('/one/c', identity(3))]);
  index('/one/a');
  expect(catalogue.languages()).toEqual(['en']);
  const { content } = words(at('/one/b'));
  if (content === undefined) throw new Error('no content');
  catalogue.publish([
    words(at('/one/b'), { content: { ...content, language: 'fa' } }),
    words(at('/one/c'), { content: { ...content, language: null } }),
  ]);
  expect(catalogue.languages().toSorted()).toEqual(['en', 'fa']);
});

describe('files that are seen', () => {
  it('are queued when new, or known by name where they are not read', () => {
    expect(see(1, [seen('/one/a', identity(1)), seen('/one/b', identity(2), { type: 'other', isReadable: false })])).toBe(1);
    expect(at('/one/b')).toMatchObject({ state: 'nameOnly', reason: 'unsupportedType' });
    expect(at('/one/a')).toEqual({
      id: 1,
      folderId: 1,
      path: '/one/a',
      type: 'text',
      identity: identity(1),
      fingerprint: null,
      generation: 0,
      state: 'queued',
      reason: null,
      title: null,
      author: null,
      language: null,
      date: 1_700_000_000_123,
      tags: [],
      chunkCount: 0,
      encoding: null,
      chosenEncoding: null,
      attempts: 0,
    });
    expect(catalogue.counts()).toEqual({ ...NOTHING, queued: 1, nameOnly: 1 });
  });

  it('keep inodes and devices beyond 63 bits', () => {
    const wide = identity(1, { inode: 2n ** 64n - 1n, device: 2n ** 63n + 5n });
    see(1, [seen('/one/a', wide)]);
    expect(at('/one/a').identity).toEqual(wide);
    expect(see(1, [seen('/one/a', wide)])).toBe(0);
  });

  it('are queued again when they changed, and keep their generation and content meanwhile', () => {
    see(1, [seen('/one/a', identity(1))]);
    index('/one/a');
    catalogue.recordAttempt(1);
    expect(see(1, [seen('/one/a', identity(1, { sizeBytes: 99 }))])).toBe(1);
    expect(at('/one/a')).toMatchObject({
      state: 'queued',
      generation: 1,
      fingerprint: 'f1',
      title: 'Title',
      attempts: 0,
      date: 1_000,
    });
  });

  it('stay failed or skipped until they change', () => {
    see(1, [seen('/one/a', identity(1)), seen('/one/b', identity(2))]);
    catalogue.publish([
      { documentId: 1, identity: identity(1), state: 'failed', reason: 'corrupt' },
      { documentId: 2, identity: identity(2), state: 'skipped', reason: 'empty' },
    ]);
    expect(see(1, [seen('/one/a', identity(1)), seen('/one/b', identity(2))])).toBe(0);
    expect(see(1, [seen('/one/a', identity(1, { mtimeNs: 5n })), seen('/one/b', identity(2))])).toBe(1);
    expect(catalogue.counts()).toEqual({ ...NOTHING, queued: 1, skipped: 1 });
  });

  it('are the same after a disk was mounted under another device number', () => {
    see(1, [seen('/one/a', identity(1))]);
    index('/one/a');
    expect(see(1, [seen('/one/a', identity(1, { device: 8n }))])).toBe(0);
    expect(at('/one/a')).toMatchObject({ state: 'indexed', identity: { device: 8n } });
  });

  it('are read once this version can read their type', () => {
    see(1, [seen('/one/a.new', identity(1), { type: 'other', isReadable: false })]);
    expect(see(1, [seen('/one/a.new', identity(1), { type: 'new' })])).toBe(1);
    expect(at('/one/a.new')).toMatchObject({ state: 'queued', type: 'new' });
  });
});

describe('a file that moved', () => {
  it('keeps its document, state and generation inside its folder', () => {
    see(1, [seen('/one/a', identity(1))]);
    index('/one/a');
    expect(see(1, [seen('/one/sub/A', identity(1))])).toBe(0);
    expect(at('/one/sub/A')).toMatchObject({ id: 1, state: 'indexed', generation: 1, fingerprint: 'f1' });
    expect(catalogue.documentAt('/one/a')).toBeNull();
    expect(catalogue.nextRemoved(10)).toEqual([]);
  });

  it('is read anew in another folder, as its rows name the folder, and keeps id, fingerprint and generation', () => {
    see(1, [seen('/one/a', identity(1))]);
    index('/one/a');
    expect(see(2, [seen('/two/a', identity(1))])).toBe(1);
    expect(at('/two/a')).toMatchObject({ id: 1, folderId: 2, state: 'queued', generation: 1, fingerprint: 'f1' });
    // "Unchanged" would leave the old rows, so the reader is not told what to compare with.
    expect(catalogue.nextQueued(1, new Set())[0]).toMatchObject({ id: 1, fingerprint: null });
    expect([catalogue.counts(1).queued, catalogue.counts(2).queued]).toEqual([0, 1]);
  });

  it('stays queued when it moved to another folder while it was read', () => {
    see(1, [seen('/one/a', identity(1))]);
    const [read] = catalogue.nextQueued(1, new Set());
    see(2, [seen('/two/a', identity(1))]);
    if (read !== undefined) catalogue.publish([words(read)]);
    expect(at('/two/a')).toMatchObject({ state: 'queued', generation: 1 });
    expect(catalogue.nextQueued(1, new Set())[0]).toMatchObject({ fingerprint: null });
  });

  it('is read anew when its new name makes it another type', () => {
    see(1, [seen('/one/a.txt', identity(1))]);
    index('/one/a.txt');
    expect(see(1, [seen('/one/a.md', identity(1), { type: 'markdown' })])).toBe(1);
    expect(at('/one/a.md')).toMatchObject({ id: 1, type: 'markdown', state: 'queued' });
  });

  it('is another document where the old path still exists, or the content differs', () => {
    see(1, [seen('/one/a', identity(1))]);
    see(1, [seen('/one/link', identity(1))], { present: ['/one/a'] });
    see(1, [seen('/one/reused', identity(1, { sizeBytes: 5 }))]);
    expect([at('/one/a').id, at('/one/link').id, at('/one/reused').id]).toEqual([1, 2, 3]);
  });
});

describe('removed documents', () => {
  it('vanish from everything but the list of what the index must delete', () => {
    see(1, [seen('/one/a', identity(1)), seen('/one/b', identity(2))]);
    index('/one/a');
    expect(catalogue.recordGone(['/one/a', '/one/none'])).toBe(1);
    const all = { folders: [], types: [], tags: [], from: null, before: null, offset: 0, limit: 10 };
    expect(catalogue.listDocuments(all)).toMatchObject({ total: 1, documents: [{ id: 2 }] });
    expect(catalogue.listDocuments({ ...all, tags: ['a'] }).total).toBe(0);
    expect([catalogue.document(1), catalogue.documents([1, 2]).size, catalogue.documentsUnder(['/one'], 10)]).toEqual([
      null,
      1,
      [2],
    ]);
    expect([...catalogue.pathsOf(1).keys()]).toEqual(['/one/b']);
    expect(catalogue.nextRemoved(10)).toEqual([1]);
    catalogue.forgetRemoved([1]);
    expect(catalogue.nextRemoved(10)).toEqual([]);
  });

  it('never give their id to another document', () => {
    see(1, [seen('/one/a', identity(1))]);
    catalogue.recordGone(['/one/a']);
    catalogue.forgetRemoved([1]);
    see(1, [seen('/one/a', identity(1))]);
    expect(at('/one/a').id).toBe(2);
  });

  it('take their folder with them, and leave other folders alone', () => {
    see(1, [seen('/one/a', identity(1))]);
    see(2, [seen('/two/b', identity(2))]);
    catalogue.removeFolder(1);
    expect(catalogue.listFolders()).toEqual([{ id: 2, path: '/two', isAvailable: true }]);
    expect([catalogue.nextRemoved(10), catalogue.counts(), catalogue.checkIntegrity()]).toEqual([
      [1],
      { ...NOTHING, queued: 1 },
      [],
    ]);
  });

  it('are passed over when what was read of them is published', () => {
    see(1, [seen('/one/a', identity(1))]);
    const document = at('/one/a');
    catalogue.recordGone(['/one/a']);
    catalogue.publish([words(document)]);
    catalogue.publishVectors([{ documentId: 1, generation: 1 }]);
    expect([catalogue.document(1), catalogue.counts(), catalogue.recordAttempt(1)]).toEqual([null, NOTHING, 0]);
  });
});

describe('publishing', () => {
  it('shows words first, then meaning, and keeps partial documents partial', () => {
    see(1, [seen('/one/a', identity(1)), seen('/one/b', identity(2))]);
    catalogue.publish([words(at('/one/a')), words(at('/one/b'), { reason: 'pagesUnreadable' })]);
    expect(catalogue.counts()).toEqual({ ...NOTHING, words: 2 });
    expect(catalogue.nextWithoutVectors(10, new Set([1])).map(({ id }) => id)).toEqual([2]);
    catalogue.publishVectors([
      { documentId: 1, generation: 1 },
      { documentId: 2, generation: 1 },
    ]);
    expect(catalogue.counts()).toEqual({ ...NOTHING, indexed: 1, partial: 1 });
    expect(catalogue.nextWithoutVectors(10, new Set())).toEqual([]);
    expect(at('/one/a')).toMatchObject({
      generation: 1,
      title: 'Title',
      language: 'en',
      date: 1_000,
      tags: ['b', 'a'],
      chunkCount: 3,
    });
  });

  it('ignores vectors of a generation that is no longer current', () => {
    see(1, [seen('/one/a', identity(1))]);
    index('/one/a');
    see(1, [seen('/one/a', identity(1, { sizeBytes: 5 }))]);
    catalogue.publish([words(at('/one/a'))]);
    catalogue.publishVectors([{ documentId: 1, generation: 1 }]);
    expect(at('/one/a')).toMatchObject({ state: 'words', generation: 2 });
  });

  it('leaves a document queued that was seen to change after it was handed out', () => {
    see(1, [seen('/one/a', identity(1))]);
    const [read] = catalogue.nextQueued(1, new Set());
    see(1, [seen('/one/a', identity(1, { sizeBytes: 5 }))]);
    if (read !== undefined) catalogue.publish([words(read)]);
    expect(at('/one/a')).toMatchObject({ state: 'queued', generation: 1, identity: { sizeBytes: 5 } });
  });

  it('takes what a reader found newer than the catalogue knew, so that it is not read for ever', () => {
    see(1, [seen('/one/a', identity(1))]);
    const newer = identity(1, { sizeBytes: 5 });
    const [read] = catalogue.nextQueued(1, new Set());
    if (read !== undefined) catalogue.publish([words(read, { identity: newer })]);
    expect(at('/one/a')).toMatchObject({ state: 'words', identity: newer });
    expect(see(1, [seen('/one/a', newer)])).toBe(0);
  });

  it('makes a document that was read again without a change indexed at once', () => {
    see(1, [seen('/one/a', identity(1))]);
    index('/one/a');
    const touched = identity(1, { mtimeNs: 5n });
    see(1, [seen('/one/a', touched)]);
    catalogue.publish([{ documentId: 1, identity: touched, state: 'words', reason: null }]);
    expect(at('/one/a')).toMatchObject({ state: 'indexed', generation: 1, fingerprint: 'f1' });
  });

  it('takes the content of a document that became unreadable out of every search', () => {
    see(1, [seen('/one/a', identity(1))]);
    index('/one/a');
    const changed = identity(1, { sizeBytes: 0 });
    see(1, [seen('/one/a', changed)]);
    catalogue.publish([{ documentId: 1, identity: changed, state: 'skipped', reason: 'empty' }]);
    expect(at('/one/a')).toMatchObject({ state: 'skipped', reason: 'empty', fingerprint: null, chunkCount: 0, tags: [] });
    expect(at('/one/a').generation).not.toBe(1);
    expect(catalogue.problems({ limit: 10, afterPath: null })).toMatchObject({ total: 1, problems: [{ reason: 'empty' }] });
  });
});

describe('work', () => {
  it('takes fresh edits first, then small files', () => {
    see(1, [seen('/one/large', identity(300)), seen('/one/small', identity(2)), seen('/one/middle', identity(30))]);
    see(1, [seen('/one/edited', identity(9_000))], { isFresh: true });
    expect(catalogue.nextQueued(10, new Set([3])).map(({ path }) => path)).toEqual(['/one/edited', '/one/small', '/one/large']);
    expect(catalogue.nextQueued(1, new Set([4])).map(({ path }) => path)).toEqual(['/one/small']);
  });

  it('starts over for a new index, and embeds again for a new vector space', () => {
    see(1, [seen('/one/a', identity(1)), seen('/one/b', identity(2), { isReadable: false })]);
    index('/one/a');
    expect([...catalogue.fingerprints()]).toEqual(['f1']);
    catalogue.dropVectors();
    expect(catalogue.nextWithoutVectors(10, new Set()).map(({ id }) => id)).toEqual([1]);
    catalogue.queueAll();
    expect(at('/one/a')).toMatchObject({ state: 'queued', generation: 0, fingerprint: null });
    expect(catalogue.counts()).toEqual({ ...NOTHING, queued: 1, nameOnly: 1 });
  });
});

describe('lists', () => {
  it('select by folder, type, tag and date, newest first', () => {
    const day = (date: number) => identity(date, { mtimeNs: BigInt(date) * 1_000_000n });
    see(1, [
      seen('/one/a', day(10)),
      seen('/one/sub/b', day(20)),
      seen('/one/sub-c', day(30)),
      seen('/one/d', day(40), { type: 'pdf' }),
    ]);
    const list = (change: object): string[] =>
      catalogue
        .listDocuments({ folders: [], types: [], tags: [], from: null, before: null, offset: 0, limit: 10, ...change })
        .documents.map(({ path }) => path);
    expect(list({})).toEqual(['/one/d', '/one/sub-c', '/one/sub/b', '/one/a']);
    expect(list({ folders: ['/one/sub', '/one/sub/deeper'] })).toEqual(['/one/sub/b']);
    expect(list({ types: ['pdf', 'html'] })).toEqual(['/one/d']);
    expect(list({ from: 10, before: 30, limit: 1, offset: 1 })).toEqual(['/one/a']);
    expect(catalogue.documentsUnder(['/one/sub', '/one'], 3)).toHaveLength(3);
  });

  it('give problems by path, page by page', () => {
    see(1, [seen('/one/b', identity(1)), seen('/one/a', identity(2))]);
    catalogue.publish(
      [at('/one/a'), at('/one/b')].map(({ id, identity: read }) => ({
        documentId: id,
        identity: read,
        state: 'failed',
        reason: 'corrupt',
      })),
    );
    expect(catalogue.problems({ limit: 1, afterPath: '/one/a' })).toMatchObject({ total: 2, problems: [{ path: '/one/b' }] });
  });

  it('give the paths of a folder page by page', () => {
    see(
      1,
      ['c', 'a', 'b'].map((name, inode) => seen(`/one/${name}`, identity(inode))),
    );
    expect([...catalogue.pathsOf(1, { afterPath: '/one/a', limit: 1 }).keys()]).toEqual(['/one/b']);
  });
});

describe('the catalogue file', () => {
  it('keeps folders, documents, settings and facts when it is opened again', () => {
    see(1, [seen('/one/ü', identity(1))]);
    catalogue.setSetting('watching.enabled', 'false');
    catalogue.setFact('index', 'v1');
    catalogue.setFolderAvailable(2, false);
    catalogue.close();
    catalogue = openCatalogue({ file: join(base, 'catalogue.sqlite') });
    expect([catalogue.setting('watching.enabled'), catalogue.fact('index'), at('/one/ü').id]).toEqual(['false', 'v1', 1]);
    expect(catalogue.listFolders()[1]?.isAvailable).toBe(false);
    catalogue.setSetting('watching.enabled', null);
    expect(catalogue.setting('watching.enabled')).toBeNull();
  });

  it('refuses the same folder twice', () => {
    expect(() => catalogue.addFolder('/one')).toThrow(expect.objectContaining({ code: 'folderAlreadyAdded' }));
  });
});
