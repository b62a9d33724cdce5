import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openExtractionStore } from '#engine/catalogue/extraction-store.ts';
import { openCatalogue } from '#engine/catalogue/open-catalogue.ts';
import { createLeftovers } from './leftovers.ts';

const KEPT = 'a'.repeat(32);
const LEFT = 'b'.repeat(32);

/** A library of one document whose text is stored, beside the text of a document that is gone. */
function openLibrary() {
  const folder = mkdtempSync(path.join(tmpdir(), 'akin-leftovers-'));
  const catalogue = openCatalogue({ file: path.join(folder, 'catalogue.sqlite') });
  const extractions = openExtractionStore({ file: path.join(folder, 'extractions.sqlite') });
  onTestFinished(() => {
    catalogue.close();
    extractions.close();
    rmSync(folder, { recursive: true });
  });
  const identity = { device: 1n, inode: 1n, sizeBytes: 1, mtimeNs: 1n };
  const folderId = catalogue.addFolder('/notes').id;
  const files = [{ path: '/notes/a.md', type: 'markdown', isReadable: true, identity }];
  catalogue.recordSeen(folderId, files, { isFresh: false, hasPath: () => true });
  const documentId = catalogue.documentAt('/notes/a.md')?.id ?? 0;
  const content = { generation: 1, fingerprint: KEPT, title: null, language: null, date: 0, tags: [], chunkCount: 0 };
  catalogue.publish([{ documentId, identity, state: 'words', reason: null, content }]);
  extractions.put([KEPT, LEFT].map((fingerprint) => ({ fingerprint, extractorVersion: 1, extraction: new Uint8Array([1]) })));
  return { catalogue, extractions, stored: () => [KEPT, LEFT].filter((fingerprint) => extractions.get(fingerprint, 1) !== null) };
}

it('deletes the texts of documents that are gone, and only those', async () => {
  const { stored, ...library } = openLibrary();
  createLeftovers({ ...library, isBusy: () => false, delayMs: 1 }).note();
  await expect.poll(stored).toEqual([KEPT]);
});

it('waits while a document is being read or published', async () => {
  const { stored, ...library } = openLibrary();
  const seenWhileBusy: string[][] = [];
  const isBusy = (): boolean => {
    seenWhileBusy.push(stored());
    return seenWhileBusy.length < 4;
  };
  createLeftovers({ ...library, isBusy, delayMs: 1 }).note();
  await expect.poll(stored).toEqual([KEPT]);
  expect(seenWhileBusy).toEqual(Array.from({ length: 4 }, () => [KEPT, LEFT]));
});

it('deletes at closing what it had put off', () => {
  const { stored, ...library } = openLibrary();
  const leftovers = createLeftovers({ ...library, isBusy: () => false });
  leftovers.close();
  expect(stored()).toEqual([KEPT, LEFT]);
  leftovers.note();
  leftovers.close();
  expect(stored()).toEqual([KEPT]);
});
