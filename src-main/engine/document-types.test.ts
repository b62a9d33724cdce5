import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Catalogue } from './catalogue/catalogue.ts';
import { openCatalogue } from './catalogue/open-catalogue.ts';
import { createDocumentTypes, parseExtensions } from './document-types.ts';

let base: string;
let catalogue: Catalogue;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'akin-types-'));
  catalogue = openCatalogue({ file: join(base, 'catalogue.sqlite') });
});
afterEach(async () => {
  catalogue.close();
  await rm(base, { recursive: true, force: true });
});

it('reads extensions with and without a dot, in any case', () => {
  expect([...parseExtensions(' nfo, .Tab ,, Заметка')]).toEqual(['.nfo', '.tab', '.заметка']);
  expect(parseExtensions('').size).toBe(0);
});

it('makes files readable that the setting names, and takes them back, without touching others', async () => {
  let setting = '';
  let changes = 0;
  const types = createDocumentTypes({ catalogue, textExtensions: () => setting, onChange: () => void (changes += 1) });
  const folder = catalogue.addFolder(base);
  const paths = ['a.nfo', 'b.NFO', 'c.md', 'd.xyz'].map((name) => join(base, name));
  const identity = { device: 1n, sizeBytes: 10, mtimeNs: 5n };
  catalogue.recordSeen(
    folder.id,
    paths.map((path, index) => ({ path, identity: { ...identity, inode: BigInt(index + 1) }, ...types.typeOf(path) })),
    { isFresh: false, hasPath: () => true },
  );
  const states = (): unknown[] => paths.map((path) => [catalogue.documentAt(path)?.type, catalogue.documentAt(path)?.state]);
  const before = [
    ['other', 'nameOnly'],
    ['other', 'nameOnly'],
    ['markdown', 'queued'],
    ['other', 'nameOnly'],
  ];
  expect(states()).toEqual(before);

  setting = 'nfo';
  await types.refresh();
  expect(states()).toEqual([['text', 'queued'], ['text', 'queued'], ['markdown', 'queued'], before[3]]);
  expect(changes).toBe(1);

  setting = '.md, xyz';
  await types.refresh();
  expect(states()).toEqual([before[0], before[1], ['markdown', 'queued'], ['text', 'queued']]);

  await types.refresh();
  expect(changes).toBe(2);
});
