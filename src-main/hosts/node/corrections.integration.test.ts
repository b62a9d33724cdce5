import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { Contract, ParamsInput } from '#contract';
import type { Client } from '#rpc';
import { settled, startRealEngine, stopEngine, temporaryFolder } from './testing/real-engine.ts';

const FILES: Readonly<Record<string, string>> = {
  'lease.md': '# Lease\n\nThe tenant pays the heating and will receive the annual statement of the government.\n',
  'vertrag.txt': 'Die Versicherungsbedingungen und die Kündigung stehen im Vertrag über die Wohnung in der Straße.\n',
  'договор.txt': 'Договор аренды квартиры подписан сторонами и хранится у владельца.\n',
  'قرارداد.txt': 'قرارداد خرید خانه. گزارش دیگری هم هست که درباره کتابخانه است.\n',
  'Quarterly budget overview.png': 'not read at all',
};

async function search(client: Client<Contract>, query: string, more: Partial<ParamsInput<Contract, 'search.query'>> = {}) {
  const { results, correction } = await client.call('search.query', { query, ...more });
  return { names: results.map((result) => path.basename(result.path)), query: correction?.query ?? null };
}

it('corrects words that nothing has, also right after a start, and matches the last word as a beginning', async () => {
  const folder = await temporaryFolder('akin-corrections-');
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(FILES)) await writeFile(path.join(folder, name), text);
  const first = await startRealEngine();
  await first.client.call('library.addFolder', { path: folder });
  await settled(first.client, Object.keys(FILES).length);
  expect(await search(first.client, 'goverment', { mode: 'words' })).toEqual({ names: ['lease.md'], query: 'government' });
  await stopEngine(first.client);

  const { client } = await startRealEngine(first.dataFolder);
  expect(await search(client, 'recieve', { mode: 'words' })).toEqual({ names: ['lease.md'], query: 'receive' });
  // What matches tells nothing: all texts have it.
  expect(await search(client, 'heatign of the goverment')).toEqual({
    names: expect.arrayContaining(['lease.md']),
    query: 'heating of the government',
  });
  expect(await search(client, 'recieve the statemnet', { mode: 'words' })).toEqual({
    names: ['lease.md'],
    query: 'receive the statement',
  });
  const { languages, total } = await client.call('search.facets', { query: 'recieve the statemnet', mode: 'words' });
  expect({ languages, total }).toEqual({ languages: [{ value: 'en', count: 1 }], total: 1 });
  // A word that tells something matches, or what nothing has is meant as it is written
  expect((await search(client, 'the tenant recieve', { mode: 'words' })).query).toBe(null);
  expect((await search(client, 'the overview recieve')).query).toBe(null);
  // ... and beside it also finds, and marks, what is nearest.
  const beside = await client.call('search.query', { query: 'tenant recieve goverment', mode: 'words' });
  const marked = beside.results.flatMap(({ passages }) =>
    passages.flatMap(({ text, highlights }) => highlights.map(([from, to]) => text.slice(from, to))),
  );
  expect(marked).toEqual(['tenant', 'receive', 'government']);
  const asWritten = [
    'the RECIEVE',
    'the recieve2',
    'the reCieve',
    'the "recieve"',
    'the +recieve',
    'the -recieve',
    'the recieve_it',
  ];
  for (const query of asWritten) expect([query, (await search(client, query, { mode: 'words' })).query]).toEqual([query, null]);
  // The beginning of a word is none that is misspelt
  expect((await search(client, 'the statem', { mode: 'words', isTyping: true })).query).toBe(null);
  expect(await search(client, 'heatign')).toMatchObject({ names: expect.arrayContaining(['lease.md']), query: 'heating' });
  expect(await search(client, 'шшшшшшшш', { mode: 'words' })).toEqual({ names: [], query: null });
  expect(await search(client, 'квартриы', { mode: 'words' })).toEqual({ names: ['договор.txt'], query: 'квартиры' });
  expect((await search(client, 'کتابخاهن')).query).toBe('کتابخانه');
  expect(await search(client, 'Strasze', { mode: 'words' })).toEqual({ names: ['vertrag.txt'], query: 'Straße' });
  // Names, known ones and misspelt ones
  expect(await search(client, 'overveiw', { mode: 'names' })).toEqual({
    names: ['Quarterly budget overview.png'],
    query: 'overview',
  });
  expect(await search(client, 'overveiw', { mode: 'words' })).toEqual({ names: [], query: null });
  // Meaning says nothing about spelling
  expect((await search(client, 'recieve', { mode: 'meaning' })).query).toBe(null);
  // A filter that keeps nothing is no slip
  expect((await search(client, 'recieve type:pdf', { mode: 'words' })).query).toBe(null);

  const typing = { mode: 'words', isTyping: true } as const;
  expect((await search(client, 'statem', { mode: 'words' })).names).toEqual([]);
  expect((await search(client, 'statem', typing)).names).toEqual(['lease.md']);
  expect((await search(client, 'кварт', typing)).names).toEqual(['договор.txt']);
  expect((await search(client, 'statem ', typing)).names).toEqual([]);
}, 120_000);
