import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { Contract, DocumentId, ParamsInput, Why } from '#contract';
import type { Client } from '#rpc';
import { settled, startRealEngine, temporaryFolder } from './testing/real-engine.ts';

const FILES: Readonly<Record<string, string>> = {
  'passport.md': '# Renewal\n\nTo renew a passport, bring two photographs and the old booklet.\n',
  'garden.txt': 'Tomatoes want sun and water. Prune the side shoots in June.\n',
  'both.md': 'Dogs at the garden show need a passport of their own, as the farmers say every year.\n',
  'zh.md': '# 搜索\n\n人工智能正在改变我们搜索文件的方式。\n',
  'broken.pdf': '%PDF-1.4\nthis is no document\n',
  'empty.txt': '',
};

async function openLibrary(): Promise<(name: string, query: string, more?: Partial<Asked>) => Promise<Why>> {
  const folder = await temporaryFolder('akin-why-');
  for (const [name, text] of Object.entries(FILES)) await writeFile(path.join(folder, name), text);
  const { client } = await startRealEngine();
  await client.call('library.addFolder', { path: folder });
  await settled(client, Object.keys(FILES).length);
  return async (name, query, more = {}) =>
    client.call('search.why', { documentId: await idOf(client, path.join(folder, name)), query, ...more });
}

type Asked = ParamsInput<Contract, 'search.why'>;

async function idOf(client: Client<Contract>, file: string): Promise<DocumentId> {
  const document = await client.call('library.findDocument', { path: file });
  if (document === null) throw new Error(`no ${file}`);
  return document.id;
}

it('says of a file why it is, or is not, among the results', async () => {
  const why = await openLibrary();

  const found = await why('passport.md', 'renew passport');
  expect(found).toMatchObject({
    state: 'indexed',
    reason: null,
    correction: null,
    cutOffBy: 'ranked',
    excludedBy: [],
    fused: { rank: 1 },
    words: { rank: 1, heading: 'Renewal' },
    matchedTerms: ['renew', 'passport'],
    missingTerms: [],
    usedMeaning: true,
  });
  expect(found.meaning?.rank).toBe(1);
  expect(found.words?.end).toBeGreaterThan(found.words?.start ?? Infinity);

  const second = await why('both.md', 'passport photographs', { mode: 'words' });
  expect(second).toMatchObject({ cutOffBy: 'ranked', fused: { rank: 2 }, words: { rank: 2 }, meaning: null, usedMeaning: false });
  expect([second.matchedTerms, second.missingTerms]).toEqual([['passport'], ['photographs']]);

  expect(await why('garden.txt', 'passport', { mode: 'words' })).toMatchObject({
    cutOffBy: 'noMatch',
    fused: null,
    words: null,
    missingTerms: ['passport'],
  });
  const unlike = await why('garden.txt', 'kubernetes ingress controller');
  expect(unlike).toMatchObject({ cutOffBy: 'belowSimilarity', fused: null, words: null, meaning: { rank: null } });
  expect(unlike.meaning?.score).toBeLessThan(unlike.limits.leastSimilarity);

  expect(await why('broken.pdf', 'tomatoes')).toMatchObject({ cutOffBy: 'notIndexed', state: 'failed', reason: 'corrupt' });
  expect(await why('empty.txt', 'tomatoes')).toMatchObject({ cutOffBy: 'notIndexed', state: 'nameOnly', reason: 'empty' });
  expect(await why('broken.pdf', 'broken pdf')).toMatchObject({ cutOffBy: 'ranked', words: null, meaning: null });

  const filters = { types: ['pdf'], folders: ['/elsewhere'], before: 0 };
  expect(await why('passport.md', 'passport', { filters })).toMatchObject({
    cutOffBy: 'filter',
    excludedBy: ['folders', 'types', 'before'],
    fused: null,
    words: { rank: null },
  });
  expect(await why('passport.md', 'passport type:pdf -folder:elsewhere ext:txt')).toMatchObject({
    cutOffBy: 'filter',
    excludedBy: ['type:pdf', 'ext:txt'],
    words: { rank: null },
  });
  expect(await why('passport.md', 'renew -booklet -elephants')).toMatchObject({ cutOffBy: 'filter', excludedBy: ['-booklet'] });
  expect(await why('passport.md', '+tomatoes passport')).toMatchObject({ cutOffBy: 'noMatch', missingTerms: ['tomatoes'] });
  expect(await why('passport.md', 'type:markdown')).toMatchObject({ cutOffBy: 'ranked', fused: null });
  expect(await why('passport.md', 'type:pdf')).toMatchObject({ cutOffBy: 'filter', excludedBy: ['type:pdf'] });
  expect((await why('zh.md', '人工智能 番茄', { mode: 'words' })).missingTerms).toEqual(['番茄']);
});

it('refuses what is no document', async () => {
  const { client } = await startRealEngine();
  const unknown = { documentId: 999 as DocumentId, query: 'x' };
  await expect(client.call('search.why', unknown)).rejects.toMatchObject({ code: 'documentNotFound' });
});

it('is about the words that were searched for, where those that were typed were corrected', async () => {
  const why = await openLibrary();
  expect(await why('passport.md', 'renwe a pasport', { mode: 'words' })).toMatchObject({
    correction: { query: 'renew a passport', words: [{ typed: 'renwe' }, { typed: 'pasport', used: 'passport' }] },
    cutOffBy: 'ranked',
    fused: { rank: 1 },
    matchedTerms: ['renew', 'a', 'passport'],
    missingTerms: [],
  });
  expect(await why('garden.txt', 'pasport', { mode: 'words' })).toMatchObject({
    correction: { query: 'passport' },
    cutOffBy: 'noMatch',
    missingTerms: ['passport'],
  });
});
