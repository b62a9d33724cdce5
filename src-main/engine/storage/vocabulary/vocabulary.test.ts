import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NO_FILTER } from '../testing/no-filter.ts';
import { chunkRow } from '../testing/random-rows.ts';
import { openForTest, temporaryFolder } from '../testing/temporary-index.ts';
import type { IndexStore } from '../index-store.ts';

async function readAll({ vocabulary }: IndexStore): Promise<void> {
  while (await vocabulary.readPage());
}

const rowsOf = (texts: readonly string[], firstId = 1) =>
  texts.map((terms, i) => chunkRow({ documentId: firstId + i, ordinal: 0, terms }));

test('holds the words of all chunks, folded into the main table or not, and of those that come later', async () => {
  const folder = await temporaryFolder();
  const first = await openForTest(folder);
  const many = Array.from({ length: 2_500 }, (_, i) => `common word${i} ~stem${i}`);
  await first.store.addChunks(rowsOf(many));
  while (await first.store.upkeep({ isIdle: true }));
  await first.store.addChunks(rowsOf(['recent common'], 5_000));
  await first.store.close();

  const { store } = await openForTest(folder);
  expect(store.vocabulary.isReady()).toBe(false);
  await readAll(store);
  expect(store.vocabulary.isReady()).toBe(true);
  expect(store.vocabulary.size()).toBe(2_502);
  expect(store.vocabulary.countOf('common')).toBe(2_501);
  await store.addChunks(rowsOf(['common newcomer'], 6_000));
  expect(store.vocabulary.withPrefix('newc', 5)).toEqual([{ word: 'newcomer', count: 1 }]);
  expect(store.vocabulary.countOf('common')).toBe(2_502);
});

test('words that come while it is being read are there when it is ready', async () => {
  const folder = await temporaryFolder();
  const first = await openForTest(folder);
  await first.store.addChunks(rowsOf(Array.from({ length: 3_000 }, (_, i) => `word${i}`)));
  await first.store.close();
  const { store } = await openForTest(folder);
  let added = 0;
  while (await store.vocabulary.readPage()) {
    await store.addChunks(rowsOf([`late${added}`], 10_000 + added++));
    await store.upkeep({ isIdle: true });
  }
  expect(added).toBeGreaterThan(2);
  expect(store.vocabulary.size()).toBe(3_000 + added);
});

test('a purge forgets the words of deleted chunks', async () => {
  const { store } = await openForTest(await temporaryFolder());
  await store.addChunks(rowsOf(['kept secretword', 'kept']));
  await readAll(store);
  let resets = 0;
  store.vocabulary.onReset(() => resets++);
  await store.deleteRows([{ documentId: 1, keepFrom: Infinity }]);
  await store.purge();
  expect(store.vocabulary.isReady()).toBe(false);
  expect(resets).toBe(1);
  await readAll(store);
  expect(store.vocabulary.countOf('secretword')).toBe(0);
  expect(store.vocabulary.countOf('kept')).toBe(1);
});

test.each(['prefix', 'infix', 'suffix'] as const)(
  'letters find the same chunks with the vocabulary as without it (%s)',
  async (kind) => {
    const { store } = await openForTest(await temporaryFolder());
    await store.addChunks(rowsOf(['report reporter', 'support ~repo', 'port ab_port', 'deported', 'x1 دفتر', 'دفترها']));
    const find = async (letters: string) => {
      const { keys, terms } = await store.searchLetters({ kind, letters }, NO_FILTER, 100);
      return { ids: keys.map(({ documentId }) => documentId).toSorted((left, right) => left - right), terms: terms.toSorted() };
    };
    const wanted = ['port', 'repo', 'd', 'دفتر', 'nothing', 'a b', '%'];
    const before = await Promise.all(wanted.map(find));
    await readAll(store);
    expect(await Promise.all(wanted.map(find))).toEqual(before);
    const filter = { ...NO_FILTER, documentIds: [3] };
    expect((await store.searchLetters({ kind: 'infix', letters: 'port' }, filter, 100)).keys.length).toBe(1);
  },
);

test('letters that stand for hundreds of words find all their chunks', async () => {
  const { store } = await openForTest(await temporaryFolder());
  await store.addChunks(rowsOf(Array.from({ length: 900 }, (_, i) => `ab${i} other`)));
  while (await store.upkeep({ isIdle: true }));
  await readAll(store);
  const find = async (limit: number) =>
    (await store.searchLetters({ kind: 'prefix', letters: 'ab' }, NO_FILTER, limit)).keys.length;
  expect(await find(10_000)).toBe(900);
  expect(await find(300)).toBe(300);
});

test('counts are exact whatever is added, deleted, replaced and folded before, while and after it is read', async () => {
  const folder = await temporaryFolder();
  const { store } = await openForTest(folder);
  const random = fc.sample(fc.integer({ min: 0, max: 1_000_000 }), { numRuns: 4_000, seed: 7 });
  const draw = (below: number): number => (random.pop() ?? 0) % below;
  const live = new Map<number, string>();
  let nextId = 1;

  async function change(): Promise<void> {
    const added = Array.from({ length: 40 }, () => {
      const documentId = live.size > 0 && draw(4) === 0 ? ([...live.keys()][draw(live.size)] ?? 1) : nextId++;
      const word = draw(30);
      live.set(documentId, `w${word} ~s${word % 7} w${draw(30)} w${word}`);
      return documentId;
    });
    const distinct = [...new Set(added)];
    await store.addChunks(
      distinct.map((documentId) => chunkRow({ documentId, generation: 1, ordinal: 0, terms: live.get(documentId) ?? '' })),
    );
    const gone = [...live.keys()].filter(() => draw(6) === 0);
    await store.deleteRows(gone.map((documentId) => ({ documentId, keepFrom: Infinity })));
    for (const documentId of gone) live.delete(documentId);
  }

  for (let turn = 0; turn < 8; turn++) await change();
  while (await store.upkeep({ isIdle: true }));
  await store.addChunks(
    rowsOf(
      Array.from({ length: 2_500 }, () => 'filler'),
      100_000,
    ),
  );
  for (let isMore = true; isMore;) {
    const [more] = await Promise.all([store.vocabulary.readPage(), change(), store.upkeep({ isIdle: true })]);
    isMore = more;
  }
  for (let turn = 0; turn < 3; turn++) {
    await change();
    await store.upkeep({ isIdle: true });
  }

  const texts = [...live.values()].map((terms) => new Set(terms.split(' ')));
  const terms = [...Array.from({ length: 30 }, (_, i) => `w${i}`), ...Array.from({ length: 7 }, (_, i) => `~s${i}`)];
  expect(terms.map((term) => store.vocabulary.countOf(term))).toEqual(
    terms.map((term) => texts.filter((text) => text.has(term)).length),
  );
  const { statistics } = await store.matchWords(['w1'], NO_FILTER, 1);
  expect(statistics.chunks).toBe(live.size + 2_500);
  expect(statistics.meanLength).toBeCloseTo((live.size * 4 + 2_500) / (live.size + 2_500), 9);
});
