import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Schema, Table as ArrowTable } from 'apache-arrow';
import type { Logger } from '../logger.ts';
import { numbersFromArrow } from './from-arrow.ts';
import { createFolderSync } from './folder-sync.ts';
import type { FolderSync } from './folder-sync.ts';
import type { LanceConnection, LanceTable } from './lance.ts';
import type { Layout, Placement } from './layout.ts';
import { openNewestSound } from './recovery.ts';
import { createKnownRowKeys, readRowKeys, type RowKeys } from './row-keys.ts';
import type { Training } from './vector-index.ts';

const COPY_ROWS = 4000;
const MAX_PRUNE_ROUNDS = 3;
/** A version dated further ahead than this comes from a clock that was wrong, and would never be pruned. */
const CLOCK_TOLERANCE_MS = 24 * 60 * 60 * 1000;

export type ShardSpec = {
  readonly name: string;
  /** Whether it is large, and changes seldom enough, for the keys of its rows to be kept in memory. */
  readonly keepsRowKeys: boolean;
  readonly schema: Schema;
  /** Creates every index anew. */
  createIndexes(table: LanceTable): Promise<Training>;
  /** Touches every index once; throws where one cannot be read. */
  probeIndexes(table: LanceTable): Promise<void>;
};

/**
 * One LanceDB table of ours with its durability: every write is on disk when its promise resolves. Writers take turns
 * through the store's queue; reads never wait.
 */
export type Shard = {
  readonly name: string;
  /** Runs a read and counts it as in flight, so that rows and tables it may see stay until it has ended. */
  read<Result>(query: (table: LanceTable) => Promise<Result>): Promise<Result>;
  /** Resolves once every read in flight now has ended. */
  readsEnded(): Promise<void>;
  add(rows: ArrowTable): Promise<void>;
  delete(predicate: string): Promise<void>;
  rows(): Promise<number>;
  /** Compacts, brings indexes up to date and deletes old versions. */
  optimise(): Promise<void>;
  recreateIndexes(): Promise<void>;
  /** Copies the live rows into a table of its own that takes this one's place; the old files are gone afterwards. */
  rebuild(): Promise<void>;
  isDatedInFuture(): Promise<boolean>;
  /** Rises whenever the indexes have taken in new rows or were made anew. */
  indexings(): number;
  /** What is known of its rows; null where that is nothing, or is being read for the first time. */
  rowKeys(): RowKeys | null;
  /** Writes since the last optimise, each a fragment of its own. */
  pendingWrites(): number;
  /** Adds rows that stay in another shard until this one has been optimised. */
  addCopies(rows: ArrowTable): Promise<void>;
  /** True from the first copies until an optimise has taken them in. */
  hasCopies(): boolean;
  /** True where a search of the indexes alone can find anything. */
  hasIndexedRows(): boolean;
  /** Rows that the indexes do not cover yet. */
  unindexedRows(): number;
  placement(): Placement;
  close(): void;
};

export type ShardContext = {
  readonly folder: string;
  readonly layout: Layout;
  readonly logger: Logger;
  readonly connection: LanceConnection;
  readonly reconnect: () => Promise<LanceConnection>;
};

function isSameSchema(a: Schema, b: Schema): boolean {
  const describe = (schema: Schema) => schema.fields.map((field) => `${field.name} ${field.type}`).join(', ');
  return describe(a) === describe(b);
}

async function countUnindexed(table: LanceTable): Promise<number> {
  return Math.max(0, ...(await table.listIndices()).map((index) => index.numUnindexedRows ?? 0));
}

/** Reads one small column of every fragment: a missing, empty or truncated data or deletion file shows here. */
async function verifyData(table: LanceTable, spec: ShardSpec): Promise<void> {
  if (!isSameSchema(await table.schema(), spec.schema)) throw new Error('The table has another format');
  await table.query().select(['batch']).toArrow();
}

/** `table_7` follows `table_6`: a name is never used twice, so nothing cached under it can be stale. */
function nextTableName(name: string, current: string | undefined): string {
  const number = current === undefined ? 0 : Number(current.slice(name.length + 1));
  return `${name}-${number + 1}`;
}

async function createTable(
  context: ShardContext,
  spec: ShardSpec,
  fill: (table: LanceTable) => Promise<void>,
): Promise<LanceTable> {
  const tableName = nextTableName(spec.name, context.layout.placementOf(spec.name)?.table);
  // What a crash left of an earlier attempt under this name.
  await rm(join(context.folder, `${tableName}.lance`), { recursive: true, force: true });
  const table = await context.connection.createEmptyTable(tableName, spec.schema);
  await fill(table);
  const training = await spec.createIndexes(table);
  await createFolderSync(join(context.folder, `${tableName}.lance`)).sync();
  await context.layout.place(spec.name, { table: tableName, hasDeletions: false, ...training });
  return table;
}

async function copyRows(from: LanceTable, to: LanceTable): Promise<void> {
  const batches = [...new Set(numbersFromArrow(await from.query().select(['batch']).toArrow(), 'batch'))].sort((a, b) => a - b);
  // Batches have a thousand rows at most.
  const step = COPY_ROWS / 1000;
  for (let i = 0; i < batches.length; i += step) {
    const predicate = `batch >= ${batches[i]} AND batch <= ${batches[Math.min(i + step, batches.length) - 1]}`;
    await to.add(await from.query().where(predicate).toArrow());
  }
}

/** Opens the shard, going back to its newest sound version or starting empty where it must. `isWhole`: it need not. */
export async function openShard(context: ShardContext, spec: ShardSpec): Promise<{ shard: Shard; isWhole: boolean }> {
  const { folder, layout, logger } = context;
  const place = layout.placementOf(spec.name);
  const startEmpty = async () =>
    createShard(context, spec, await createTable(context, spec, async () => {}), { unindexedRows: 0, hasIndexedRows: false });
  if (place === undefined) return { shard: await startEmpty(), isWhole: true };
  const recovered = await openNewestSound({
    folder,
    tableName: place.table,
    reconnect: context.reconnect,
    verify: (table) => verifyData(table, spec),
  });
  if (recovered === null) {
    logger.error('index.tableLost', { table: spec.name });
    return { shard: await startEmpty(), isWhole: false };
  }
  if (recovered.versionsBack > 0) logger.warn('index.wentBack', { table: spec.name, versions: recovered.versionsBack });
  const isWhole = recovered.versionsBack === 0;
  try {
    await spec.probeIndexes(recovered.table);
    const unindexedRows = await countUnindexed(recovered.table);
    const hasIndexedRows = (await recovered.table.countRows()) > unindexedRows;
    return { shard: createShard(context, spec, recovered.table, { unindexedRows, hasIndexedRows }), isWhole };
  } catch {
    // The rows were read a moment ago, so the fault is in an index, and those can be made again.
    logger.warn('index.indexesUnreadable', { table: spec.name });
    const shard = createShard(context, spec, recovered.table, { unindexedRows: 0, hasIndexedRows: false });
    await shard.rebuild();
    return { shard, isWhole };
  }
}

function createShard(
  context: ShardContext,
  spec: ShardSpec,
  opened: LanceTable,
  options: { unindexedRows: number; hasIndexedRows: boolean },
): Shard {
  const { folder, layout, logger } = context;
  let table = opened;
  let folderSync: FolderSync = createFolderSync(join(folder, `${table.name}.lance`));
  let indexings = 0;
  let hasCopies = false;
  let hasIndexedRows = options.hasIndexedRows;
  let pendingWrites = 0;
  let unindexedRows = options.unindexedRows;
  const rowKeys = createKnownRowKeys(() => shard.read(readRowKeys));
  /** Null: to be counted. */
  let knownRows: number | null = null;
  const reads = new Set<Promise<unknown>>();

  function placement(): Placement {
    const place = layout.placementOf(spec.name);
    if (place === undefined) throw new Error(`Table ${spec.name} has no placement`);
    return place;
  }

  async function commit(job: () => Promise<unknown>): Promise<void> {
    await job();
    await folderSync.sync();
  }

  async function write(job: () => Promise<unknown>): Promise<void> {
    await commit(job);
    pendingWrites++;
  }

  async function noteIndexed(): Promise<void> {
    hasIndexedRows = (await table.countRows()) > 0;
    unindexedRows = 0;
    hasCopies = false;
    indexings++;
  }

  const shard: Shard = {
    name: spec.name,
    async read(query) {
      const result = query(table);
      reads.add(result);
      try {
        return await result;
      } finally {
        reads.delete(result);
      }
    },
    async readsEnded() {
      await Promise.allSettled(reads);
    },
    async add(rows) {
      await write(() => table.add(rows));
      unindexedRows += rows.numRows;
      if (knownRows !== null) knownRows += rows.numRows;
    },
    async addCopies(rows) {
      hasCopies = true;
      await shard.add(rows);
    },
    async delete(predicate) {
      if ((await table.countRows(predicate)) === 0) return;
      if (!placement().hasDeletions) await layout.place(spec.name, { ...placement(), hasDeletions: true });
      await write(() => table.delete(predicate));
      knownRows = null;
    },
    async rows() {
      knownRows ??= await table.countRows();
      return knownRows;
    },
    async optimise() {
      const startedAt = performance.now();
      // One call compacts, indexes and prunes, all without a sync: were it to prune by age, it could delete the only
      // version that is on disk. So the first call prunes nothing, and the others nothing newer than what was synced.
      await commit(() => table.optimize({ cleanupOlderThan: new Date(0) }));
      // It skips an index that it cannot read or write, without an error.
      if ((await countUnindexed(table)) > 0) throw new Error(`Table ${spec.name} has rows that its indexes do not take in`);
      // The first of these may compact once more, whose old files the next deletes.
      for (let round = 0; round < MAX_PRUNE_ROUNDS; round++) {
        const version = await table.version();
        const synced = (await table.listVersions()).at(-1)?.timestamp ?? new Date(0);
        await shard.readsEnded();
        await commit(() => table.optimize({ cleanupOlderThan: synced }));
        if ((await table.version()) === version) break;
      }
      pendingWrites = 0;
      await noteIndexed();
      logger.info('index.optimised', { table: spec.name, ms: Math.round(performance.now() - startedAt) });
    },
    async recreateIndexes() {
      // Noted first: after a crash nobody could tell which index there is.
      await layout.place(spec.name, { ...placement(), trainedRows: -1 });
      const training = await spec.createIndexes(table);
      await folderSync.sync();
      await noteIndexed();
      await layout.place(spec.name, { ...placement(), ...training });
    },
    async rebuild() {
      const startedAt = performance.now();
      const old = table;
      const rebuilt = await createTable(context, spec, (empty) => copyRows(old, empty));
      table = rebuilt;
      folderSync = createFolderSync(join(folder, `${rebuilt.name}.lance`));
      pendingWrites = 0;
      await noteIndexed();
      await shard.readsEnded();
      const oldName = old.name;
      old.close();
      await rm(join(folder, `${oldName}.lance`), { recursive: true, force: true });
      logger.info('index.rebuilt', { table: spec.name, ms: Math.round(performance.now() - startedAt) });
    },
    async isDatedInFuture() {
      const limit = Date.now() + CLOCK_TOLERANCE_MS;
      return (await table.listVersions()).some((version) => version.timestamp.getTime() > limit);
    },
    indexings: () => indexings,
    rowKeys: () => (spec.keepsRowKeys ? rowKeys(table, indexings) : null),
    hasCopies: () => hasCopies,
    hasIndexedRows: () => hasIndexedRows,
    pendingWrites: () => pendingWrites,
    unindexedRows: () => unindexedRows,
    placement,
    close: () => table.close(),
  };
  return shard;
}
