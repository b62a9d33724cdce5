import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Catalogue } from './catalogue.ts';
import { openCatalogue } from './open-catalogue.ts';

const CHUNKS = 3;

/** A catalogue of files whose size is their number, the odd ones seen as edits. */
async function openLibrary(count: number) {
  const folder = await mkdtemp(join(tmpdir(), 'akin-backlog-'));
  const catalogue = openCatalogue({ file: join(folder, 'catalogue.sqlite') });
  onTestFinished(async () => {
    catalogue.close();
    await rm(folder, { recursive: true, force: true });
  });
  const folderId = catalogue.addFolder('/notes').id;
  for (let file = 1; file <= count; file++) {
    const identity = { device: 1n, inode: BigInt(file), sizeBytes: file, mtimeNs: 1n };
    const seen = { path: `/notes/${file}`, type: 'text', isReadable: true, identity };
    catalogue.recordSeen(folderId, [seen], { isFresh: file % 2 === 1, hasPath: () => true });
  }
  return { catalogue, folderId };
}

function publishWords(catalogue: Catalogue, limit: number): void {
  for (const { id, identity, generation } of catalogue.nextQueued(limit, new Set())) {
    const content = { fingerprint: 'f', title: null, language: null, date: 0, tags: [], chunkCount: CHUNKS };
    catalogue.publish([
      { documentId: id, identity, state: 'words', reason: null, content: { ...content, generation: generation + 1 } },
    ]);
  }
}

const ids = (documents: readonly { readonly id: number }[]): number[] => documents.map(({ id }) => id);

it('knows which published documents are edits until they have their vectors or are gone', async () => {
  const { catalogue } = await openLibrary(6);
  publishWords(catalogue, 6);
  expect(ids(catalogue.nextWithoutVectors(10, new Set()))).toEqual([1, 2, 3, 4, 5, 6]);
  expect(ids(catalogue.nextFreshWithoutVectors(10, new Set()))).toEqual([1, 3, 5]);
  expect(ids(catalogue.nextFreshWithoutVectors(1, new Set([1])))).toEqual([3]);
  catalogue.publishVectors([{ documentId: 3, generation: 1 }]);
  catalogue.recordGone(['/notes/5']);
  expect(ids(catalogue.nextFreshWithoutVectors(10, new Set()))).toEqual([1]);
});

it('counts what waits and what was done, in bytes and chunks', async () => {
  const { catalogue } = await openLibrary(4);
  const nothing = { files: 0, bytes: 0, chunksRead: 0, chunksEmbedded: 0 };
  expect(catalogue.backlog()).toEqual({ queued: 4, queuedBytes: 10, chunks: 0, done: nothing });
  // The edits, 1 and 3, come first.
  publishWords(catalogue, 2);
  const done = { files: 2, bytes: 4, chunksRead: 2 * CHUNKS, chunksEmbedded: 0 };
  expect(catalogue.backlog()).toEqual({ queued: 2, queuedBytes: 6, chunks: 2 * CHUNKS, done });
  catalogue.publishVectors([
    { documentId: 1, generation: 1 },
    { documentId: 3, generation: 99 },
  ]);
  expect(catalogue.backlog()).toMatchObject({ chunks: CHUNKS, done: { ...done, chunksEmbedded: CHUNKS } });
});
