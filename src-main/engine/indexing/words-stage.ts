import type { Reason } from '#contract';
import type { Catalogue, DocumentRecord, ExtractionStore, Publication, QueuedDocument } from '#engine/catalogue/catalogue.ts';
import { MAX_FILES_AT_ONCE, type IngestedChunk, type IngestHead } from '#engine/extraction/protocol.ts';
import type { ChunkRow, IndexStore, VectorRow } from '#engine/storage/index-store.ts';
import type { Logger } from '#engine/logger.ts';
import type { FileToRead, IngestPool, ReadOutcome } from './ingest-pool.ts';
import { createLonePublications } from './lone-publications.ts';

/**
 * A commit costs some 20 to 40 ms however small it is, so the more there is to read the more is committed at once: from the
 * first number, which lets the first hits come soon, each batch twice the last, to the second.
 */
const BATCH_DOCUMENTS = { first: 200, most: 800 };
const BATCH_TEXT_UNITS = 4_000_000;
const BATCH_WAIT_MS = 250;
/** Nobody waits longer for a batch to fill. */
const MOST_WAIT_MS = 1_000;
/** Documents taken from the catalogue at once: one query for each would cost more than reading a small file. */
const TAKE_DOCUMENTS = 512;
/** For so long: a fresh edit that is queued meanwhile must not wait behind them. */
const TAKEN_FOR_MS = 200;
/** Files up to this size are read together, as many as have this many bytes in all. */
const SMALL_FILE_BYTES = 32_768;
const TOGETHER_BYTES = 262_144;
/** What became visible is told at most this often: each telling looks for more to do. */
const TELL_MS = 25;
/** A file that is being written when it is read is left alone for so long. */
const CHANGED_RETRY_MS = 500;
/** A file is given up after its reader died this often: it is poison until it changes. */
const MAX_ATTEMPTS = 2;
/** A file that changes while it is read is tried again later, this often, before it is reported. */
const MAX_CHANGES = 3;

/** Nobody can do anything about these, so that nobody is told to look at them. */
const NOTHING_TO_READ: ReadonlySet<Reason> = new Set(['empty', 'notARegularFile', 'unsupportedType']);

type ExtractedHead = Extract<IngestHead, { kind: 'extracted' }>;
type ReadDocument = {
  readonly document: QueuedDocument;
  readonly head: ExtractedHead;
  readonly chunks: readonly IngestedChunk[];
};

export type WordsStage = {
  /** Takes queued documents while readers are free; returns how many are now being read or committed. */
  fill(): number;
  /** True while a document is being read or committed. */
  isBusy(): boolean;
  /** True while queued documents wait for a reader. */
  hasWaiting(): boolean;
  /** Resolves when nothing is being read or committed. */
  settled(): Promise<void>;
};

/**
 * Reads queued documents and publishes their words: chunks into the index first, synced, then the new generation in
 * the catalogue, then the old generation's rows go. A crash between leaves rows of a generation that no document has.
 */
export function createWordsStage(options: {
  catalogue: Catalogue;
  extractions: ExtractionStore;
  extractorVersion: number;
  store: IndexStore;
  pool: IngestPool;
  maxFileSizeBytes(): number;
  logger: Logger;
  /** False while nothing new is to be taken up: what is being read is finished. */
  mayStart(): boolean;
  /** Called soon after publications, and after readers became free. */
  onProgress(): void;
  /** Called when the last text of a document is no longer its text. */
  onReplaced(): void;
  /** Given what made a reading or a commit fail; its documents stay queued. */
  onFailure(error: unknown): void;
}): WordsStage {
  const { catalogue, store, pool } = options;
  const inFlight = new Set<number>();
  const changes = new Map<number, number>();
  /** Documents that changed while they were read, until they are tried again. */
  const resting = new Map<number, NodeJS.Timeout>();
  let upcoming: QueuedDocument[] = [];
  let takenAtMs = -Infinity;
  let isMoreQueued = true;
  let tellTimer: NodeJS.Timeout | undefined;
  let pending: ReadDocument[] = [];
  let pendingTextUnits = 0;
  let committingTextUnits = 0;
  let reading = 0;
  let commitTimer: NodeJS.Timeout | undefined;
  let batchDocuments = BATCH_DOCUMENTS.first;
  let commits: Promise<void> = Promise.resolve();

  const lone = createLonePublications({
    catalogue,
    onContentLost: forgetContent,
    onFailure: options.onFailure,
    onEnd: (documentIds) => documentIds.forEach((documentId) => inFlight.delete(documentId)),
  });

  function fill(): number {
    // One file more than there are readers, so that none waits for the next to be chosen.
    while (reading <= pool.size && pendingTextUnits + committingTextUnits < 4 * BATCH_TEXT_UNITS) {
      const documents = takeNext();
      if (documents.length === 0) break;
      for (const { id } of documents) inFlight.add(id);
      reading += 1;
      void read(documents);
    }
    return inFlight.size;
  }

  /** The next document, with those behind it that are as small; all readers get their share of a few. */
  function takeNext(): QueuedDocument[] {
    const isShort = upcoming.length < MAX_FILES_AT_ONCE * (pool.size + 1) && isMoreQueued;
    if (upcoming.length === 0 || isShort || performance.now() - takenAtMs > TAKEN_FOR_MS) {
      upcoming = catalogue.nextQueued(TAKE_DOCUMENTS, inFlight);
      isMoreQueued = upcoming.length === TAKE_DOCUMENTS;
      takenAtMs = performance.now();
    }
    const share = Math.ceil(upcoming.length / (pool.size + 1));
    let bytes = 0;
    let count = 0;
    for (const { identity } of upcoming.slice(0, Math.min(share, MAX_FILES_AT_ONCE))) {
      bytes += identity.sizeBytes;
      if (count > 0 && (identity.sizeBytes > SMALL_FILE_BYTES || bytes > TOGETHER_BYTES)) break;
      count += 1;
    }
    return upcoming.splice(0, count);
  }

  async function read(documents: readonly QueuedDocument[]): Promise<void> {
    let accepted = 0;
    try {
      await pool.readTogether(documents.map(toFile), (index, outcome) => {
        const document = documents[index];
        accepted = index + 1;
        if (document !== undefined) accept(document, outcome);
      });
    } catch (error) {
      // The reader could not even be started: without the pause after a failure it would be, again and again.
      for (const { id } of documents.slice(accepted)) inFlight.delete(id);
      options.onFailure(error);
    } finally {
      reading -= 1;
      if (options.mayStart()) fill();
      tellSoon();
    }
  }

  function toFile({ path, type, generation, reason, fingerprint, chosenEncoding }: DocumentRecord): FileToRead {
    const isKnown = generation > 0 && reason === null;
    const knownFingerprint = isKnown ? fingerprint : null;
    return { path, type, maxSizeBytes: options.maxFileSizeBytes(), knownFingerprint, encoding: chosenEncoding };
  }

  function tellSoon(): void {
    tellTimer ??= setTimeout(() => {
      tellTimer = undefined;
      lone.flush();
      options.onProgress();
    }, TELL_MS);
  }

  function accept(document: QueuedDocument, outcome: ReadOutcome): void {
    if (outcome.kind === 'died') return acceptDeath(document, outcome.reason);
    const { head } = outcome;
    switch (head.kind) {
      case 'extracted':
        changes.delete(document.id);
        pending.push({ document, head, chunks: outcome.chunks });
        pendingTextUnits += outcome.chunks.reduce((sum, chunk) => sum + chunk.text.length, 0);
        return scheduleCommit();
      case 'unchanged':
        return publishAlone({ documentId: document.id, identity: head.identity, state: 'words', reason: null });
      case 'skipped':
      case 'failed':
        if (head.reason === 'changedWhileRead' && countChange(document.id) < MAX_CHANGES) {
          // Still in flight: whoever writes it has not finished.
          resting.set(
            document.id,
            setTimeout(() => wakeUp(document.id), CHANGED_RETRY_MS),
          );
          return;
        }
        return publishAlone({
          documentId: document.id,
          identity: head.identity ?? document.identity,
          state: NOTHING_TO_READ.has(head.reason) ? 'nameOnly' : head.kind,
          reason: head.reason,
        });
    }
  }

  function acceptDeath(document: DocumentRecord, reason: 'timedOut' | 'outOfMemory' | 'crashed'): void {
    if (catalogue.recordAttempt(document.id) < MAX_ATTEMPTS) {
      inFlight.delete(document.id);
      return;
    }
    options.logger.warn('words.quarantined', { documentId: document.id, reason });
    publishAlone({ documentId: document.id, identity: document.identity, state: 'failed', reason });
  }

  function wakeUp(documentId: number): void {
    resting.delete(documentId);
    inFlight.delete(documentId);
    options.onProgress();
  }

  function countChange(documentId: number): number {
    const count = (changes.get(documentId) ?? 0) + 1;
    changes.set(documentId, count);
    return count;
  }

  function publishAlone(publication: Publication): void {
    changes.delete(publication.documentId);
    lone.add(publication);
    tellSoon();
  }

  function forgetContent(documentIds: readonly number[]): void {
    enqueueCommit(() => store.deleteRows(documentIds.map((documentId) => ({ documentId, keepFrom: Infinity }))));
    options.onReplaced();
  }

  function scheduleCommit(): void {
    if (pending.length >= batchDocuments || pendingTextUnits >= BATCH_TEXT_UNITS) {
      batchDocuments = Math.min(2 * batchDocuments, BATCH_DOCUMENTS.most);
      return commitPending();
    }
    commitTimer ??= setTimeout(() => commitAfter(performance.now()), BATCH_WAIT_MS);
  }

  /** While a batch is being committed, or a larger one is filling quickly, what has been read waits for it a little longer. */
  function commitAfter(waitedSinceMs: number): void {
    const isFilling = batchDocuments > BATCH_DOCUMENTS.first && hasWaiting();
    if (isFilling && performance.now() - waitedSinceMs < MOST_WAIT_MS) {
      commitTimer = setTimeout(() => commitAfter(waitedSinceMs), BATCH_WAIT_MS);
      return;
    }
    batchDocuments = BATCH_DOCUMENTS.first;
    commitPending();
  }

  function hasWaiting(): boolean {
    // Whatever is in flight is still queued.
    return upcoming.length > 0 || catalogue.counts().queued > inFlight.size;
  }

  function commitPending(): void {
    clearTimeout(commitTimer);
    commitTimer = undefined;
    const batch = pending;
    const textUnits = pendingTextUnits;
    pending = [];
    pendingTextUnits = 0;
    if (batch.length === 0) return;
    committingTextUnits += textUnits;
    enqueueCommit(async () => {
      try {
        await commit(batch);
      } finally {
        committingTextUnits -= textUnits;
        for (const { document } of batch) inFlight.delete(document.id);
        options.onProgress();
      }
    });
  }

  function enqueueCommit(run: () => Promise<void>): void {
    commits = commits.then(run).catch(options.onFailure);
  }

  async function commit(batch: readonly ReadDocument[]): Promise<void> {
    // A document may have been removed while it was read; its rows would never be found again.
    const current = catalogue.documents(batch.map(({ document }) => document.id));
    const alive = batch.filter(({ document }) => current.has(document.id));
    options.extractions.put(alive.map(({ head }) => ({ ...head, extractorVersion: options.extractorVersion })));
    const rows = alive.flatMap(toRows);
    await store.addChunks(rows);
    const edited = alive.filter(({ document }) => document.generation > 0);
    const carrying = edited.filter(({ document }) => !document.needsNewVectors);
    if (carrying.length > 0) await carryVectors(carrying, rows);
    catalogue.publish(alive.map(toPublication));
    if (edited.length > 0) {
      options.onReplaced();
      await store.deleteRows(edited.map(({ document }) => ({ documentId: document.id, keepFrom: document.generation + 1 })));
    }
  }

  /** Gives chunks whose embedding input did not change the vector they already have. */
  async function carryVectors(edited: readonly ReadDocument[], rows: readonly ChunkRow[]): Promise<void> {
    const known = new Map<string, Float32Array>();
    const vectors = await store.vectorsOf(edited.map(({ document }) => document.id));
    for (const row of vectors) known.set(`${row.documentId}:${row.embeddingFingerprint}`, row.vector);
    const editedIds = new Set(edited.map(({ document }) => document.id));
    const carried: VectorRow[] = [];
    for (const row of rows) {
      const vector = editedIds.has(row.documentId) ? known.get(`${row.documentId}:${row.embeddingFingerprint}`) : undefined;
      if (vector !== undefined) carried.push(toVectorRow(row, vector));
    }
    if (carried.length > 0) await store.addVectors(carried);
  }

  return {
    fill,
    isBusy: () => inFlight.size > 0,
    hasWaiting,
    async settled() {
      upcoming = [];
      clearTimeout(tellTimer);
      for (const [documentId, timer] of resting) {
        clearTimeout(timer);
        inFlight.delete(documentId);
      }
      resting.clear();
      while (inFlight.size > 0) {
        lone.flush();
        commitPending();
        await commits;
        if (inFlight.size > 0) await new Promise((resolve) => setTimeout(resolve, 20));
      }
      await commits;
    },
  };
}

export function toVectorRow(row: ChunkRow, vector: Float32Array): VectorRow {
  const { documentId, generation, ordinal, folderId, type, date, tags, embeddingFingerprint } = row;
  return { documentId, generation, ordinal, folderId, type, date, tags, embeddingFingerprint, vector };
}

function toRows({ document, head, chunks }: ReadDocument): ChunkRow[] {
  const shared = {
    documentId: document.id,
    generation: document.generation + 1,
    folderId: document.folderId,
    type: document.type,
    date: dateOf(head),
    tags: head.tags,
  };
  return chunks.map((chunk, ordinal) => ({ ...shared, ordinal, ...chunk }));
}

function toPublication({ document, head, chunks }: ReadDocument): Publication {
  return {
    documentId: document.id,
    identity: head.identity,
    state: 'words',
    reason: head.partial,
    content: {
      generation: document.generation + 1,
      fingerprint: head.fingerprint,
      title: head.title,
      author: head.author,
      language: head.language,
      encoding: head.encoding,
      date: dateOf(head),
      tags: head.tags,
      chunkCount: chunks.length,
    },
  };
}

/** A document's own dates say more than the file system's, which a copy or a sync renews. */
function dateOf(head: ExtractedHead): number {
  return head.modifiedAt ?? head.createdAt ?? Number(head.identity.mtimeNs / 1_000_000n);
}
