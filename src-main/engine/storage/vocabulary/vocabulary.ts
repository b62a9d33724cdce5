import { setImmediate as nextTurn } from 'node:timers/promises';
import { bigNumbersFromArrow, textBytesFromArrow } from '../from-arrow.ts';
import type { Vocabulary } from '../index-store.ts';
import type { Shard } from '../shard.ts';
import type { TailListener, TailSource } from '../tail.ts';
import { nearestWords } from './nearest-words.ts';
import { createWordTable, type WordTable } from './word-table.ts';

/** At least and at most so many chunks are read at once; 64 pages are the aim, as each looks at the batch of every row. */
const LEAST_PAGE_ROWS = 1_000;
const MOST_PAGE_ROWS = 4_000;
const PAGES = 64;
/** Counting steps aside after this long; a search may be waiting. */
const TURN_MS = 4;

type Reading = {
  readonly table: WordTable;
  /** Batch of every row that is to be read, ascending; null before it is known. */
  batches: BigInt64Array | null;
  /** Position in `batches` of the next. */
  next: number;
  /** What is added before that will be read. */
  hasBegun: boolean;
  isReady: boolean;
};

export type OwnVocabulary = Vocabulary & {
  readonly listener: TailListener<TailSource>;
  /** Forgets all words; they are to be read again. */
  reset(): void;
};

export function createVocabulary({ main, recent }: { readonly main: Shard; readonly recent: Shard }): OwnVocabulary {
  const encoder = new TextEncoder();
  let listeners: (() => void)[] = [];
  let reading = begin();

  async function readPage(): Promise<boolean> {
    const current = reading;
    if (current.isReady) return false;
    current.hasBegun = true;
    // What is added meanwhile comes through the listener, and may be counted twice.
    const batches = (current.batches ??= await readBatches());
    const page = pageOf(batches, current.next);
    if (page === null) {
      current.isReady = true;
      return current !== reading;
    }
    current.next = page.next;
    await countPage(current.table, page.predicate);
    return true;
  }

  /** Both shards at one moment: a fold that moves rows waits for reads that have begun, so none is missed. */
  async function fromBoth(columns: readonly string[], predicate: string) {
    return Promise.all(
      [main, recent].map((shard) =>
        shard.read((table) =>
          table
            .query()
            .select([...columns])
            .where(predicate)
            .toArrow(),
        ),
      ),
    );
  }

  async function readBatches(): Promise<BigInt64Array> {
    const [inMain = new BigInt64Array(), inRecent = new BigInt64Array()] = (await fromBoth(['batch'], 'true')).map((table) =>
      bigNumbersFromArrow(table, 'batch'),
    );
    const batches = new BigInt64Array(inMain.length + inRecent.length);
    batches.set(inMain);
    batches.set(inRecent, inMain.length);
    return batches.sort();
  }

  async function countPage(table: WordTable, predicate: string): Promise<void> {
    let turnEndsAt = performance.now() + TURN_MS;
    for (const found of await fromBoth(['terms'], predicate)) {
      for (const terms of textBytesFromArrow(found, 'terms')) {
        table.addChunk(terms);
        if (performance.now() < turnEndsAt) continue;
        await nextTurn();
        turnEndsAt = performance.now() + TURN_MS;
      }
    }
  }

  return {
    listener: {
      add(rows) {
        const { table, hasBegun } = reading;
        if (hasBegun) for (const { row } of rows) table.addChunk(encoder.encode(row.terms));
      },
      delete: () => undefined,
      deleteBatches: () => undefined,
    },
    reset() {
      reading = begin();
      for (const listener of listeners) listener();
    },
    onReset: (listener) => void (listeners = [...listeners, listener]),
    isReady: () => reading.isReady,
    readPage,
    size: () => reading.table.size(),
    sizeBytes: () => reading.table.sizeBytes(),
    countOf: (word) => reading.table.countOf(word),
    withPrefix: (prefix, limit) => reading.table.withPrefix(prefix, limit),
    matching: ({ kind, letters }, limit) =>
      kind === 'prefix' ? reading.table.beginning(letters, limit) : reading.table.withLetters(letters, kind, limit),
    nearest: (word, options) => nearestWords(reading.table.arrays(), word, options),
  };
}

function begin(): Reading {
  return { table: createWordTable(), batches: null, next: 0, hasBegun: false, isReady: false };
}

function pageOf(batches: BigInt64Array, from: number): { readonly predicate: string; readonly next: number } | null {
  const first = batches[from];
  if (first === undefined) return null;
  const rows = Math.min(MOST_PAGE_ROWS, Math.max(LEAST_PAGE_ROWS, Math.ceil(batches.length / PAGES)));
  const last = batches[Math.min(from + rows, batches.length) - 1] ?? first;
  let next = Math.min(from + rows, batches.length);
  while (batches[next] === last) next++;
  return { predicate: `batch >= ${first} AND batch <= ${last}`, next };
}
