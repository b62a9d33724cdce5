import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Catalogue, FileIdentity, Publication } from './catalogue.ts';
import { openCatalogue } from './open-catalogue.ts';

const FILE = '/one/owl.txt';
const IDENTITY: FileIdentity = { device: 1n, inode: 2n, sizeBytes: 3, mtimeNs: 4n };

describe('a chosen encoding', () => {
  let folder: string;
  let catalogue: Catalogue;
  let id: number;

  function see(path: string, identity = IDENTITY): void {
    const folderId = catalogue.listFolders()[0]?.id ?? catalogue.addFolder('/one').id;
    catalogue.recordSeen(folderId, [{ path, type: 'text', isReadable: true, identity }], {
      isFresh: false,
      hasPath: () => false,
    });
  }

  function publish(change: Partial<Publication> = {}): void {
    const content = { generation: 1, fingerprint: 'a', title: null, language: null, date: 1, tags: [], chunkCount: 1 };
    catalogue.publish([
      {
        documentId: id,
        identity: IDENTITY,
        state: 'words',
        reason: 'encodingGuessed',
        content: { ...content, encoding: 'windows-1252' },
        ...change,
      },
    ]);
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'akin-encodings-'));
    catalogue = openCatalogue({ file: join(folder, 'catalogue.sqlite') });
    see(FILE);
    id = catalogue.documentAt(FILE)?.id ?? 0;
    catalogue.nextQueued(1, new Set());
    publish();
  });
  afterEach(() => {
    catalogue.close();
    rmSync(folder, { recursive: true });
  });

  it('queues its document, of which the reader then knows no fingerprint', () => {
    expect(catalogue.document(id)).toMatchObject({ encoding: 'windows-1252', chosenEncoding: null, reason: 'encodingGuessed' });
    expect(catalogue.chooseEncoding(id, 'KOI8-R')).toBe(true);
    expect(catalogue.nextQueued(1, new Set())).toMatchObject([{ id, fingerprint: null, reason: null, chosenEncoding: 'KOI8-R' }]);
    expect(catalogue.chooseEncoding(id + 1, 'KOI8-R')).toBe(false);
    expect(catalogue.checkIntegrity()).toEqual([]);
  });

  it('stays through edits and moves, until it is taken back', () => {
    catalogue.chooseEncoding(id, 'KOI8-R');
    see(FILE, { ...IDENTITY, inode: 5n, mtimeNs: 9n });
    expect(catalogue.document(id)?.chosenEncoding).toBe('KOI8-R');
    see('/one/moved.txt', { ...IDENTITY, inode: 5n, mtimeNs: 9n });
    expect(catalogue.documentAt('/one/moved.txt')).toMatchObject({ id, chosenEncoding: 'KOI8-R' });
    catalogue.chooseEncoding(id, null);
    expect(catalogue.document(id)?.chosenEncoding).toBeNull();
  });

  it('is not lost on a document that was just being read', () => {
    catalogue.chooseEncoding(id, 'KOI8-R');
    catalogue.nextQueued(1, new Set());
    catalogue.chooseEncoding(id, 'windows-1251');
    publish();
    expect(catalogue.document(id)).toMatchObject({ state: 'queued', chosenEncoding: 'windows-1251' });
  });

  it('waits where nothing of the document is read', () => {
    const folderId = catalogue.listFolders()[0]?.id ?? 0;
    const file = { path: '/one/photo.jpg', type: 'other', isReadable: false, identity: { ...IDENTITY, inode: 8n } };
    catalogue.recordSeen(folderId, [file], { isFresh: false, hasPath: () => true });
    const photo = catalogue.documentAt('/one/photo.jpg')?.id ?? 0;
    expect(catalogue.chooseEncoding(photo, 'UTF-8')).toBe(true);
    expect(catalogue.document(photo)).toMatchObject({ state: 'nameOnly', chosenEncoding: 'UTF-8' });
  });
});
