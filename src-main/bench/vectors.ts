import { cp, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadManifest, vectorSpaceOf } from '#engine/embedding/manifest.ts';
import { mean, ndcgAtK } from '#engine/evaluation/metrics.ts';
import type { EmbedDocuments } from '#engine/indexing/meaning-stage.ts';
import type { Candidate, IndexFilter, IndexStore, VectorRow } from '#engine/storage/index-store.ts';
import { openIndexStore } from '#engine/storage/open.ts';
import type { VectorIndexOption } from '#engine/storage/vector-index.ts';
import { dot } from '#engine/vectors/vectors.ts';
import { percentile, projectRoot, round, type BenchOptions } from './harness.ts';
import { readJudgedSet } from './judged-set.ts';
import { COPIES, disturb, embedOnce, embedSources, largeLibrary, readSources, toSource } from './large-library.ts';
import { createRandom } from './random.ts';

const OPTIONS: readonly VectorIndexOption[] = ['exact', 'auto', 'int8', 'binary'];
const QUERY_SETS = ['parsinlu-rc', 'xquad-ru', 'xquad-zh', 'xquad-en'];
const QUERIES_PER_SET = 50;
const JUDGED = 'scifact';
/** How many candidates the first page of a search asks for. */
const FIRST_PAGE = 180;
const NO_FILTER: IndexFilter = { documentIds: null, folderIds: [], types: [], tags: [], from: null, before: null };
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

type Measured = {
  readonly vectors: string;
  readonly count: number;
  readonly option: VectorIndexOption;
  readonly recall10: number;
  readonly recall100: number;
  readonly recallFirstPage: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly buildSeconds: number;
  readonly indexBytesPerVector: number;
  /** By meaning alone, among all vectors, the judged set's documents counted. */
  readonly scifactNdcg10: number | null;
};

type Corpus = {
  readonly name: string;
  readonly count: number;
  readonly queries: readonly Float32Array[];
  /** The nearest keys of each query, best first, found without any index. */
  readonly truth: (store: IndexStore) => Promise<readonly (readonly string[])[]>;
  readonly judge: ((answers: readonly (readonly Candidate[])[]) => number) | null;
};

/**
 * What each option for the index of vectors finds of what an exact search finds, how fast, and what it takes: over real texts
 * (17,853 vectors), and over the large library made of them, which has five near copies of each.
 */
export async function runVectorsBench(embed: EmbedDocuments, options: BenchOptions): Promise<Record<string, unknown>> {
  const manifest = await loadManifest(join(projectRoot, 'models', 'all-MiniLM-L6-v2'));
  const { dimensions } = manifest;
  const loadBefore = loadavg()[0] ?? 0;
  const chunks = 100_000;
  const sources = await readSources(options.isSmallest ? 200 : chunks / COPIES);
  const embedded = rowsOf(await embedSources(sources, embed), dimensions);
  const vectors = options.isSmallest ? multiplied(embedded, 11_000) : embedded;
  const { queries, judge } = await readQueries(embed, { dimensions, sources, isSmallest: options.isSmallest });
  const scratch = await mkdtemp(join(tmpdir(), 'akin-vectors-'));
  const measured: Measured[] = [];
  try {
    const real = join(scratch, 'real');
    const space = vectorSpaceOf(manifest);
    await fillStore(real, { dimensions, space, vectors });
    const truth = async () => queries.map((query) => nearest(vectors, query));
    measured.push(
      ...(await measureAll(real, { dimensions, space }, { name: 'real', count: vectors.length, queries, truth, judge })),
    );
    if (!options.isSmallest) {
      const library = join(scratch, 'library');
      await cp(join(await largeLibrary(chunks, embed), 'index'), library, { recursive: true });
      const asked = queries.filter((_, i) => i % 2 === 0);
      const truth = (store: IndexStore) =>
        askAll(store, asked, FIRST_PAGE).then(({ answers }) => answers.map((list) => list.map(keyOf)));
      const corpus = { name: 'library', count: COPIES * vectors.length, queries: asked, truth, judge: null };
      measured.push(...(await measureAll(library, { dimensions, space }, corpus)));
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  process.stdout.write(toTable(measured));
  return { queries: queries.length, loadAverage: { before: round(loadBefore), after: round(loadavg()[0] ?? 0) }, measured };
}

async function measureAll(
  folder: string,
  { dimensions, space }: { readonly dimensions: number; readonly space: string },
  corpus: Corpus,
): Promise<Measured[]> {
  let wanted: VectorIndexOption = 'exact';
  const { store } = await openIndexStore({ folder, dimensions, space, logger: silent, vectorIndex: () => wanted });
  const rows: Measured[] = [];
  try {
    await settle(store);
    const truth = await corpus.truth(store);
    const withoutIndex = await indexBytes(folder);
    for (wanted of OPTIONS) {
      const startedAt = performance.now();
      await settle(store);
      const buildSeconds = (performance.now() - startedAt) / 1000;
      // The first searches read the index.
      await askAll(store, corpus.queries.slice(0, 20), FIRST_PAGE);
      const { answers, times } = await askAll(store, corpus.queries, FIRST_PAGE);
      const recall = (k: number) => round(mean(answers.map((list, i) => share(list.map(keyOf), truth[i] ?? [], k))) ?? NaN, 4);
      const asked100 = (await askAll(store, corpus.queries, 100)).answers;
      const asked10 = (await askAll(store, corpus.queries, 10)).answers;
      const recallAt = (lists: typeof answers, k: number) =>
        round(mean(lists.map((list, i) => share(list.map(keyOf), truth[i] ?? [], k))) ?? NaN, 4);
      rows.push({
        vectors: corpus.name,
        count: corpus.count,
        option: wanted,
        recall10: recallAt(asked10, 10),
        recall100: recallAt(asked100, 100),
        recallFirstPage: recall(100),
        p50Ms: round(percentile(times, 0.5), 1),
        p95Ms: round(percentile(times, 0.95), 1),
        buildSeconds: round(buildSeconds, 1),
        indexBytesPerVector: round(((await indexBytes(folder)) - withoutIndex) / corpus.count, 0),
        scifactNdcg10: corpus.judge === null ? null : round(corpus.judge(answers), 4),
      });
    }
  } finally {
    await store.close();
  }
  return rows;
}

async function askAll(store: IndexStore, queries: readonly Float32Array[], limit: number) {
  const answers: (readonly Candidate[])[] = [];
  const times: number[] = [];
  for (const query of queries) {
    const startedAt = performance.now();
    answers.push(await store.searchMeaning(query, NO_FILTER, limit));
    times.push(performance.now() - startedAt);
  }
  return { answers, times };
}

async function settle(store: IndexStore): Promise<void> {
  while (await store.upkeep({ isIdle: true }));
}

/** Bytes of all index files of the vectors; those for filters are the same for every option. */
async function indexBytes(folder: string): Promise<number> {
  let sum = 0;
  for (const name of await readdir(folder, { recursive: true })) {
    if (name.startsWith('vectors_') && name.includes('_indices')) {
      const { size, isFile } = await stat(join(folder, name)).then((stats) => ({ size: stats.size, isFile: stats.isFile() }));
      if (isFile) sum += size;
    }
  }
  return sum;
}

function share(found: readonly string[], truth: readonly string[], k: number): number {
  const best = new Set(truth.slice(0, k));
  return found.slice(0, k).filter((key) => best.has(key)).length / best.size;
}

function keyOf({ documentId, ordinal }: { readonly documentId: number; readonly ordinal: number }): string {
  return `${documentId}.${ordinal}`;
}

function nearest(vectors: readonly Float32Array[], query: Float32Array): string[] {
  const scored = vectors.map((vector, index) => ({ index, score: dot(vector, query) }));
  return scored
    .toSorted((left, right) => right.score - left.score)
    .slice(0, FIRST_PAGE)
    .map(({ index }) => keyOf({ documentId: index + 1, ordinal: 0 }));
}

async function fillStore(
  folder: string,
  {
    dimensions,
    space,
    vectors,
  }: { readonly dimensions: number; readonly space: string; readonly vectors: readonly Float32Array[] },
): Promise<void> {
  const { store } = await openIndexStore({ folder, dimensions, space, logger: silent, vectorIndex: () => 'exact' });
  const rows = vectors.map((vector, index): VectorRow => {
    const columns = { folderId: 1, type: 'text', date: 0, tags: [], embeddingFingerprint: String(index) };
    return { documentId: index + 1, generation: 1, ordinal: 0, ...columns, vector };
  });
  for (let from = 0; from < rows.length; from += 5_000) await store.addVectors(rows.slice(from, from + 5_000));
  await settle(store);
  await store.close();
}

async function readQueries(
  embed: EmbedDocuments,
  given: { readonly dimensions: number; readonly sources: Awaited<ReturnType<typeof readSources>>; readonly isSmallest: boolean },
) {
  const judged = await readJudgedSet(JUDGED);
  const asked = judged.queries.slice(0, given.isSmallest ? 50 : judged.queries.length);
  const others = await Promise.all(QUERY_SETS.map(async (name) => (await readJudgedSet(name)).queries.slice(0, QUERIES_PER_SET)));
  const texts = [...asked, ...others.flat()].map(({ text }) => text);
  const queries = rowsOf(await embedOnce(texts, embed), given.dimensions);
  const textOf = ({ title, text }: { readonly title: string; readonly text: string }) => `${title}\0${text}`;
  const idByText = new Map(judged.documents.map((document) => [textOf(toSource(document)), document.id]));
  const idOf = (documentId: number): string | undefined => {
    const source = given.sources[(documentId - 1) % given.sources.length];
    return source === undefined ? undefined : idByText.get(textOf(source));
  };
  const judge = (answers: readonly (readonly Candidate[])[]): number =>
    mean(
      asked.map(({ id }, i) => {
        const ranking = (answers[i] ?? []).flatMap(({ documentId }) => idOf(documentId) ?? []);
        return ndcgAtK(ranking, judged.judgements.get(id) ?? new Map<string, number>(), 10);
      }),
    ) ?? NaN;
  return { queries, judge };
}

/** As many as an index needs, of few that were embedded. */
function multiplied(vectors: readonly Float32Array[], count: number): Float32Array[] {
  const random = createRandom(1);
  return Array.from({ length: count }, (_, i) => disturb(vectors[i % vectors.length] ?? new Float32Array(), 0.9, random));
}

function rowsOf(flat: Float32Array, dimensions: number): Float32Array[] {
  return Array.from({ length: flat.length / dimensions }, (_, i) => flat.subarray(i * dimensions, (i + 1) * dimensions));
}

function toTable(rows: readonly Measured[]): string {
  const heading = ['vectors', 'option', 'recall@10', '@100', '@100 of 180', 'p50 / p95 ms', 'build s', 'bytes', 'nDCG@10'];
  const lines = rows.map((row) => [
    `${row.vectors} ${row.count}`,
    row.option,
    row.recall10,
    row.recall100,
    row.recallFirstPage,
    `${row.p50Ms} / ${row.p95Ms}`,
    row.buildSeconds,
    row.indexBytesPerVector,
    row.scifactNdcg10 ?? '-',
  ]);
  return [heading, heading.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}
