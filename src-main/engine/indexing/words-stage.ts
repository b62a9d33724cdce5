import type { Catalogue, DocumentRecord, ExtractionStore, Publication } from '#engine/catalogue/catalogue.ts';
import type { IngestedChunk, IngestHead } from '#engine/extraction/protocol.ts';
import type { ChunkRow, IndexStore, VectorRow } from '#engine/storage/index-store.ts';
import type { Logger } from '#engine/logger.ts';
import type { IngestPool, ReadOutcome } from './ingest-pool.ts';

/** A commit costs some 20 ms however small it is; more than this at once would delay the first hits. */
const BATCH_DOCUMENTS = 400;
const BATCH_TEXT_UNITS = 4_000_000;
const BATCH_WAIT_MS = 250;
/** Documents taken from the catalogue at once: one query for each would cost more than reading a small file. */
const TAKE_DOCUMENTS = 64;
/** A file is given up after its reader died this often: it is poison until it changes. */
const MAX_ATTEMPTS = 2;
/** A file that changes while it is read is tried again later, this often, before it is reported. */
const MAX_CHANGES = 3;

type ExtractedHead = Extract<IngestHead, { kind: 'extracted' }>;
type ReadDocument = {
  readonly document: DocumentRecord;
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
  /** Called after each publication and whenever a reader becomes free. */
  onProgress(): void;
  /** Called when the last text of a document is no longer its text. */
  onReplaced(): void;
  /** Given what made a reading or a commit fail; its documents stay queued. */
  onFailure(error: unknown): void;
}): WordsStage {
  const { catalogue, store, pool } = options;
  const inFlight = new Set<number>();
  const changes = new Map<number, number>();
  let upcoming: DocumentRecord[] = [];
  let pending: ReadDocument[] = [];
  let pendingTextUnits = 0;
  let committingTextUnits = 0;
  let reading = 0;
  let commitTimer: NodeJS.Timeout | undefined;
  let commits: Promise<void> = Promise.resolve();

  function fill(): number {
    // One file more than there are readers, so that none waits for the next to be chosen.
    while (reading <= pool.size && pendingTextUnits + committingTextUnits < 4 * BATCH_TEXT_UNITS) {
      const document = takeNext();
      if (document === undefined) break;
      inFlight.add(document.id);
      reading += 1;
      void read(document);
    }
    return inFlight.size;
  }

  function takeNext(): DocumentRecord | undefined {
    if (upcoming.length === 0) upcoming = catalogue.nextQueued(TAKE_DOCUMENTS, inFlight);
    return upcoming.shift();
  }

  async function read(document: DocumentRecord): Promise<void> {
    try {
      const isKnown = document.generation > 0 && document.reason === null;
      const outcome = await pool.read({
        path: document.path,
        type: document.type,
        maxSizeBytes: options.maxFileSizeBytes(),
        knownFingerprint: isKnown ? document.fingerprint : null,
      });
      accept(document, outcome);
    } catch (error) {
      // The reader could not even be started: without the pause after a failure it would be, again and again.
      inFlight.delete(document.id);
      options.onFailure(error);
    } finally {
      reading -= 1;
      options.onProgress();
    }
  }

  function accept(document: DocumentRecord, outcome: ReadOutcome): void {
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
          inFlight.delete(document.id);
          return;
        }
        return publishAlone({
          documentId: document.id,
          identity: head.identity ?? document.identity,
          state: head.kind,
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

  function countChange(documentId: number): number {
    const count = (changes.get(documentId) ?? 0) + 1;
    changes.set(documentId, count);
    return count;
  }

  function publishAlone(publication: Publication): void {
    changes.delete(publication.documentId);
    const removesContent = publication.state === 'failed' || publication.state === 'skipped';
    const hadContent = removesContent && (catalogue.document(publication.documentId)?.generation ?? 0) > 0;
    catalogue.publish([publication]);
    if (hadContent) {
      enqueueCommit(() => store.deleteRows([{ documentId: publication.documentId, keepFrom: Infinity }]));
      options.onReplaced();
    }
    inFlight.delete(publication.documentId);
  }

  function scheduleCommit(): void {
    if (pending.length >= BATCH_DOCUMENTS || pendingTextUnits >= BATCH_TEXT_UNITS) return commitPending();
    commitTimer ??= setTimeout(commitPending, BATCH_WAIT_MS);
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
    for (const { head } of alive) options.extractions.put(head.fingerprint, options.extractorVersion, head.extraction);
    const rows = alive.flatMap(toRows);
    await store.addChunks(rows);
    const edited = alive.filter(({ document }) => document.generation > 0);
    if (edited.length > 0) await carryVectors(edited, rows);
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
    hasWaiting: () => upcoming.length > 0 || catalogue.nextQueued(1, inFlight).length > 0,
    async settled() {
      upcoming = [];
      while (inFlight.size > 0) {
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
    date: dateOf(document, head),
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
      language: head.language,
      date: dateOf(document, head),
      tags: head.tags,
      chunkCount: chunks.length,
    },
  };
}

/** A document's own dates say more than the file system's, which a copy or a sync renews. */
function dateOf(document: DocumentRecord, head: ExtractedHead): number {
  return head.modifiedAt ?? head.createdAt ?? Number(document.identity.mtimeNs / 1_000_000n);
}
