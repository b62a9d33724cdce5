import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFingerprinter } from './fingerprint.ts';
import { createIngest, type ChunkSource, type FileToIngest, type Ingest } from './ingest-file.ts';
import type { IngestedChunk } from './protocol.ts';
import { unpackExtraction } from './stored-extraction.ts';

/** One chunk for each block. */
function chunkBlocks({ text, blocks }: Parameters<Parameters<typeof createIngest>[0]['chunk']>[0]): ChunkSource {
  const chunks = blocks.map(({ span }): IngestedChunk => {
    const chunkText = text.slice(span.start, span.end);
    return { ...span, anchor: '', heading: '', text: chunkText, terms: chunkText, embeddingFingerprint: '0'.repeat(32) };
  });
  return { count: chunks.length, chunks };
}

describe('an ingest', () => {
  let folder: string;
  let ingest: Ingest;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'akin-ingest-'));
    ingest = createIngest({ fingerprint: await createFingerprinter(), chunk: chunkBlocks });
  });
  afterAll(() => rm(folder, { recursive: true }));

  function open(name: string, options: Partial<FileToIngest> = {}): ReturnType<Ingest['open']> {
    return ingest.open({
      path: path.join(folder, name),
      type: 'text',
      maxSizeBytes: 1_000_000,
      knownFingerprint: null,
      encoding: null,
      ...options,
    });
  }

  it('hands over what it read, and recognises it the next time', async () => {
    await writeFile(path.join(folder, 'a.txt'), 'One owl.\n\nTwo owls.');
    const head = await open('a.txt');
    expect(head).toMatchObject({
      kind: 'extracted',
      fingerprint: expect.stringMatching(/^[\da-f]{32}$/),
      identity: { sizeBytes: 19 },
      partial: null,
      chunkCount: 2,
    });
    if (head.kind !== 'extracted') return;
    expect(unpackExtraction(head.extraction).text).toBe('One owl.\n\nTwo owls.');
    expect(ingest.next().map(({ text }) => text)).toEqual(['One owl.', 'Two owls.']);
    expect(ingest.next()).toEqual([]);
    await expect(open('a.txt', { knownFingerprint: head.fingerprint })).resolves.toMatchObject({ kind: 'unchanged' });
    expect(ingest.next()).toEqual([]);
  });

  it('reads in the encoding that was chosen, which makes another text of the same bytes', async () => {
    const bytes = Buffer.from([0xf1, 0xee, 0xe2, 0xe0]);
    await writeFile(path.join(folder, 'owl.txt'), bytes);
    const texts: string[] = [];
    const fingerprints: string[] = [];
    for (const encoding of ['windows-1251', 'KOI8-R', 'windows-1251']) {
      const head = await open('owl.txt', { encoding });
      if (head.kind !== 'extracted') throw new Error(head.kind);
      expect(head).toMatchObject({ encoding, partial: null });
      texts.push(unpackExtraction(head.extraction).text);
      fingerprints.push(head.fingerprint);
    }
    expect(texts).toEqual(['сова', 'ЯНБЮ', 'сова']);
    expect(new Set(fingerprints).size).toBe(2);
    const knownFingerprint = fingerprints[0] ?? '';
    await expect(open('owl.txt', { encoding: 'windows-1251', knownFingerprint })).resolves.toMatchObject({ kind: 'unchanged' });
    await expect(open('owl.txt', { encoding: null, knownFingerprint })).resolves.toMatchObject({
      kind: 'extracted',
      partial: 'encodingGuessed',
    });
  });

  it('sends long documents in pages', async () => {
    await writeFile(path.join(folder, 'long.txt'), 'Owls hunt at night.\n\n'.repeat(40_000));
    await expect(open('long.txt')).resolves.toMatchObject({ kind: 'extracted', chunkCount: 40_000 });
    const pages = [];
    for (let page = ingest.next(); page.length > 0; page = ingest.next()) pages.push(page.length);
    expect(pages.length).toBeGreaterThan(2);
    expect(pages.reduce((sum, length) => sum + length)).toBe(40_000);
  });

  it('reads small files together, up to a page of text', async () => {
    await writeFile(path.join(folder, 'small.txt'), 'One owl.');
    const file = (name: string): FileToIngest => ({
      path: path.join(folder, name),
      type: 'text',
      maxSizeBytes: 1_000_000,
      knownFingerprint: null,
      encoding: null,
    });
    const read = await ingest.read(['small.txt', 'none.txt', 'small.txt', 'long.txt', 'small.txt'].map(file));
    expect(read.map(({ head, chunks }) => [head.kind, chunks.length > 0])).toEqual([
      ['extracted', true],
      ['failed', false],
      ['extracted', true],
      ['extracted', true],
    ]);
    const last = read.at(-1);
    let count = last?.chunks.length ?? 0;
    for (let page = ingest.next(); page.length > 0; page = ingest.next()) count += page.length;
    expect(count).toBe(40_000);
  });

  it('says why it did not read', async () => {
    await writeFile(path.join(folder, 'empty.txt'), '');
    await writeFile(path.join(folder, 'huge.txt'), '');
    await truncate(path.join(folder, 'huge.txt'), 2 ** 40);
    await mkdir(path.join(folder, 'folder.txt'));
    await symlink(path.join(folder, 'a.txt'), path.join(folder, 'link.txt'));
    await expect(open('empty.txt')).resolves.toMatchObject({ kind: 'skipped', reason: 'empty', identity: { sizeBytes: 0 } });
    await expect(open('huge.txt')).resolves.toMatchObject({ kind: 'failed', reason: 'tooLarge' });
    await expect(open('none.txt')).resolves.toEqual({ kind: 'failed', reason: 'missing', identity: null });
    await expect(open('folder.txt')).resolves.toMatchObject({ kind: 'failed', reason: 'notARegularFile' });
    await expect(open('a.txt', { type: 'other' })).resolves.toMatchObject({ kind: 'skipped', reason: 'unsupportedType' });
    if (process.platform === 'win32') return;
    await expect(open('link.txt')).resolves.toMatchObject({ kind: 'failed', reason: 'notARegularFile' });
    execFileSync('mkfifo', [path.join(folder, 'pipe.txt')]);
    await expect(open('pipe.txt')).resolves.toMatchObject({ kind: 'failed', reason: 'notARegularFile' });
    await expect(open('null.txt', { path: '/dev/null' })).resolves.toMatchObject({ kind: 'failed', reason: 'notARegularFile' });
  });

  // The superuser may read everything.
  it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')('says that it may not read', async () => {
    await writeFile(path.join(folder, 'secret.txt'), 'Owl');
    chmodSync(path.join(folder, 'secret.txt'), 0);
    await expect(open('secret.txt')).resolves.toEqual({ kind: 'failed', reason: 'accessDenied', identity: null });
  });

  it('forgets the file before when the next one fails', async () => {
    appendFileSync(path.join(folder, 'a.txt'), ' More.');
    await open('a.txt');
    await open('none.txt');
    expect(ingest.next()).toEqual([]);
  });
});
