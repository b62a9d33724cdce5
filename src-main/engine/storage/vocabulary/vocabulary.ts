import { setImmediate as nextTurn } from 'node:timers/promises';
import { KEY_COLUMNS } from '../columns.ts';
import { bigNumbersFromArrow, keysFromArrow, textBytesFromArrow } from '../from-arrow.ts';
import type { Vocabulary } from '../index-store.ts';
import { keyText } from '../merge.ts';
import type { Shard } from '../shard.ts';
import type { TermCounts } from '../statistics.ts';
import type { TailListener, TailSource } from '../tail.ts';
import type { Batched } from '../to-arrow.ts';
import { nearestWords } from './nearest-words.ts';
import { createWordTable, STEM_MARK, type WordTable } from './word-table.ts';

/** At least and at most so many chunks are read at once; 64 pages are the aim, as each looks at the batch of every row. */
const LEAST_PAGE_ROWS = 1_000;
const MOST_PAGE_ROWS = 4_000;
const PAGES = 64;
/** Counting steps aside after this long; a search may be waiting. */
const TURN_MS = 4;

/** What is counted of a chunk, and when it was written. */
type CountedRow = { readonly batch: bigint; readonly terms: Uint8Array };

type Reading = {
  readonly words: WordTable;
  readonly stems: WordTable;
  /** Of the chunks that were counted; `terms` with repetitions. */
  chunks: number;
  terms: number;
  /** Batch of every row that is to be read, ascending; null before it is known. */
  batches: BigInt64Array | null;
  /** Position in `batches` of the next. */
  next: number;
  /** What is added before that will be read. */
  hasBegun: boolean;
  /** Added while `batches` was asked for: some of it stands there. */
  early: Batched<TailSource>[];
  isReady: boolean;
};

export type OwnVocabulary = Vocabulary &
  TermCounts & {
    readonly listener: TailListener<TailSource>;
    /** Runs a deletion of the rows that the predicate covers, and takes their words back. */
    deleting(predicate: string, run: () => Promise<void>): Promise<void>;
    /** Forgets all words; they are to be read again. */
    reset(): void;
  };

export function createVocabulary({ main, recent }: { readonly main: Shard; readonly recent: Shard }): OwnVocabulary {
  const encoder = new TextEncoder();
  let listeners: (() => void)[] = [];
  let reading = begin();
  let lastTurn: Promise<unknown> = Promise.resolve();

  /** Pages and deletions take turns: a row must not go while nobody can tell whether it was counted. */
  function inTurn<Result>(job: () => Promise<Result>): Promise<Result> {
    const turn = lastTurn.then(job);
    lastTurn = turn.catch(() => undefined);
    return turn;
  }

  async function readPage(): Promise<boolean> {
    const current = reading;
    if (current.isReady) return false;
    current.hasBegun = true;
    const batches = (current.batches ??= await readBatches());
    for (const row of current.early.splice(0)) countAdded(current, row);
    const page = pageOf(batches, current.next);
    if (page === null) {
      current.isReady = true;
      return current !== reading;
    }
    await countPage(current, page.predicate);
    current.next = page.next;
    return true;
  }

  function countAdded(current: Reading, { row, batch }: Batched<TailSource>): void {
    // The others will be read with their page, or were.
    if (BigInt(batch) > (current.batches?.at(-1) ?? -1n)) addChunk(current, encoder.encode(row.terms));
  }

  async function deleting(predicate: string, run: () => Promise<void>): Promise<void> {
    const current = reading;
    if (!current.hasBegun) return run();
    const rows = await readRows(predicate);
    try {
      await run();
    } catch (error) {
      // Some of the rows may be gone.
      reset();
      throw error;
    }
    const unread = current.batches?.[current.next];
    const last = current.batches?.at(-1) ?? -1n;
    const isCounted = (batch: bigint): boolean => current.isReady || unread === undefined || batch < unread || batch > last;
    const counted = rows.filter(({ batch }) => isCounted(batch));
    await steppingAside(counted, ({ terms }) => removeChunk(current, terms));
  }

  function reset(): void {
    reading = begin();
    for (const listener of listeners) listener();
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

  /** Rows that a fold has copied stand in both shards and are one. */
  async function readRows(predicate: string): Promise<CountedRow[]> {
    const tables = await fromBoth([...KEY_COLUMNS, 'batch', 'terms'], predicate);
    const lists = tables.map((table) => {
      const batches = bigNumbersFromArrow(table, 'batch');
      return Array.from(textBytesFromArrow(table, 'terms'), (terms, row): CountedRow => ({ batch: batches[row] ?? 0n, terms }));
    });
    // Keys of thousands of rows take as long as counting them: only where both shards have some.
    if (lists.some((rows) => rows.length === 0)) return lists.flat();
    const keys = tables.map((table) => keysFromArrow(table).map(keyText));
    const seen = new Set<string>();
    return lists.flatMap((rows, shard) => rows.filter((_, row) => isFirst(seen, keys[shard]?.[row] ?? '')));
  }

  async function countPage(current: Reading, predicate: string): Promise<void> {
    await steppingAside(await readRows(predicate), ({ terms }) => addChunk(current, terms));
  }

  return {
    listener: {
      add(rows) {
        if (!reading.hasBegun) return;
        if (reading.batches === null) reading.early.push(...rows);
        else for (const row of rows) countAdded(reading, row);
      },
      delete: () => undefined,
      deleteBatches: () => undefined,
    },
    deleting: (predicate, run) => inTurn(() => deleting(predicate, run)),
    reset,
    onReset: (listener) => void (listeners = [...listeners, listener]),
    isReady: () => reading.isReady,
    readPage: () => inTurn(readPage),
    chunks: () => reading.chunks,
    meanLength: () => Math.max(reading.terms, 1) / Math.max(reading.chunks, 1),
    size: () => reading.words.size(),
    sizeBytes: () => reading.words.sizeBytes() + reading.stems.sizeBytes(),
    countOf: (term) => (term.startsWith(STEM_MARK) ? reading.stems : reading.words).countOf(term),
    withPrefix: (prefix, limit) => reading.words.withPrefix(prefix, limit),
    matching: ({ kind, letters }, limit) =>
      kind === 'prefix' ? reading.words.beginning(letters, limit) : reading.words.withLetters(letters, kind, limit),
    nearest: (word, options) => nearestWords(reading.words.arrays(), word, options),
  };
}

async function steppingAside(rows: readonly CountedRow[], count: (row: CountedRow) => void): Promise<void> {
  let turnEndsAt = performance.now() + TURN_MS;
  for (const row of rows) {
    count(row);
    if (performance.now() < turnEndsAt) continue;
    await nextTurn();
    turnEndsAt = performance.now() + TURN_MS;
  }
}

function isFirst(seen: Set<string>, key: string): boolean {
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}

function begin(): Reading {
  return {
    words: createWordTable('words'),
    stems: createWordTable('stems'),
    chunks: 0,
    terms: 0,
    batches: null,
    next: 0,
    hasBegun: false,
    early: [],
    isReady: false,
  };
}

function addChunk(reading: Reading, terms: Uint8Array): void {
  reading.chunks += 1;
  reading.terms += reading.words.addChunk(terms);
  reading.stems.addChunk(terms);
}

function removeChunk(reading: Reading, terms: Uint8Array): void {
  reading.chunks -= 1;
  reading.terms -= reading.words.removeChunk(terms);
  reading.stems.removeChunk(terms);
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
