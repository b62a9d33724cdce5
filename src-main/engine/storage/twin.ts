import type { Table as ArrowTable } from 'apache-arrow';
import { isWriteError } from '#contract';
import type { Logger } from '../logger.ts';
import { KEY_COLUMNS } from './columns.ts';
import { generationsFromArrow, keysFromArrow, numbersFromArrow } from './from-arrow.ts';
import type { Batched } from './to-arrow.ts';
import type { ChunkKey } from './index-store.ts';
import { takeByPredicate, takeKnown, type KeyedRows } from './keyed-rows.ts';
import { keyText, mergeRows } from './merge.ts';
import type { Shard } from './shard.ts';
import type { TailListener } from './tail.ts';
import { documentPredicates, keyPredicates, rowsWithKeys } from './where.ts';
import type { RowSelection } from './where.ts';
import type { Training } from './vector-index.ts';
import { toWriteError } from './write-errors.ts';

/**
 * How much upkeep may disturb: not at all (`idle`: nothing else runs), somewhat (`working`), or as little as memory
 * allows, because documents are being read whose words nobody can find yet (`reading`).
 */
export type UpkeepPace = 'idle' | 'working' | 'reading';

/** Rows that share a batch number: the unit in which rows move to `main`. */
const BATCH_ROWS = 1000;
/** Rows moved in one step; between steps a fold can be left off. */
const FOLD_STEP_ROWS = 4000;
/**
 * `recent` is folded into `main` at this size even while indexing goes on. While documents are being read it may grow
 * larger, and none of it is indexed: each indexing of the way would be thrown away by the next, and hold up the words
 * that are still to come. Of 29,000 chunks it took two thirds of the time.
 */
const FOLD_ROWS: Readonly<Record<UpkeepPace, number>> = { idle: 20_000, working: 20_000, reading: 40_000 };
/** ... and in an idle moment from this size on where it is at least this share of `main`. */
const IDLE_FOLD_ROWS = 256;
const IDLE_FOLD_SHARE = 0.1;
/** Each write leaves a file of its own that every scan opens; so many are borne before `recent` is compacted. */
const MAX_PENDING_WRITES: Readonly<Record<UpkeepPace, number>> = { idle: 8, working: 64, reading: 128 };
/** A shard that cannot be optimised so many times in a row is copied into a new one. */
const MAX_FAILED_OPTIMISES = 3;

/**
 * A table and its `recent` twin. All writes go to `recent`, which has no index: it is small enough to be searched whole. A fold
 * copies its rows to `main` in steps, brings `main`'s indexes up to date, then deletes the rows from `recent`. A reader
 * sees a row once or twice, never not at all. Batches of `main` are lower than those of `recent` except for the copies of
 * a fold under way, so after a crash `repair` knows the copies by their batch.
 */
export type Twin<Row extends ChunkKey> = {
  readonly main: Shard;
  readonly recent: Shard;
  /** A row whose key is there already takes the place of the old one. */
  add(rows: readonly Row[]): Promise<void>;
  delete(rows: RowSelection): Promise<void>;
  /** Rows that match one of the predicates, each key once, by key. */
  rowsWhere(predicates: readonly string[]): Promise<Row[]>;
  /** Rows with these keys, in no order. */
  rowsByKey<Part extends ChunkKey>(keys: readonly ChunkKey[], part: PartOfRow<Part>): Promise<Part[]>;
  /** Every (document, generation) with a row; some may come more than once. */
  generations(): Promise<Pick<ChunkKey, 'documentId' | 'generation'>[]>;
  /** Rows with different keys. */
  rows(): Promise<number>;
  /** While it is, rows may stand in both shards. */
  isFolding(): boolean;
  /** Deletes the copies of a fold that was cut off. Call it once after opening. */
  repair(): Promise<void>;
  /** The most urgent step of upkeep that is due, or null. Run it as a write. */
  nextStep(pace: UpkeepPace): Promise<(() => Promise<void>) | null>;
  purge(): Promise<void>;
};

/** Batch numbers: first and last of the fold, and the highest copied so far. */
type Fold = { readonly from: number; readonly until: number; copied: number };

/** Some columns of a row beside its key. */
export type PartOfRow<Part> = {
  readonly columns: readonly string[];
  fromArrow(table: ArrowTable, keys: readonly ChunkKey[]): Part[];
};

export type TwinFormat<Row> = {
  readonly columns: readonly string[];
  toArrow(rows: readonly Batched<Row>[]): ArrowTable;
  fromArrow(table: ArrowTable): Row[];
  /** Whether `main` has grown to need a vector index, or needs another. */
  isVectorIndexDue(rows: number, training: Training): boolean;
  /** Told of every change to the rows of `recent`. */
  readonly tail: TailListener<Row> | null;
  /** Runs each deletion of the rows that a predicate covers, and may look at them before. */
  readonly deleting: ((predicate: string, run: () => Promise<void>) => Promise<void>) | null;
};

export async function createTwin<Row extends ChunkKey>(options: {
  main: Shard;
  recent: Shard;
  format: TwinFormat<Row>;
  logger: Logger;
}): Promise<Twin<Row>> {
  const { main, recent, format, logger } = options;
  let nextBatch = Math.max(await highestBatch(main), await highestBatch(recent)) + 1;
  /** The batches that are being folded, and the highest that `main` has copies of; null while none are. */
  let fold: Fold | null = null;
  const failures = new Map<Shard, number>();
  /** Shards optimised since they were opened: old versions of an earlier run are gone then. */
  const tidied = new Set<Shard>();

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

  async function deleteRows(rows: RowSelection): Promise<void> {
    for (const predicate of rows.predicates) {
      const run = async (): Promise<void> => {
        await recent.delete(predicate);
        await main.delete(predicate);
      };
      await (format.deleting === null ? run() : format.deleting(predicate, run));
    }
    format.tail?.delete(rows.includes);
  }

  async function rowsWhere<Part extends ChunkKey>(
    predicates: readonly string[],
    columns: readonly string[],
    fromArrow: (table: ArrowTable) => Part[],
  ): Promise<Part[]> {
    const lists = predicates.flatMap((predicate) =>
      [main, recent].map((shard) =>
        shard.read(async (table) =>
          fromArrow(
            await table
              .query()
              .select([...columns])
              .where(predicate)
              .toArrow(),
          ),
        ),
      ),
    );
    return mergeRows(await Promise.all(lists));
  }

  /** Copies some rows of the fold to `main`; the last step indexes them there and ends the fold. */
  async function foldStep(current: Fold): Promise<void> {
    const batches = await batchesOf(recent, `batch > ${current.copied} AND batch <= ${current.until}`);
    const last = batches[Math.min(FOLD_STEP_ROWS, batches.length) - 1];
    if (last !== undefined) {
      const predicate = `batch > ${current.copied} AND batch <= ${last}`;
      await main.addCopies(await recent.read((table) => table.query().where(predicate).toArrow()));
      current.copied = last;
      return;
    }
    await optimise(main);
    // It failed and will be tried again.
    if (main.hasCopies()) return;
    // A search that read `main` before the rows were there must still find them in `recent`.
    await recent.readsEnded();
    await recent.delete(`batch <= ${current.until}`);
    fold = null;
    format.tail?.deleteBatches(current.until);
    // Deleted rows would stay on the disk.
    if ((await recent.rows()) === 0) await optimise(recent);
  }

  async function optimise(shard: Shard): Promise<void> {
    tidied.add(shard);
    try {
      await shard.optimise();
      failures.delete(shard);
    } catch (error) {
      // Copying would need even more of the disk.
      if (isWriteError(toWriteError(error))) throw error;
      const failed = (failures.get(shard) ?? 0) + 1;
      failures.set(shard, failed);
      logger.error('index.optimiseFailed', { table: shard.name, failed });
      if (failed < MAX_FAILED_OPTIMISES) return;
      await shard.rebuild();
      failures.delete(shard);
    }
  }

  async function reindex(): Promise<void> {
    await main.recreateIndexes();
    // The files of the indexes that were replaced are to be pruned.
    tidied.delete(main);
  }

  /** Rows come to `main` by folds alone, and a fold is not over before they are indexed. */
  function isMainTailDue(): boolean {
    return main.unindexedRows() > 0 || main.pendingWrites() >= MAX_PENDING_WRITES.working;
  }

  async function isFoldDue(pace: UpkeepPace): Promise<boolean> {
    const rows = await recent.rows();
    return (
      rows >= FOLD_ROWS[pace] || (pace === 'idle' && rows >= Math.max(IDLE_FOLD_ROWS, (await main.rows()) * IDLE_FOLD_SHARE))
    );
  }

  return {
    main,
    recent,
    async add(rows) {
      const present = await presentKeys(rows);
      if (present.length > 0) await deleteRows(rowsWithKeys(present));
      const first = nextBatch;
      const batched = rows.map((row, i) => ({ row, batch: first + Math.floor(i / BATCH_ROWS) }));
      nextBatch = (batched.at(-1)?.batch ?? nextBatch - 1) + 1;
      await recent.add(format.toArrow(batched));
      format.tail?.add(batched);
    },
    delete: deleteRows,
    rowsWhere: (predicates) => rowsWhere(predicates, format.columns, format.fromArrow),
    async rowsByKey(keys, part) {
      const found = new Map<string, ReturnType<typeof part.fromArrow>[number]>();
      const missing = (): ChunkKey[] => keys.filter((key) => !found.has(keyText(key)));
      const add = ({ table, keys: read }: KeyedRows): void =>
        part.fromArrow(table, read).forEach((row) => found.set(keyText(row), row));
      add(await takeKnown(main, keys, part.columns));
      // Most rows that memory does not know are young.
      for (const shard of [recent, main]) {
        if (missing().length > 0) add(await takeByPredicate(shard, missing(), part.columns));
      }
      const rows = mergeRows([[...found.values()]]);
      if (missing().length === 0) return rows;
      // Keys without a row, or rows that upkeep moved between the reads: one read by key alone settles it.
      const columns = [...KEY_COLUMNS, ...part.columns];
      const others = await rowsWhere(keyPredicates(missing()), columns, (table) => part.fromArrow(table, keysFromArrow(table)));
      return mergeRows([rows, others]);
    },
    async generations() {
      const lists = [main, recent].map((shard) =>
        shard.read(async (table) => generationsFromArrow(await table.query().select(['documentId', 'generation']).toArrow())),
      );
      return (await Promise.all(lists)).flat();
    },
    async rows() {
      const current = fold;
      const copies = current === null ? 0 : (await batchesOf(main, `batch >= ${current.from}`)).length;
      return (await main.rows()) + (await recent.rows()) - copies;
    },
    isFolding: () => fold !== null,
    async repair() {
      const [lowest] = await batchesOf(recent, 'true');
      if (lowest !== undefined) await main.delete(`batch >= ${lowest}`);
    },
    async nextStep(pace) {
      const current = fold;
      if (current !== null) return () => foldStep(current);
      if (isMainTailDue()) return () => optimise(main);
      if (format.isVectorIndexDue(await main.rows(), main.placement())) return reindex;
      if (await isFoldDue(pace)) {
        return async () => {
          const [from = nextBatch] = await batchesOf(recent, 'true');
          fold = { from, until: nextBatch - 1, copied: from - 1 };
          await foldStep(fold);
        };
      }
      if (recent.pendingWrites() >= MAX_PENDING_WRITES[pace]) return () => optimise(recent);
      if (pace !== 'idle') return null;
      const untidy = [main, recent].find((shard) => !tidied.has(shard));
      if (untidy === undefined) return null;
      return async () => {
        if (!(await untidy.isDatedInFuture())) return optimise(untidy);
        await untidy.rebuild();
        tidied.add(untidy);
      };
    },
    async purge() {
      while (fold !== null) await foldStep(fold);
      for (const shard of [main, recent]) {
        // Compaction would rewrite only what has many deletions.
        if (shard.placement().hasDeletions) await shard.rebuild();
        else await shard.optimise();
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
