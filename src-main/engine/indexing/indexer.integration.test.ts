import { lstat, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Catalogue } from '#engine/catalogue/catalogue.ts';
import { openStores } from '#engine/data-folder.ts';
import { createEmbedderPool } from '#engine/embedding/embedder-pool.ts';
import { loadManifest, vectorSpaceOf } from '#engine/embedding/manifest.ts';
import { helperEnvironment } from '#hosts/node/engine-environment.ts';
import { bundledModelsFolder, entryFile } from '#hosts/node/entries.ts';
import { createProcessLauncher } from '#hosts/node/process-launcher.ts';
import type { Allowance } from '#engine/power/power-policy.ts';
import { createDiskWatch } from './disk-watch.ts';
import { createIndexer } from './indexer.ts';
import { createIngestPool } from './ingest-pool.ts';
import { createUserPause } from './user-pause.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const modelFolder = path.join(bundledModelsFolder, 'all-MiniLM-L6-v2');

const unlimited = (): Allowance => ({ kind: 'working', cores: null });

/** A real pipeline over one folder whose embedded texts are written down. */
async function startPipeline({ readerModelFolder = modelFolder, allowance = unlimited } = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), 'akin-pipeline-'));
  const manifest = await loadManifest(modelFolder);
  const stores = await openStores({
    dataFolder: path.join(folder, 'data'),
    dimensions: manifest.dimensions,
    space: vectorSpaceOf(manifest),
    logger: silent,
  });
  const launcher = createProcessLauncher({ entryOf: entryFile, environment: helperEnvironment(folder, {}), logger: silent });
  let readersStarted = 0;
  const countingLauncher: typeof launcher = {
    start(role, startOptions) {
      readersStarted += 1;
      return launcher.start(role, startOptions);
    },
  };
  const embedders = createEmbedderPool({
    launcher,
    modelFolder,
    manifest,
    logger: silent,
    tuning: { weights: 'int8', batchTokens: 256, processes: 1 },
  });
  const embedded: string[] = [];
  const userPause = createUserPause({ catalogue: stores.catalogue, onChange: () => indexer.wake(), now: Date.now });
  const disk = createDiskWatch({ folder, logger: silent, onChange: () => indexer.wake() });
  const indexer = createIndexer({
    ...stores,
    extractorVersion: 1,
    pool: createIngestPool({
      launcher: countingLauncher,
      modelFolder: readerModelFolder,
      size: () => 1,
      timeoutMs: () => 60_000,
      logger: silent,
    }),
    embed(texts, options) {
      embedded.push(...texts);
      return embedders.embedDocuments(texts, options);
    },
    dimensions: manifest.dimensions,
    tokensPerSecond: () => null,
    isEmbedding: () => embedders.load().working > 0,
    userPause,
    allowance,
    disk,
    recover: null,
    maxFileSizeBytes: () => 1_000_000,
    isScanning: () => false,
    isSearching: () => false,
    logger: silent,
    onChange: () => undefined,
  });
  onTestFinished(async () => {
    userPause.close();
    await indexer.close();
    embedders.close();
    await disk.close();
    await stores.close();
    await rm(folder, { recursive: true, force: true });
  });
  const notes = path.join(folder, 'notes');
  await mkdir(notes);
  const folderId = stores.catalogue.addFolder(notes).id;
  const index = async (...names: string[]): Promise<string[]> => {
    const before = embedded.length;
    await record(
      stores.catalogue,
      folderId,
      names.map((name) => path.join(notes, name)),
    );
    indexer.wake();
    while (!indexer.progress().isSettled) await new Promise((resolve) => setTimeout(resolve, 20));
    return embedded.slice(before);
  };
  return { notes, folderId, index, indexer, userPause, embedded, readersStarted: () => readersStarted, ...stores };
}

async function record(catalogue: Catalogue, folderId: number, paths: readonly string[]): Promise<void> {
  const files = await Promise.all(
    paths.map(async (file) => {
      const { dev, ino, size, mtimeNs } = await lstat(file, { bigint: true });
      return {
        path: file,
        type: 'markdown',
        isReadable: true,
        identity: { device: dev, inode: ino, sizeBytes: Number(size), mtimeNs },
      };
    }),
  );
  catalogue.recordSeen(folderId, files, { isFresh: true, hasPath: (file) => paths.includes(file) });
}

const section = (title: string, filler: string): string => `# ${title}\n\n${`${filler} `.repeat(40)}\n\n`;

it('embeds everything anew when it is rebuilt, also what was being read when that was asked for', async () => {
  const { notes, index, catalogue, store, indexer, embedded } = await startPipeline();
  const file = path.join(notes, 'a.md');
  await writeFile(file, section('One', 'Apples grow.') + section('Two', 'Pears fall.'));
  const first = await index('a.md');
  expect(catalogue.queueRebuild()).toBe(1);
  // It is searchable by its last generation until the new one is there.
  expect(catalogue.documentAt(file)).toMatchObject({ state: 'queued', generation: 1 });
  expect(await index('a.md')).toEqual(first);
  expect(catalogue.documentAt(file)).toMatchObject({ state: 'indexed', generation: 2 });
  expect(await store.statistics()).toMatchObject({ chunks: 2, vectors: 2 });

  await writeFile(file, section('One', 'Apples grow.') + section('Two', 'Quinces fall.'));
  await record(catalogue, 1, [file]);
  const before = embedded.length;
  indexer.wake();
  // Taken up by now, by what is known of it so far.
  catalogue.queueRebuild();
  indexer.wake();
  while (!indexer.progress().isSettled) await new Promise((resolve) => setTimeout(resolve, 20));
  const apples = embedded.slice(before).filter((text) => text.includes('Apples'));
  expect(apples).toHaveLength(1);
  expect(catalogue.documentAt(file)).toMatchObject({ state: 'indexed' });
});

it('embeds after an edit only what changed, and nothing after a move', async () => {
  const { notes, index, catalogue, store } = await startPipeline();
  const file = path.join(notes, 'a.md');
  await writeFile(file, section('One', 'Apples grow.') + section('Two', 'Pears fall.') + section('Three', 'Plums ripen.'));
  const first = await index('a.md');
  expect(first.map((text) => /Apples|Pears|Plums/.exec(text)?.[0])).toEqual(['Apples', 'Pears', 'Plums']);

  await writeFile(file, section('One', 'Apples grow.') + section('Two', 'Quinces fall.') + section('Three', 'Plums ripen.'));
  const afterEdit = await index('a.md');
  expect(afterEdit.map((text) => /Apples|Quinces|Plums/.exec(text)?.[0])).toEqual(['Quinces']);

  await rename(file, path.join(notes, 'b.md'));
  expect(await index('b.md')).toEqual([]);

  const document = catalogue.documentAt(path.join(notes, 'b.md'));
  expect(document).toMatchObject({ state: 'indexed', chunkCount: 3 });
  const [chunks, vectors] = await Promise.all([store.chunksOf([document?.id ?? 0]), store.vectorsOf([document?.id ?? 0])]);
  const keys = (rows: readonly { ordinal: number; generation: number }[]) =>
    rows.map(({ ordinal, generation }) => [ordinal, generation]);
  expect(keys(chunks)).toEqual([0, 1, 2].map((ordinal) => [ordinal, document?.generation]));
  expect(keys(vectors)).toEqual(keys(chunks));
});

it('keeps what is readable of a file whose bytes did not change', async () => {
  const { notes, index, catalogue } = await startPipeline();
  const file = path.join(notes, 'a.md');
  await writeFile(file, section('One', 'Apples grow.'));
  await index('a.md');
  const { generation } = catalogue.documentAt(file) ?? {};
  await writeFile(file, section('One', 'Apples grow.'));
  expect(await index('a.md')).toEqual([]);
  expect(catalogue.documentAt(file)).toMatchObject({ state: 'indexed', generation });
});

it('pauses where readers cannot start, says so, and loses no document', async () => {
  const { notes, folderId, catalogue, indexer, readersStarted } = await startPipeline({ readerModelFolder: '/nonexistent' });
  const file = path.join(notes, 'a.md');
  await writeFile(file, section('One', 'Apples grow.'));
  await record(catalogue, folderId, [file]);
  indexer.wake();
  while (indexer.progress().trouble === null) await new Promise((resolve) => setTimeout(resolve, 20));
  for (let turn = 0; turn < 20; turn++) {
    indexer.wake();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(readersStarted()).toBe(1);
  expect(catalogue.documentAt(file)).toMatchObject({ state: 'queued', attempts: 0 });
});

it('waits for the mains where the battery is to be spared, and keeps nothing alive for that', async () => {
  let allowance: Allowance = { kind: 'paused' };
  const { notes, folderId, catalogue, indexer, embedded } = await startPipeline({ allowance: () => allowance });
  await writeFile(path.join(notes, 'a.md'), section('One', 'Apples grow.'));
  await record(catalogue, folderId, [path.join(notes, 'a.md')]);
  indexer.wake();
  expect(indexer.progress()).toMatchObject({ paused: 'onBattery', isSettled: false, remainingMs: null });
  expect([indexer.isBusy(), embedded]).toEqual([false, []]);
  allowance = { kind: 'working', cores: 1 };
  indexer.wake();
  expect(indexer.isBusy()).toBe(true);
  while (!indexer.progress().isSettled) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(embedded).toHaveLength(1);
});
