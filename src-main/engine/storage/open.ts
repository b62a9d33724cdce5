import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { EngineError } from '#contract';
import type { Logger } from '../logger.ts';
import { CHUNK_COLUMNS, TAIL_COLUMNS, VECTOR_COLUMNS } from './columns.ts';
import { chunksFromArrow, tailRowsFromArrow, vectorsFromArrow } from './from-arrow.ts';
import { chunksToArrow, vectorsToArrow } from './to-arrow.ts';
import type { ChunkRow, IndexStore, VectorRow } from './index-store.ts';
import { chunksSpec, vectorsSpec } from './indexes.ts';
import { connectLance } from './lance.ts';
import { openLayout } from './layout.ts';
import type { Layout } from './layout.ts';
import { createMeaningSearch } from './meaning.ts';
import { openShard } from './shard.ts';
import type { ShardContext } from './shard.ts';
import { createIndexStore } from './store.ts';
import { createTail, toBoth } from './tail.ts';
import { createTwin } from './twin.ts';
import { isVectorIndexDue } from './vector-index.ts';
import type { VectorIndexOption } from './vector-index.ts';
import { createVocabulary } from './vocabulary/vocabulary.ts';
import { createWordSearch } from './words.ts';
import { createWriteQueue } from './write-queue.ts';

export type OpenedIndex = {
  readonly store: IndexStore;
  /**
   * True where a damaged table went back to an earlier version or started empty: rows once acknowledged may be missing,
   * so every document has to be queued again.
   */
  readonly wasRebuilt: boolean;
};

/**
 * Opens the index in a folder that `probeIndexLocation` found usable, or creates it. Only one store at a time may have
 * a folder open. `space` names the vector space, in letters, digits, `_`, `.` and `-`. `onWriteFailure` hears of every
 * failed write, upkeep included, before its promise rejects. Errors: indexLocationUnusable.
 */
export async function openIndexStore(options: {
  folder: string;
  dimensions: number;
  space: string;
  logger: Logger;
  /** Asked at every upkeep, which makes the index anew when another is wanted; without it `auto`. */
  vectorIndex?: () => VectorIndexOption;
  onWriteFailure?: (error: EngineError) => void;
}): Promise<OpenedIndex> {
  const { folder, dimensions, space, logger, vectorIndex = () => 'auto', onWriteFailure } = options;
  if (!/^[\w.-]+$/.test(space)) throw new TypeError('A vector space is named by letters, digits, "_", "." and "-"');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { lance, connection } = await connectLance(folder);
  const reconnect = async () => (await connectLance(folder)).connection;
  const context: ShardContext = { folder, layout: await openLayout(folder), logger, connection, reconnect };

  const spaceName = `vectors_${space}`;
  const [chunksMain, chunksRecent, vectorsMain, vectorsRecent] = [
    await openShard(context, chunksSpec(lance, 'chunks', { isMain: true })),
    await openShard(context, chunksSpec(lance, 'chunks_recent', { isMain: false })),
    await openShard(context, vectorsSpec(lance, spaceName, { isMain: true, dimensions, vectorIndex })),
    await openShard(context, vectorsSpec(lance, `${spaceName}_recent`, { isMain: false, dimensions, vectorIndex })),
  ] as const;
  await dropUnknownTables(folder, context.layout);
  const tail = createTail();
  const vocabulary = createVocabulary({ main: chunksMain.shard, recent: chunksRecent.shard });
  const chunks = await createTwin<ChunkRow>({
    main: chunksMain.shard,
    recent: chunksRecent.shard,
    logger,
    format: {
      columns: CHUNK_COLUMNS,
      toArrow: chunksToArrow,
      fromArrow: chunksFromArrow,
      isVectorIndexDue: () => false,
      tail: toBoth(tail, vocabulary.listener),
      deleting: vocabulary.deleting,
    },
  });
  const vectors = await createTwin<VectorRow>({
    main: vectorsMain.shard,
    recent: vectorsRecent.shard,
    logger,
    format: {
      columns: VECTOR_COLUMNS,
      toArrow: (rows) => vectorsToArrow(rows, dimensions),
      fromArrow: vectorsFromArrow,
      isVectorIndexDue: (rows, training) => isVectorIndexDue(rows, vectorIndex(), training),
      tail: null,
      deleting: null,
    },
  });
  await chunks.repair();
  await vectors.repair();
  tail.add(
    await chunksRecent.shard.read(async (table) =>
      tailRowsFromArrow(
        await table
          .query()
          .select([...TAIL_COLUMNS])
          .toArrow(),
      ),
    ),
  );

  const store = createIndexStore({
    folder,
    chunks,
    vectors,
    vocabulary,
    ...createWordSearch({ lance, main: chunks.main, tail, counts: vocabulary }),
    searchMeaning: createMeaningSearch({ main: vectors.main, recent: vectors.recent }),
    queue: createWriteQueue(),
    onWriteFailure,
    closeConnection: () => connection.close(),
  });
  const wasRebuilt = [chunksMain, chunksRecent, vectorsMain, vectorsRecent].some((opened) => !opened.isWhole);
  return { store, wasRebuilt };
}

/** What a crash left of tables that were being made or replaced. */
async function dropUnknownTables(folder: string, layout: Layout): Promise<void> {
  const known = new Set(layout.tables().map((name) => `${name}.lance`));
  for (const name of await readdir(folder)) {
    if (name.endsWith('.lance') && !known.has(name)) await rm(join(folder, name), { recursive: true, force: true });
  }
}
