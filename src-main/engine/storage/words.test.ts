import { expect, test } from 'vitest';
import { chunkRow, createRandom } from './testing/random-rows.ts';
import { NO_FILTER } from './testing/no-filter.ts';
import { openForTest, temporaryFolder } from './testing/temporary-index.ts';

/** Okapi BM25 as published (Robertson and Zaragoza 2009) with k1 1.2, b 0.75 and ln(1 + ...): written without the code under test. */
function naiveScores(texts: readonly string[], query: readonly string[]): number[] {
  const documents = texts.map((text) => text.split(' '));
  const mean = documents.reduce((sum, words) => sum + words.length, 0) / documents.length;
  return documents.map((words) => {
    let score = 0;
    for (const term of query) {
      const tf = words.filter((word) => word === term).length;
      const df = documents.filter((other) => other.includes(term)).length;
      const idf = Math.log(1 + (documents.length - df + 0.5) / (df + 0.5));
      score += (idf * tf * 2.2) / (tf + 1.2 * (0.25 + (0.75 * words.length) / mean));
    }
    return score;
  });
}

const GOLDEN = ['ape bear cat ape', 'bear cat dog', 'ape', `${'x '.repeat(20)}ape`, 'The Ärger 漢字 b2'];

async function storeWith(terms: readonly string[]) {
  const { store } = await openForTest(await temporaryFolder());
  await store.addChunks(terms.map((text, i) => chunkRow({ documentId: i + 1, ordinal: 0, terms: text })));
  return store;
}

test('scores are the BM25 computed by hand, before and after indexing', async () => {
  const store = await storeWith(GOLDEN);
  // Worked out by hand for "ape" (5 chunks, 3 with it, mean length 6.6) and "ape cat" (cat in 2).
  const expected = { 1: 1.87713, 2: 1.12693, 3: 0.82555, 4: 0.2848 };
  for (const isIndexed of [false, true]) {
    if (isIndexed) await store.purge();
    const { matches: found } = await store.matchWords(['ape', 'cat'], NO_FILTER, 10);
    const rounded = found.map(({ documentId, score }) => [String(documentId), Number(score.toFixed(5))]);
    expect(Object.fromEntries(rounded)).toEqual(expected);
    expect(found.map(({ documentId }) => documentId)).toEqual([1, 2, 3, 4]);
  }
});

test('terms are taken as they are: no folding of case or accents, no stop words, no limit to their length', async () => {
  const long = 'q'.repeat(5000);
  const store = await storeWith([...GOLDEN, long]);
  const found = async (term: string) => (await store.findTerms([term], NO_FILTER, 10)).map(({ documentId }) => documentId);
  for (const isIndexed of [false, true]) {
    if (isIndexed) await store.purge();
    expect(await found('The')).toEqual([5]);
    expect(await found('the')).toEqual([]);
    expect(await found('Ärger')).toEqual([5]);
    expect(await found('Arger')).toEqual([]);
    expect(await found('漢字')).toEqual([5]);
    expect(await found('b2')).toEqual([5]);
    expect(await found(long)).toEqual([6]);
  }
});

test('chunks just written are ranked among the older ones by the statistics of the whole library', async () => {
  const random = createRandom(5);
  const words = ['common', 'usual', 'normal', 'rare', 'scarce'];
  const text = () =>
    Array.from({ length: 5 + Math.floor(random() * 10) }, () => words[Math.floor(random() ** 3 * words.length)]).join(' ');
  const texts = Array.from({ length: 1200 }, text);
  const { store } = await openForTest(await temporaryFolder());
  const rows = texts.map((terms, i) => chunkRow({ documentId: i + 1, ordinal: 0, terms }));
  await store.addChunks(rows.slice(0, 1190));
  while (await store.upkeep({ isIdle: true }));
  // All of these hold the rare term: by the statistics of these ten alone it would be worth next to nothing.
  const fresh = Array.from({ length: 10 }, (_, i) => `rare normal ${'usual '.repeat(i)}common`);
  const freshRows = fresh.map((terms, i) => chunkRow({ documentId: 2001 + i, ordinal: 0, terms }));
  await store.addChunks(freshRows);

  const all = [...texts.slice(0, 1190), ...fresh];
  const expected = naiveScores(all, ['rare', 'normal']);
  const scoreOf = new Map(all.map((_, i) => [i < 1190 ? i + 1 : 2001 + i - 1190, expected[i] ?? 0]));
  const { matches: found } = await store.matchWords(['rare', 'normal'], NO_FILTER, 5000);
  expect(found.length).toBe(expected.filter((score) => score > 0).length);
  // `main` counts 1,190 of the 1,200 chunks, so scores differ by the share of the missing ten.
  for (const { documentId, score } of found) expect(score / (scoreOf.get(documentId) ?? NaN)).toBeCloseTo(1, 1);

  await store.addChunks([chunkRow({ documentId: 3000, ordinal: 0, terms: 'neologism common' })]);
  const [newest] = (await store.matchWords(['neologism', 'common'], NO_FILTER, 3)).matches;
  expect(newest?.documentId).toBe(3000);
});

test('further words find their chunks beside those of the terms, and never instead of them', async () => {
  const { store } = await openForTest(await temporaryFolder());
  const common = Array.from({ length: 300 }, (_, i) => `heat and more ${'filler '.repeat(i % 7)}`.trim());
  const rare = Array.from({ length: 40 }, (_, i) => `heating${i % 4} pipe`);
  await store.addChunks([...common, ...rare].map((terms, i) => chunkRow({ documentId: i + 1, ordinal: 0, terms })));
  const further = [0, 1, 2, 3].map((i) => ({ word: `heating${i}`, count: 10 }));
  for (const isIndexed of [false, true]) {
    if (isIndexed) while (await store.upkeep({ isIdle: true }));
    const alone = await store.matchWords(['heat'], NO_FILTER, 20);
    const { matches, statistics } = await store.matchWords(['heat'], NO_FILTER, 20, further);
    const ids = matches.map(({ documentId }) => documentId);
    expect(matches.length).toBe(40);
    expect(alone.matches.every(({ documentId }) => ids.includes(documentId))).toBe(true);
    expect(matches.filter(({ frequencies }) => frequencies[0] === 0).every(({ frequencies }) => frequencies.length === 5)).toBe(
      true,
    );
    expect(statistics.documentFrequencies).toEqual([...alone.statistics.documentFrequencies, 10, 10, 10, 10]);
    expect((await store.documentsWithWords(['heat'], NO_FILTER, further)).length).toBe(340);
    expect((await store.matchWords([], NO_FILTER, 100, further)).matches.length).toBe(40);
  }
});
