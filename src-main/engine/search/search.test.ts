import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openStores } from '#engine/data-folder.ts';
import { createNameIndex } from './names/name-index.ts';
import { createSearch } from './search.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const NO_FILTERS = { folders: [], types: [], tags: [], after: null, before: null };
const REQUEST = {
  query: 'w',
  filters: NO_FILTERS,
  mode: 'words',
  names: true,
  limit: 10,
  cursor: null,
  explain: false,
  passages: 3,
  sort: 'relevance',
  recency: false,
  isTyping: true,
} as const;

it('lets a search that waits for the words of the library go with the next keystroke', async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'akin-search-'));
  const stores = await openStores({ dataFolder, dimensions: 4, space: 'test', logger: silent });
  onTestFinished(async () => {
    await stores.close();
    await rm(dataFolder, { recursive: true, force: true });
  });
  const { promise: isWaiting, resolve: waits } = Promise.withResolvers<void>();
  const search = createSearch({
    ...stores,
    names: createNameIndex(stores),
    embedQuery: async () => new Float32Array(4),
    modelLanguages: ['en'],
    whenVocabularyReady: () => {
      waits();
      return new Promise(() => undefined);
    },
    canRerank: () => false,
    logger: silent,
  });
  const keystroke = new AbortController();
  const found = search.run(REQUEST, keystroke.signal);
  await isWaiting;
  keystroke.abort();
  await expect(found).rejects.toMatchObject({ code: 'cancelled' });
  expect(search.isSearching()).toBe(false);
});
