import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStemmers } from '#engine/analysis/stemmers.ts';
import { createTokens } from '#engine/analysis/tokens.ts';
import { openStores } from '#engine/data-folder.ts';
import { loadManifest, vectorSpaceOf } from '#engine/embedding/manifest.ts';
import { openJudgedFolder, queriesToAsk } from '#engine/evaluation/judged-folder.ts';
import type { Grades } from '#engine/evaluation/metrics.ts';
import { documentNumber, writeMarkdownDocuments } from '#engine/evaluation/markdown-documents.ts';
import { createGather, type Gather } from '#engine/search/gather.ts';
import { createNameIndex } from '#engine/search/names/name-index.ts';
import { planQuery } from '#engine/search/query-plan.ts';
import type { RankingInputs } from '#engine/search/ranking-inputs.ts';
import { startEngine, waitForProgress } from '../engine-session.ts';
import { cacheFolder, projectRoot } from '../harness.ts';
import { judgedSets } from '../judged-set.ts';
import { withEmbedders } from '../with-embedders.ts';

/** One judged query with all that its ranking is made from; grades by the documents' ids in the index. */
export type CollectedQuery = {
  readonly words: RankingInputs;
  readonly hybrid: RankingInputs;
  readonly grades: Grades;
};

/** Passages of each list. */
const DEPTH = 200;
const NO_FILTERS = { folders: [], types: [], tags: [], after: null, before: null };
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** What the index finds for each query of a judged set; collected once and kept under the cache folder. */
export async function collectQueries(set: string, { isFresh }: { readonly isFresh: boolean }): Promise<CollectedQuery[]> {
  const folder = join(cacheFolder, 'ranking');
  const file = join(folder, `${set}.jsonl`);
  if (isFresh || !existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${file}.part`, (await collect(set)).map((query) => `${JSON.stringify(query, mapsAsPairs)}\n`).join(''));
    renameSync(`${file}.part`, file);
  }
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line, pairsAsMaps) as CollectedQuery);
}

async function collect(set: string): Promise<CollectedQuery[]> {
  const judged = await openJudgedFolder(join(judgedSets, set));
  const { queries } = await queriesToAsk(judged);
  const scratch = await mkdtemp(join(tmpdir(), 'akin-ranking-'));
  try {
    const pages = join(scratch, 'documents');
    await mkdir(pages);
    const ids = await writeMarkdownDocuments(judged.documents(), pages, new AbortController().signal);
    await indexFolder(join(scratch, 'data'), pages, ids.length);
    return await withGather(join(scratch, 'data'), async (gather, documentIdOf) => {
      const idOf = new Map(ids.map((id, number) => [id, documentIdOf.get(number)]));
      const collected: CollectedQuery[] = [];
      for (const { id, text } of queries) {
        const grades = [...(judged.judgements?.get(id) ?? [])].map(([document, grade]): [string, number] => {
          // What could not be read stays among the judgements: it is missed.
          return [String(idOf.get(document) ?? document), grade];
        });
        const [words, hybrid] = [await gather(text, 'words'), await gather(text, 'hybrid')];
        collected.push({ words, hybrid, grades: new Map(grades) });
      }
      return collected;
    });
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
  }
}

async function indexFolder(dataFolder: string, pages: string, count: number): Promise<void> {
  const session = await startEngine(dataFolder);
  try {
    await session.client.call('library.addFolder', { path: pages });
    await waitForProgress(session.client, ({ isSettled, documentsTotal }) => isSettled && documentsTotal >= count);
  } finally {
    await session.end();
  }
}

type Ask = (text: string, mode: 'words' | 'hybrid') => Promise<RankingInputs>;

/** Opens the index without an engine. Documents are numbered as `writeMarkdownDocuments` names them. */
async function withGather<R>(
  dataFolder: string,
  use: (ask: Ask, documentIdOf: ReadonlyMap<number, number>) => Promise<R>,
): Promise<R> {
  const manifest = await loadManifest(join(projectRoot, 'models', 'all-MiniLM-L6-v2'));
  const { dimensions, languages: modelLanguages } = manifest;
  const stores = await openStores({ dataFolder, dimensions, space: vectorSpaceOf(manifest), logger: silent });
  const { catalogue, store } = stores;
  try {
    return await withEmbedders(async ({ embedQuery }) => {
      const names = createNameIndex({ catalogue });
      const tokens = createTokens(createStemmers());
      const gather = createGather({ catalogue, store, names, tokens, embedQuery, modelLanguages, logger: silent });
      // As in an engine some seconds after its start: compounds and slips are told by it.
      while (await store.vocabulary.readPage());
      const ids = catalogue.documentsMatching({ ...NO_FILTERS, from: null, conditions: [] });
      const numbers = [...catalogue.documents(ids).values()].map(({ id, path }): [number, number] => [documentNumber(path), id]);
      return use((text, mode) => ask(gather, text, mode), new Map(numbers));
    });
  } finally {
    await stores.close();
  }
}

async function ask(gather: Gather, query: string, mode: 'words' | 'hybrid'): Promise<RankingInputs> {
  const request = { query, mode, names: false, filters: NO_FILTERS };
  const { signal } = new AbortController();
  const gathered = await gather(planQuery(query, { now: Date.now() }), request, { limit: DEPTH, only: null }, signal);
  const { traits, queryWords, words, sources, meaning, foreign, names } = gathered;
  return { traits, queryWords, words, sources, meaning, foreign, names };
}

function mapsAsPairs(_key: string, value: unknown): unknown {
  if (value instanceof Map) return { map: [...value] };
  return value instanceof Set ? { set: [...value] } : value;
}

function pairsAsMaps(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('map' in value && Array.isArray(value.map)) return new Map(value.map);
  return 'set' in value && Array.isArray(value.set) ? new Set(value.set) : value;
}
