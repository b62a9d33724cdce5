import { mkdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { Contract, ParamsInput, SearchResult, SearchResults } from '#contract';
import type { Client } from '#rpc';
import { inOneState, settled, startRealEngine, temporaryFolder } from './testing/real-engine.ts';

const DAY = 24 * 60 * 60 * 1000;
const COLOURS = ['red', 'green', 'blue', 'amber', 'violet', 'grey', 'white'];
const THINGS = ['kettle', 'ladder', 'violin', 'anchor', 'basket', 'candle', 'drawer', 'engine', 'feather', 'glove', 'hammer'];

type Search = { readonly client: Client<Contract>; query(query: string, more?: object): Promise<SearchResults> };

async function openLibrary(
  files: ReadonlyMap<string, { readonly text: string; readonly date: number }>,
): Promise<Search & { readonly folder: string }> {
  const folder = await temporaryFolder('akin-totals-');
  for (const [name, { text, date }] of files) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
    await utimes(file, new Date(date), new Date(date));
  }
  const { client } = await startRealEngine();
  await client.call('library.addFolder', { path: folder });
  await settled(client, files.size);
  return { client, folder, query: (query, more = {}) => client.call('search.query', { query, ...more }) };
}

/** Repeatable, and no two texts alike: another number in each. */
function randomFiles(count: number): Map<string, { readonly text: string; readonly date: number }> {
  let state = 7;
  const pick = (from: readonly string[]): string => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return from[(state >>> 8) % from.length] ?? '';
  };
  return new Map(
    Array.from({ length: count }, (_, i) => {
      const sentences = Array.from({ length: 6 }, () => `The ${pick(COLOURS)} ${pick(THINGS)} stood near the ${pick(THINGS)}.`);
      const isMarkdown = i % 4 === 0;
      const name = `${['work', 'home', 'work/deep'][i % 3]}/n${i}.${isMarkdown ? 'md' : 'txt'}`;
      return [name, { text: `Page ${i}. ${sentences.join(' ')}\n`, date: Date.UTC(2020 + (i % 5), 3, 1) + i * 60_000 }];
    }),
  );
}

async function allPages(search: Search, query: string, more: object): Promise<SearchResults[]> {
  const pages: SearchResults[] = [];
  for (let cursor: string | null = null; pages.length === 0 || cursor !== null; cursor = pages.at(-1)?.nextCursor ?? null) {
    pages.push(await search.query(query, { ...more, cursor }));
  }
  return pages;
}

const pathsOf = (pages: readonly SearchResults[]): string[] =>
  pages.flatMap(({ results }) => results.flatMap((result) => [result.path, ...result.similar.map((similar) => similar.path)]));

it('pages through all that holds a word, each once, whatever the size of a page', { timeout: 240_000 }, async () => {
  const files = randomFiles(600);
  const search = await openLibrary(files);
  const holding = (word: string): string[] =>
    [...files]
      .flatMap(([name, { text }]) => (new RegExp(`\\b${word}\\b`).test(text) ? [path.join(search.folder, name)] : []))
      .sort();

  const cases: readonly (readonly [query: string, more: Omit<ParamsInput<Contract, 'search.query'>, 'query'>])[] = [
    ['violin', { mode: 'words' }],
    ['near the', { mode: 'words', filters: { types: ['text'] } }],
    ['violin', { mode: 'words', recency: true }],
    ['violin -kettle', { mode: 'words' }],
  ];
  for (const [query, more] of cases) {
    const orders = await inOneState(
      () => search.query(query, { ...more, limit: 200 }),
      async () => {
        const orders = new Set<string>();
        for (const limit of [7, 20, 200]) {
          const pages = await allPages(search, query, { ...more, limit });
          const paths = pathsOf(pages);
          expect(new Set(paths).size).toBe(paths.length);
          const { mode = 'hybrid', filters = {} } = more;
          const { total, types, languages, years } = await search.client.call('search.facets', { query, mode, filters });
          expect(paths.length).toBe(total);
          for (const counts of [types, languages, years]) expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(total);
          for (const page of pages) expect(page.isTotalExact ? page.total : total).toBe(total);
          orders.add(JSON.stringify(paths));
        }
        return orders;
      },
    );
    expect(orders.size).toBe(1);
    if (query === 'violin') expect(JSON.parse([...orders][0] ?? '').toSorted()).toEqual(holding('violin'));
  }

  const hybrid = await allPages(search, 'violin', { limit: 50 });
  const found = new Set(pathsOf(hybrid));
  expect(found.size).toBe(pathsOf(hybrid).length);
  expect(holding('violin').filter((file) => !found.has(file))).toEqual([]);
  const facets = await search.client.call('search.facets', { query: 'violin' });
  expect([facets.total, hybrid[0]?.total, hybrid.at(-1)?.total]).toEqual([found.size, found.size, found.size]);
  expect(facets.folders[0]).toEqual({ path: search.folder, count: found.size });
  const scores = hybrid.flatMap(({ results }) => results.map(({ score }) => score));
  expect(scores).toEqual(scores.toSorted((left, right) => right - left));
  expect(hybrid.flatMap(({ results }) => results).every(({ passages }) => passages.length > 0)).toBe(true);

  for (const sort of ['newest', 'oldest', 'name', 'largest'] as const) {
    const pages = await allPages(search, 'violin', { mode: 'words', sort, limit: 60 });
    expect(pathsOf(pages).toSorted()).toEqual(holding('violin'));
    const results = pages.flatMap((page) => page.results);
    expect(results.every(({ passages }) => passages[0]?.highlights.length !== 0)).toBe(true);
    if (sort === 'newest' || sort === 'oldest') {
      const dates = results.map(({ modifiedAt }) => modifiedAt);
      expect(dates).toEqual(dates.toSorted((left, right) => (sort === 'newest' ? right - left : left - right)));
    }
  }
  const listed = await search.query('folder:deep', { sort: 'name', limit: 200 });
  expect(listed.results.map((result) => Number(/\d+/.exec(path.basename(result.path))?.[0]))).toEqual(
    Array.from({ length: 200 }, (_, i) => 3 * i + 2),
  );
  const byFilter = await search.client.call('search.facets', { query: 'folder:work type:markdown' });
  expect([byFilter.total, byFilter.types]).toEqual([100, [{ value: 'markdown', count: 100 }]]);
});

const LETTER =
  'Dear member, we thank you for your patience and confirm that the renovation of the boathouse will be finished in spring. ' +
  'Please bring your boat to the jetty in good time and have the receipt with you, as the harbour master asks for it. ' +
  'Whoever cannot come sends a friend, who needs a letter of authority and the number of the berth. Amount due: ';

it('folds copies and near copies into the best of them, and no other letter of the same form', { timeout: 120_000 }, async () => {
  const date = Date.now() - 10 * DAY;
  const search = await openLibrary(
    new Map(
      Object.entries({
        'letter.txt': `${LETTER}120 euros.`,
        'copies/letter.txt': `${LETTER}120 euros.`,
        'copies/letter.md': `${LETTER.replaceAll('. ', '.\n')}120 euros!`,
        'copies/edited.txt': `${LETTER}120 euros.`.replace('patience', 'trust'),
        'other amount.txt': `${LETTER}135 euros.`,
        'other.txt': 'The boathouse burnt down in the summer of that year, and nobody ever built it anew.',
      }).map(([name, text]) => [name, { text, date }]),
    ),
  );
  const { results, total, nextCursor } = await search.query('renovation of the boathouse', { mode: 'words' });
  const names = results.map((result) => [
    path.basename(result.path),
    ...result.similar.map((similar) => path.basename(similar.path)),
  ]);
  expect(names.map((group) => group.length).toSorted((left, right) => left - right)).toEqual([1, 1, 4]);
  expect(names.find((group) => group.length === 4)?.toSorted()).toEqual(['edited.txt', 'letter.md', 'letter.txt', 'letter.txt']);
  expect([total, nextCursor]).toEqual([6, null]);
  const sorted = await search.query('renovation of the boathouse', { mode: 'words', sort: 'name' });
  expect(sorted.results).toHaveLength(6);
  expect(sorted.results.every(({ similar }) => similar.length === 0)).toBe(true);
});

it('ranks the newer of two like documents first where that is asked for', { timeout: 120_000 }, async () => {
  const search = await openLibrary(
    new Map(
      Object.entries({ 'a old.txt': -3000, 'b new.txt': -3 }).map(([name, age], i) => [
        name,
        { text: `Minutes of meeting ${i + 1}: the orchard needs water.\n`, date: Date.now() + age * DAY },
      ]),
    ),
  );
  const find = async (more: object): Promise<readonly SearchResult[]> =>
    (await search.query('orchard', { mode: 'words', ...more })).results;
  const [one, other] = await find({});
  expect(one?.score).toBe(other?.score);
  const newer = await find({ recency: true });
  expect(newer.map(({ path: file }) => path.basename(file))).toEqual(['b new.txt', 'a old.txt']);
  expect(newer[0]?.score).toBeGreaterThan(newer[1]?.score ?? NaN);
});
