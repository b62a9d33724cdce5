import type { Table as ArrowTable } from 'apache-arrow';
import type { Logger } from '../logger.ts';
import { KEY_COLUMNS, generationsFromArrow, keysFromArrow, numbersFromArrow, rowIdsFromArrow } from './columns.ts';
import type { Batched } from './columns.ts';
import type { ChunkKey } from './index-store.ts';
import { keyText, mergeRows } from './merge.ts';
import type { Shard } from './shard.ts';
import { documentPredicates, keyPredicates } from './where.ts';
import { isDiskFull } from './write-errors.ts';

/** Rows that share a batch number: the unit in which rows move to `main`. */
const BATCH_ROWS = 1000;
/** Rows moved in one step; between steps a fold can be left off. */
const FOLD_STEP_ROWS = 4000;
/** `recent` is folded into `main` at this size even while indexing goes on. */
const FOLD_ROWS = 20_000;
/** ... and in an idle moment from this size on where it is at least this share of `main`. */
const IDLE_FOLD_ROWS = 1000;
const IDLE_FOLD_SHARE = 0.1;
/** A thousand rows without index cost a query 2.4 ms; indexing them costs time in proportion to the whole of `recent`. */
const BUSY_TAIL = { rows: 1000, share: 1 / 4 };
const IDLE_TAIL = { rows: 64, share: 1 / 20 };
/** Each write leaves a file of its own that every scan opens. */
const MAX_PENDING_WRITES = 64;
/** A shard that cannot be optimised so many times in a row is copied into a new one. */
const MAX_FAILED_OPTIMISES = 3;
const PRUNE_INTERVAL_MS = 60 * 60 * 1000;

/**
 * A table and its `recent` twin. All writes go to `recent`, which is small and therefore cheap to keep indexed; its rows
 * move to `main` in steps. A row is added to `main` before it is deleted from `recent`, so a reader sees it once or
 * twice, never not at all, and a crash in between leaves duplicates that `repair` takes away.
 */
export type Twin<Row extends ChunkKey> = {
  readonly main: Shard;
  readonly recent: Shard;
  /** A row whose key is there already takes the place of the old one. */
  add(rows: readonly Row[]): Promise<void>;
  delete(predicates: readonly string[]): Promise<void>;
  /** Rows that match one of the predicates, each key once, by key. */
  rowsWhere(predicates: readonly string[]): Promise<Row[]>;
  /** Rows with these keys, in no order. */
  rowsByKey(keys: readonly ChunkKey[]): Promise<Row[]>;
  /** Every (document, generation) with a row; some may come more than once. */
  generations(): Promise<Pick<ChunkKey, 'documentId' | 'generation'>[]>;
  rows(): Promise<number>;
  /** Deletes from `recent` what an interrupted fold had already added to `main`. Call it once after opening. */
  repair(): Promise<void>;
  /** The most urgent step of upkeep that is due, or null. Run it as a write. */
  nextStep(isIdle: boolean): Promise<(() => Promise<void>) | null>;
  purge(): Promise<void>;
};

export type TwinFormat<Row> = {
  readonly columns: readonly string[];
  toArrow(rows: readonly Batched<Row>[]): ArrowTable;
  fromArrow(table: ArrowTable): Row[];
  /** Whether the main shard's indexes no longer suit its size. */
  isIndexOutgrown(rows: number, trainedRows: number): boolean;
};

export async function createTwin<Row extends ChunkKey>(options: {
  main: Shard;
  recent: Shard;
  format: TwinFormat<Row>;
  logger: Logger;
}): Promise<Twin<Row>> {
  const { main, recent, format, logger } = options;
  let nextBatch = Math.max(await highestBatch(main), await highestBatch(recent)) + 1;
  /** Batches up to this one are being folded; null while none is. */
  let foldUntil: number | null = null;
  const failures = new Map<Shard, number>();
  const prunedAt = new Map<Shard, number>();

  async function presentKeys(rows: readonly Row[]): Promise<ChunkKey[]> {
    const wanted = new Set(rows.map(keyText));
    const found: ChunkKey[] = [];
    for (const predicate of documentPredicates(rows.map((row) => row.documentId))) {
      for (const shard of [main, recent]) {
        const table = await shard.read((from) => from.query().select(KEY_COLUMNS).where(predicate).toArrow());
        found.push(...keysFromArrow(table).filter((key) => wanted.has(keyText(key))));
      }
    }
    return found;
  }

  async function deleteWhere(predicates: readonly string[]): Promise<void> {
    for (const predicate of predicates) {
      await recent.delete(predicate);
      await main.delete(predicate);
    }
  }

  async function rowsWhere(predicates: readonly string[]): Promise<Row[]> {
    const lists = predicates.flatMap((predicate) =>
      [main, recent].map((shard) =>
        shard.read(async (table) =>
          format.fromArrow(
            await table
              .query()
              .select([...format.columns])
              .where(predicate)
              .toArrow(),
          ),
        ),
      ),
    );
    return mergeRows(await Promise.all(lists));
  }

  async function foldStep(until: number): Promise<void> {
    const batches = await batchesOf(recent, `batch <= ${until}`);
    if (batches.length === 0) {
      foldUntil = null;
      return;
    }
    const last = batches[Math.min(FOLD_STEP_ROWS, batches.length) - 1] ?? until;
    const moved = `batch <= ${last}`;
    await main.add(await recent.read((table) => table.query().where(moved).toArrow()));
    // A search that read `main` before the rows came must still find them in `recent`.
    await recent.readsEnded();
    await recent.delete(moved);
    if (batches.at(-1) !== last) return;
    foldUntil = null;
    // Deleted rows would stay in the statistics of its word index.
    if ((await recent.rows()) === 0) await recent.recreateIndexes();
  }

  async function optimise(shard: Shard): Promise<void> {
    try {
      await shard.optimise();
      failures.delete(shard);
      prunedAt.set(shard, Date.now());
    } catch (error) {
      // Copying would need even more space.
      if (isDiskFull(error)) throw error;
      const failed = (failures.get(shard) ?? 0) + 1;
      failures.set(shard, failed);
      logger.error('index.optimiseFailed', { table: shard.name, failed });
      if (failed < MAX_FAILED_OPTIMISES) return;
      await shard.rebuild();
      failures.delete(shard);
    }
  }

  async function isRecentTailDue(isIdle: boolean): Promise<boolean> {
    const tail = isIdle ? IDLE_TAIL : BUSY_TAIL;
    if (recent.pendingWrites() >= MAX_PENDING_WRITES) return true;
    return recent.unindexedRows() >= Math.max(tail.rows, (await recent.rows()) * tail.share);
  }

  /** Rows come to `main` by folds alone, and a fold is not over before they are indexed. */
  function isMainTailDue(): boolean {
    return main.unindexedRows() > 0 || main.pendingWrites() >= MAX_PENDING_WRITES;
  }

  async function isFoldDue(isIdle: boolean): Promise<boolean> {
    const rows = await recent.rows();
    return rows >= FOLD_ROWS || (isIdle && rows >= Math.max(IDLE_FOLD_ROWS, (await main.rows()) * IDLE_FOLD_SHARE));
  }

  return {
    main,
    recent,
    async add(rows) {
      const present = await presentKeys(rows);
      if (present.length > 0) await deleteWhere(keyPredicates(present));
      const first = nextBatch;
      const batched = rows.map((row, i) => ({ row, batch: first + Math.floor(i / BATCH_ROWS) }));
      nextBatch = (batched.at(-1)?.batch ?? nextBatch - 1) + 1;
      await recent.add(format.toArrow(batched));
    },
    delete: deleteWhere,
    rowsWhere,
    async rowsByKey(keys) {
      const wanted = new Set(keys.map(keyText));
      const columns = [...format.columns];
      const lists = [main, recent].map((shard) =>
        shard.read(async (table) => {
          const rowIds: bigint[] = [];
          for (const predicate of documentPredicates(keys.map((key) => key.documentId))) {
            const found = await table.query().select(KEY_COLUMNS).withRowId().where(predicate).toArrow();
            rowIds.push(...rowIdsFromArrow(found, (key) => wanted.has(keyText(key))));
          }
          if (rowIds.length === 0) return [];
          const rows = await table.takeRowIds(rowIds).select(columns).toArrow();
          return format.fromArrow(rows).filter((row) => wanted.has(keyText(row)));
        }),
      );
      const rows = mergeRows(await Promise.all(lists));
      if (rows.length === wanted.size) return rows;
      // Keys without a row, or rows that upkeep moved between the two reads: one read by key alone settles it.
      const found = new Set(rows.map(keyText));
      return mergeRows([rows, await rowsWhere(keyPredicates(keys.filter((key) => !found.has(keyText(key)))))]);
    },
    async generations() {
      const lists = [main, recent].map((shard) =>
        shard.read(async (table) => generationsFromArrow(await table.query().select(['documentId', 'generation']).toArrow())),
      );
      return (await Promise.all(lists)).flat();
    },
    async rows() {
      return (await main.rows()) + (await recent.rows());
    },
    async repair() {
      const moved = await highestBatch(main);
      await recent.delete(`batch <= ${moved}`);
    },
    async nextStep(isIdle) {
      const until = foldUntil;
      if (until !== null) return () => foldStep(until);
      if (isMainTailDue()) return () => optimise(main);
      if (format.isIndexOutgrown(await main.rows(), main.placement().trainedRows)) return () => main.recreateIndexes();
      if (await isFoldDue(isIdle)) {
        return async () => {
          foldUntil = nextBatch - 1;
          await foldStep(foldUntil);
        };
      }
      if (await isRecentTailDue(isIdle)) return () => optimise(recent);
      if (!isIdle) return null;
      for (const shard of [main, recent]) {
        if (Date.now() - (prunedAt.get(shard) ?? 0) < PRUNE_INTERVAL_MS) continue;
        prunedAt.set(shard, Date.now());
        return async () => ((await shard.isDatedInFuture()) ? shard.rebuild() : optimise(shard));
      }
      return null;
    },
    async purge() {
      for (const shard of [main, recent]) {
        if (shard.placement().hasDeletions) await shard.rebuild();
        else await shard.optimise({ keepsNoVersions: true });
      }
    },
  };
}

/** Ascending, one for each row. */
async function batchesOf(shard: Shard, predicate: string): Promise<number[]> {
  const table = await shard.read((from) => from.query().select(['batch']).where(predicate).toArrow());
  return numbersFromArrow(table, 'batch').sort((a, b) => a - b);
}

async function highestBatch(shard: Shard): Promise<number> {
  const table = await shard.read((from) => from.query().select(['batch']).toArrow());
  return numbersFromArrow(table, 'batch').reduce((highest, batch) => Math.max(highest, batch), 0);
}
