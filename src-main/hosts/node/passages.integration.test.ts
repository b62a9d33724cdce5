import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { MOST_PASSAGES, type DocumentId } from '#contract';
import { inOneState, settled, startRealEngine, temporaryFolder } from './testing/real-engine.ts';

const CHAPTERS = [
  'The lantern of the harbour burns at night.',
  'A lantern hangs in the harbour.',
  'By hand the lantern of the harbour is lit.',
];

/** Long enough that each chapter is a passage of its own. */
function bookOf(number: number, chapters: readonly string[]): string {
  const filler = Array.from({ length: 220 }, (_, word) => `filler${number}x${word}`).join(' ');
  return chapters.map((text, i) => `# Chapter ${i + 1}\n\n${text} ${filler}\n`).join('\n');
}

it('tells with a page the best passage of each document where that is all one asks for, and the others afterwards', async () => {
  const folder = await temporaryFolder('akin-passages-');
  await writeFile(path.join(folder, 'book.md'), bookOf(1, CHAPTERS));
  await writeFile(path.join(folder, 'note.md'), 'A lantern.\n');
  await writeFile(path.join(folder, 'other.md'), 'Nothing of the kind: tomatoes.\n');
  await mkdir(path.join(folder, 'deep'));
  await writeFile(path.join(folder, 'deep', 'far.md'), 'A lantern in a harbour far away.\n');
  for (let i = 0; i < 250; i++) await writeFile(path.join(folder, `lamp ${i}.txt`), `lamp ${i} stands beside a lantern\n`);
  const { client } = await startRealEngine();
  await client.call('library.addFolder', { path: folder });
  await settled(client, 254);

  for (const more of [{}, { mode: 'words' }, { sort: 'name' }, { recency: true, isTyping: true }] as const) {
    const query = 'lantern harbour';
    const ask = (passages: number) => client.call('search.query', { query, limit: 200, passages, ...more });
    const { whole, brief, told } = await inOneState(
      () => ask(MOST_PASSAGES),
      async (whole) => {
        const documentIds = whole.results.map(({ documentId }) => documentId);
        return { whole, brief: await ask(1), told: await client.call('search.passages', { query, documentIds, ...more }) };
      },
    );
    expect(brief.results.map(({ documentId }) => documentId)).toEqual(whole.results.map(({ documentId }) => documentId));
    expect(brief.results.map(({ passages }) => passages)).toEqual(whole.results.map(({ passages }) => passages.slice(0, 1)));
    const counts = whole.results.map(({ passages }) => passages.length);
    expect(brief.results.map(({ passageCount }) => passageCount)).toEqual(counts);
    expect(Math.max(...counts)).toBe(MOST_PASSAGES);
    expect(told).toEqual(whole.results.map(({ documentId, passages }) => ({ documentId, passages })));
  }

  const beyond = await client.call('search.query', { query: 'lantern', limit: 200, mode: 'words' });
  const next = await client.call('search.query', { query: 'lantern', limit: 60, mode: 'words', cursor: beyond.nextCursor });
  const ids = next.results.map(({ documentId }) => documentId);
  const told = await client.call('search.passages', { query: 'lantern', documentIds: ids, mode: 'words' });
  expect(told).toEqual(next.results.map(({ documentId, passages }) => ({ documentId, passages })));

  const other = await client.call('library.findDocument', { path: path.join(folder, 'other.md') });
  const asked = [other?.id ?? 0, 9_999].map((id) => id as DocumentId);
  const none = await client.call('search.passages', { query: 'lantern harbour', documentIds: asked, mode: 'words' });
  expect(none.flatMap(({ passages }) => passages)).toEqual([]);
  const book = await client.call('library.findDocument', { path: path.join(folder, 'book.md') });
  const elsewhere = {
    query: 'lantern',
    documentIds: [book?.id as DocumentId],
    filters: { folders: [path.join(folder, 'deep')] },
  };
  expect((await client.call('search.passages', elsewhere)).flatMap(({ passages }) => passages)).toEqual([]);
  expect(await client.call('search.passages', { query: 'type:markdown', documentIds: asked })).toEqual([]);
});

it('tells passages of every document of a page that is not sorted by relevance, however many one of them has', async () => {
  const folder = await temporaryFolder('akin-passages-');
  const chapters = Array.from({ length: 260 }, (_, i) => `Lantern, lantern, lantern ${i}.`);
  await writeFile(path.join(folder, 'annals.md'), bookOf(1, chapters));
  for (let i = 0; i < 5; i++) await writeFile(path.join(folder, `lamp ${i}.md`), bookOf(i + 2, ['Beside a lantern.']));
  const { client } = await startRealEngine();
  await client.call('library.addFolder', { path: folder });
  await settled(client, 6);

  for (const more of [{ mode: 'words' }, {}] as const) {
    const request = { query: 'lantern', sort: 'name', ...more } as const;
    const { results } = await client.call('search.query', request);
    expect(results.map(({ passages }) => passages.length)).toEqual([3, 1, 1, 1, 1, 1]);
    const told = await client.call('search.passages', { ...request, documentIds: results.map(({ documentId }) => documentId) });
    expect(told.map(({ passages }) => passages.length)).toEqual([3, 1, 1, 1, 1, 1]);
  }
});
