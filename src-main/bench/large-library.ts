import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { documentTerms } from '#engine/analysis/fields.ts';
import { createStemmers } from '#engine/analysis/stemmers.ts';
import { createTokens } from '#engine/analysis/tokens.ts';
import { embeddingInput } from '#engine/chunking/embedding-input.ts';
import { openStores, WORDS_IDENTITY, type Stores } from '#engine/data-folder.ts';
import { loadManifest, vectorSpaceOf } from '#engine/embedding/manifest.ts';
import type { EmbedDocuments } from '#engine/indexing/meaning-stage.ts';
import { toVectorRow } from '#engine/indexing/words-stage.ts';
import type { ChunkRow } from '#engine/storage/index-store.ts';
import { cacheFolder, projectRoot } from './harness.ts';
import { readJudgedSet } from './judged-set.ts';
import { createRandom, type Random } from './random.ts';

/** The shared sets, largest variety first; together about 20,000 texts in fifteen languages. */
const SETS = [
  'scifact',
  'xquad-mixed',
  'lohelp-ru',
  'pquad',
  'drcd',
  'parsinlu-rc',
  'obsidian-help-en',
  'obsidian-help-ru',
  'obsidian-help-fa',
  'obsidian-help-zh',
  'xquad-en',
  'xquad-ru',
  'xquad-zh',
  'xquad-ar',
  'xquad-de',
];
/** Every text is taken this often, its sentences recombined, its vector disturbed. */
export const COPIES = 5;
/** What a chunk of the product holds at most, roughly. */
const MAX_CHUNK_CHARS = 1100;
const COPY_COSINE = 0.97;
const COMMIT_CHUNKS = 5_000;
/** Counted up when a library comes out differently: one that was made before is made again. */
const LIBRARY_FORMAT = 2;
/** The library's folder does not exist on purpose: the library holds a missing folder's documents and reads nothing. */
export const LIBRARY_ROOT = '/nonexistent/akin-bench-library';

/**
 * Parts of the library, each with a folder, a type, a tag and a year of its own, so that a filter by any of them keeps
 * about this share of the chunks.
 */
export const PARTS = [
  { name: 'part-1', percent: 1, type: 'pdf', year: 2021 },
  { name: 'part-10', percent: 10, type: 'html', year: 2022 },
  { name: 'part-50', percent: 50, type: 'text', year: 2023 },
  { name: 'part-39', percent: 39, type: 'markdown', year: 2024 },
] as const;
type Part = (typeof PARTS)[number];
const tokens = createTokens(createStemmers());
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

export type Source = { readonly title: string; readonly text: string };

/**
 * Makes a data folder whose index holds about `chunks` chunks, five a document, as real as can be had without reading
 * real files: real texts with real vectors, multiplied by recombining sentences and disturbing vectors to a cosine of
 * about 0.97. Made once and kept under the cache folder. Returns the data folder.
 */
export async function largeLibrary(chunks: number, embed: EmbedDocuments): Promise<string> {
  const folder = join(cacheFolder, `library-${chunks}-${LIBRARY_FORMAT}-${WORDS_IDENTITY.replaceAll(/\W+/g, '-')}`);
  if (existsSync(join(folder, 'complete'))) return folder;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const sources = await readSources(Math.ceil(chunks / COPIES));
  const vectors = await embedSources(sources, embed);
  const manifest = await loadManifest(join(projectRoot, 'models', 'all-MiniLM-L6-v2'));
  const stores = await openStores({
    dataFolder: folder,
    dimensions: manifest.dimensions,
    space: vectorSpaceOf(manifest),
    logger: silent,
  });
  try {
    await fill(stores, sources, vectors, manifest.dimensions);
  } finally {
    await stores.close();
  }
  await writeFile(join(folder, 'complete'), '');
  return folder;
}

export async function readSources(count: number): Promise<Source[]> {
  const sources: Source[] = [];
  for (const name of SETS) {
    const { documents } = await readJudgedSet(name);
    sources.push(...documents.filter(({ text }) => text.trim().length >= 100).map(toSource));
  }
  // Mixed, so that a smaller library holds every language too.
  return createRandom(7).shuffle(sources).slice(0, count);
}

export function toSource({ title, text }: Source): Source {
  return { title: title || text.slice(0, 40), text: text.slice(0, MAX_CHUNK_CHARS).trim() };
}

/** Vectors of the sources, row-major, cached by what they are made of. */
export function embedSources(sources: readonly Source[], embed: EmbedDocuments): Promise<Float32Array> {
  return embedOnce(
    sources.map(({ title, text }) => embeddingInput(title, '', text)),
    embed,
  );
}

/** Vectors of the texts as they are, row-major, cached by the texts. */
export async function embedOnce(texts: readonly string[], embed: EmbedDocuments): Promise<Float32Array> {
  const digest = createHash('sha256').update(texts.join('\0')).digest('hex').slice(0, 16);
  const file = join(cacheFolder, `vectors-${digest}.f32`);
  if (existsSync(file)) {
    const bytes = await readFile(file);
    return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  }
  process.stderr.write(`embedding ${texts.length} texts once ...\n`);
  const { vectors } = await embed(texts);
  await writeFile(`${file}.part`, vectors);
  await rename(`${file}.part`, file);
  return vectors;
}

async function fill(
  { catalogue, store }: Stores,
  sources: readonly Source[],
  vectors: Float32Array,
  dimensions: number,
): Promise<void> {
  const folderId = catalogue.addFolder(LIBRARY_ROOT).id;
  const identity = { device: 1n, sizeBytes: 5 * MAX_CHUNK_CHARS, mtimeNs: 1_700_000_000_000_000_000n };
  const files = sources.map((_source, index) => ({
    path: `${LIBRARY_ROOT}/${partOf(index).name}/${index % 97}/${index}.md`,
    type: partOf(index).type,
    isReadable: true,
    identity: { ...identity, inode: BigInt(index + 1) },
  }));
  for (let start = 0; start < files.length; start += 1000) {
    catalogue.recordSeen(folderId, files.slice(start, start + 1000), { isFresh: false, hasPath: () => true });
  }
  const random = createRandom(11);
  const idByPath = new Map([...catalogue.pathsOf(folderId)].map(([path, { documentId }]) => [path, documentId]));
  const ids = files.map(({ path }) => idByPath.get(path));
  for (let start = 0; start < sources.length; start += COMMIT_CHUNKS / COPIES) {
    const end = Math.min(sources.length, start + COMMIT_CHUNKS / COPIES);
    const rows: ChunkRow[] = [];
    const rowVectors: Float32Array[] = [];
    for (let index = start; index < end; index++) {
      const source = sources[index];
      const documentId = ids[index];
      if (source === undefined || documentId === undefined) continue;
      const vector = vectors.subarray(index * dimensions, (index + 1) * dimensions);
      for (let ordinal = 0; ordinal < COPIES; ordinal++) {
        rows.push({ ...toRow(source, { documentId, ordinal, folderId }, random), ...columnsOf(partOf(index)) });
        rowVectors.push(disturb(vector, COPY_COSINE, random));
      }
    }
    await store.addChunks(rows);
    await store.addVectors(rows.map((row, index) => toVectorRow(row, rowVectors[index] ?? new Float32Array(dimensions))));
    publish(catalogue, files.slice(start, end), ids.slice(start, end), start);
    while (await store.upkeep({ isIdle: false }));
    process.stderr.write(`\r${end * COPIES} chunks written`);
  }
  while (await store.upkeep({ isIdle: true }));
  process.stderr.write('\n');
}

export function toRow(
  { title, text }: Source,
  key: { readonly documentId: number; readonly ordinal: number; readonly folderId: number },
  random: Random,
): ChunkRow {
  const recombined = key.ordinal === 0 ? text : random.shuffle(text.split(/(?<=[.!?。؟])\s+/u)).join(' ');
  return {
    ...key,
    generation: 1,
    type: 'markdown',
    date: 1_700_000_000_000,
    tags: [],
    start: key.ordinal * MAX_CHUNK_CHARS,
    end: key.ordinal * MAX_CHUNK_CHARS + recombined.length,
    anchor: '',
    heading: '',
    text: recombined,
    terms: documentTerms({ title, heading: '', text: recombined, language: 'en' }, tokens),
    embeddingFingerprint: createHash('md5').update(recombined).digest('hex'),
  };
}

/** Sources are mixed, so that every part holds a bit of everything. */
function partOf(index: number): Part {
  let left = index % 100;
  return PARTS.find(({ percent }) => (left -= percent) < 0) ?? PARTS[0];
}

function columnsOf({ name, type, year }: Part): { type: string; date: number; tags: string[] } {
  return { type, date: Date.UTC(year, 5, 1), tags: [name] };
}

/** A unit vector at the given cosine to a unit vector: `c·v + √(1 − c²)·u`, `u` random and orthogonal to `v`. */
export function disturb(vector: Float32Array, cosine: number, random: Random): Float32Array {
  const noise = Float32Array.from(vector, () => random.gaussian());
  const along = noise.reduce((sum, value, index) => sum + value * (vector[index] ?? 0), 0);
  const orthogonal = noise.map((value, index) => value - along * (vector[index] ?? 0));
  const length = Math.hypot(...orthogonal);
  const sine = Math.sqrt(1 - cosine * cosine);
  return vector.map((value, index) => cosine * value + (sine * (orthogonal[index] ?? 0)) / length);
}

function publish(
  catalogue: Stores['catalogue'],
  files: readonly { readonly identity: { device: bigint; inode: bigint; sizeBytes: number; mtimeNs: bigint } }[],
  ids: readonly (number | undefined)[],
  first: number,
): void {
  const documents = files.flatMap(({ identity }, index) =>
    ids[index] === undefined ? [] : [{ documentId: ids[index], identity, ...columnsOf(partOf(first + index)) }],
  );
  catalogue.publish(
    documents.map(({ documentId, identity, date, tags }) => ({
      documentId,
      identity,
      state: 'words',
      reason: null,
      content: {
        generation: 1,
        fingerprint: createHash('md5').update(String(documentId)).digest('hex'),
        title: null,
        language: null,
        date,
        tags,
        chunkCount: COPIES,
      },
    })),
  );
  catalogue.publishVectors(documents.map(({ documentId }) => ({ documentId, generation: 1 })));
}
