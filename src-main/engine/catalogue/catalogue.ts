import type { Counts, DocumentState, FileFilter, Reason, SearchSort } from '#contract';
import type { DocumentFilter, FilterText } from './document-filter.ts';
import type { PersonalRows } from './personal-rows.ts';

/** A watched folder. `path` is absolute and real (no symlink in it). */
export type FolderRecord = { readonly id: number; readonly path: string; readonly isAvailable: boolean };

/** What a scan or an event saw of one file; everything that tells "changed" from "unchanged" without reading it. */
export type FileIdentity = {
  readonly device: bigint;
  readonly inode: bigint;
  readonly sizeBytes: number;
  /** Nanoseconds since 1970. */
  readonly mtimeNs: bigint;
};

export type DocumentRecord = {
  readonly id: number;
  readonly folderId: number;
  readonly path: string;
  /** By extension: `pdf`, `markdown`, `html`, `text`, or `other` where the content is not read. */
  readonly type: string;
  readonly identity: FileIdentity;
  /** xxh128 (hex) of the bytes last read, or null before the first read. */
  readonly fingerprint: string | null;
  /** The generation that search may show; 0 while none is published. */
  readonly generation: number;
  readonly state: DocumentState;
  readonly reason: Reason | null;
  readonly title: string | null;
  /** Who it says wrote it, several with commas between them; null also where it was last read before authors were. */
  readonly author: string | null;
  readonly language: string | null;
  /** The document's date: its own metadata, else the file's mtime. Milliseconds since 1970. */
  readonly date: number;
  readonly tags: readonly string[];
  readonly chunkCount: number;
  /** What its text was read in; null where it is not text. */
  readonly encoding: string | null;
  /** What the user wants its text to be read in; null where its bytes are to tell. */
  readonly chosenEncoding: string | null;
  /** How often reading it ended in a crash or a timeout since it last changed. */
  readonly attempts: number;
};

/** A document as it is taken up to be read. */
export type QueuedDocument = DocumentRecord & {
  /** The vectors of its last generation are not to be used again, not even for text that did not change. */
  readonly needsNewVectors: boolean;
};

/** What finding a document by its name needs of it. `date` as in `DocumentRecord`. */
export type NamedDocument = Pick<DocumentRecord, 'id' | 'folderId' | 'path' | 'type' | 'date'>;

/** What documents have a value of that is worth counting. */
export type CountedField = 'type' | 'ext' | 'lang' | 'author' | 'tag';
export type ValueCount = { readonly value: string; readonly count: number };

/** A file seen by the scanner that the catalogue should know. */
export type SeenFile = {
  readonly path: string;
  readonly type: string;
  readonly isReadable: boolean;
  readonly identity: FileIdentity;
};

/** What came of reading a document, to be published in one transaction. */
export type Publication = {
  readonly documentId: number;
  /** The identity that was read; where the document has changed since, it stays queued after publishing. */
  readonly identity: FileIdentity;
  readonly state: DocumentState;
  readonly reason: Reason | null;
  /** Present where rows of this generation were added to the index. */
  readonly content?: {
    readonly generation: number;
    readonly fingerprint: string;
    readonly title: string | null;
    /** Default: null. */
    readonly author?: string | null;
    readonly language: string | null;
    /** Default: null. */
    readonly encoding?: string | null;
    readonly date: number;
    readonly tags: readonly string[];
    readonly chunkCount: number;
  };
};

/** Documents that wait, by what they cost: bytes to read, chunks to embed. */
export type Backlog = {
  readonly queued: number;
  readonly queuedBytes: number;
  readonly chunks: number;
  /** What was done since the catalogue was opened. */
  readonly done: {
    readonly files: number;
    readonly bytes: number;
    readonly chunksRead: number;
    readonly chunksEmbedded: number;
  };
};

/** So many documents of one type are in one state for one reason. */
export type Tally = {
  readonly type: string;
  readonly state: DocumentState;
  readonly reason: Reason | null;
  readonly count: number;
};

/** How many of some documents there are of each kind, by descending count, ties by value, null last. */
export type FacetCounts = {
  readonly total: number;
  readonly types: { readonly value: string; readonly count: number }[];
  /** Null: not known. */
  readonly languages: { readonly value: string | null; readonly count: number }[];
  /** Of the documents' dates, where the computer is; null: beyond the calendar. */
  readonly years: { readonly value: number | null; readonly count: number }[];
  /** The added folders, and the folders right below them, that any of the documents lies in. */
  readonly folders: { readonly path: string; readonly count: number }[];
};

/** Every order but that of relevance. */
export type DocumentSort = Exclude<SearchSort, 'relevance'>;

/**
 * SQLite: the truth about folders, documents, states and settings (WAL, synchronous=FULL, secure delete). Synchronous,
 * used by the engine process alone. Every method that changes several rows does so in one transaction.
 */
export type Catalogue = {
  // folders
  addFolder(path: string): FolderRecord;
  /** Marks all its documents removed and drops the folder. */
  removeFolder(folderId: number): void;
  listFolders(): FolderRecord[];
  setFolderAvailable(folderId: number, isAvailable: boolean): void;

  /** Ignore patterns by folder id, null for all folders; none where there are no patterns. */
  ignorePatterns(): Map<number | null, string>;
  /** Replaces the patterns of a folder, or of all; empty ones are forgotten. */
  setIgnorePatterns(folderId: number | null, patterns: string): void;

  // what the disk holds
  /**
   * Brings the catalogue in line with files that were seen: unknown ones are queued (`nameOnly` where not readable),
   * changed ones queued again, a file that moved (same device and inode, its old path not in `stillPresent`) keeps its
   * id and state. Returns how many became queued.
   */
  recordSeen(
    folderId: number,
    files: readonly SeenFile[],
    options: { readonly isFresh: boolean; hasPath(path: string): boolean },
  ): number;
  /** Marks documents removed: they vanish from search at once, their rows are deleted from the index later. */
  recordGone(paths: readonly string[]): number;
  /**
   * Paths of a folder that are not removed, in the order of their bytes, for the scan to compare with: all, or one page
   * of them, as 100,000 at once take half a second.
   */
  pathsOf(
    folderId: number,
    page?: { readonly afterPath: string | null; readonly limit: number },
  ): Map<string, { readonly documentId: number; readonly identity: FileIdentity }>;

  // documents
  document(id: number): DocumentRecord | null;
  documents(ids: readonly number[]): Map<number, DocumentRecord>;
  documentAt(path: string): DocumentRecord | null;
  /** Ids of documents under any of these absolute folder paths. */
  documentsUnder(folderPaths: readonly string[], limit: number): readonly number[];
  /** Ids of all documents that a filter lets through, newest first. */
  documentsMatching(filter: DocumentFilter): readonly number[];
  /** The types of the library's documents that a filter by type names. */
  typesMatching(named: readonly FilterText[]): string[];
  /** Documents that a filter alone selects, by `sort` (default: newest first); for a query without words. */
  listDocuments(options: DocumentFilter & { readonly sort?: DocumentSort; readonly offset: number; readonly limit: number }): {
    readonly documents: DocumentRecord[];
    readonly total: number;
  };
  /** Those candidates, in their order, whose generation is their document's current one. */
  currentOf<T extends { readonly documentId: number; readonly generation: number }>(candidates: readonly T[]): T[];
  /** Counts of the documents with these ids; see `FacetCounts`. */
  facetsOf(ids: readonly number[]): FacetCounts;
  /** One page of the documents with these ids in that order, ties by id. `name`: of the file, as people tell names apart. */
  sortDocuments(ids: readonly number[], sort: DocumentSort, page: { readonly offset: number; readonly limit: number }): number[];
  counts(folderId?: number): Counts;
  /** ISO 639-1 codes of what documents are in, in no order; also such that some were in since the start. */
  languages(): string[];
  /** How many documents have each value of a field, by descending count, ties by value; may be seconds old. */
  fieldCounts(field: CountedField): readonly ValueCount[];
  problems(options: { readonly limit: number; readonly afterPath: string | null }): {
    readonly problems: DocumentRecord[];
    readonly total: number;
  };

  /** Documents that the filter lets through, by the bytes of their paths; `total` counts all of them. */
  listFiles(options: { readonly filter: FileFilter; readonly limit: number; readonly afterPath: string | null }): {
    readonly documents: DocumentRecord[];
    readonly total: number;
  };
  /** The folders directly below one that hold documents at any depth, with the counts of these, by the bytes of their paths. */
  subfolders(folderPath: string): { readonly path: string; readonly counts: Counts }[];
  /** All documents, counted by type, state and reason; kept up to date, so that asking costs next to nothing. */
  tallies(): Tally[];

  // names
  /** Documents in the order of their ids, one page of them: 100,000 at once take 150 ms. */
  names(page: { readonly afterId: number; readonly limit: number }): NamedDocument[];
  /** Documents added, removed, moved or given another type or date since they were last taken, at most `limit`. For one taker. */
  takeChangedNames(limit: number): { readonly current: NamedDocument[]; readonly gone: number[] };
  /** Ids of documents that have any of these tags. */
  documentsTagged(tags: readonly string[]): number[];

  // text encodings
  /** Keeps what the user chose for a document (null: its bytes are to tell) and queues it to be read so. False where there is no such document. */
  chooseEncoding(documentId: number, encoding: string | null): boolean;

  // work to do
  /**
   * Documents among those given (null: among all) that the filter lets through and that could be read again: failed,
   * skipped or partial, and of a type that is read. By path.
   */
  retryable(documentIds: readonly number[] | null, filter: FileFilter): number[];
  /**
   * Queues those of the documents that are still failed, skipped or partial, before all bulk, and has them read anew even
   * where nothing changed; what is searchable of them stays so meanwhile. Returns how many were queued.
   */
  queueAgain(documentIds: readonly number[]): number;
  /** Queued documents by priority (fresh edits, then small files), leaving out those in `except`. */
  nextQueued(limit: number, except: ReadonlySet<number>): QueuedDocument[];
  /** Documents whose words are published and whose vectors are missing, oldest first. */
  nextWithoutVectors(limit: number, except: ReadonlySet<number>): DocumentRecord[];
  /** Those of them that are edits published in this session: they overtake the rest. */
  nextFreshWithoutVectors(limit: number, except: ReadonlySet<number>): DocumentRecord[];
  /** What is left to do, for an estimate. Takes some milliseconds for each 10,000 documents that wait. */
  backlog(): Backlog;
  /** Removed documents whose index rows are still to be deleted. */
  nextRemoved(limit: number): number[];
  forgetRemoved(documentIds: readonly number[]): void;
  publish(publications: readonly Publication[]): void;
  /** Sets `indexed` (or keeps `partial`) for documents whose generation is still the given one. */
  publishVectors(documents: readonly { readonly documentId: number; readonly generation: number }[]): void;
  /** Counts a crash or timeout; returns the attempts so far. */
  recordAttempt(documentId: number): number;
  /** Every fingerprint that a document still has: what the extraction store must keep. */
  fingerprints(): Iterable<string>;
  /** Queues every readable document to be read and embedded again; what is searchable of them stays so meanwhile. Returns how many. */
  queueRebuild(): number;
  /** Queues every readable document again with generation 0 and no fingerprint: the index is built anew. */
  queueAll(): void;
  /** Sets every embedded document back to `words`: after a new vector space. */
  dropVectors(): void;

  // settings and facts
  setting(key: string): string | null;
  setSetting(key: string, value: string | null): void;
  /** Facts about this installation that are no settings: index identity, self-test results. */
  fact(key: string): string | null;
  setFact(key: string, value: string): void;

  readonly personal: PersonalRows;

  /** Sentences for people, empty where sound. */
  checkIntegrity(): string[];
  close(): void;
};

/** One extracted text as it is kept: compressed, named by what it was made of and by what. */
export type StoredText = { readonly fingerprint: string; readonly extractorVersion: number; readonly extraction: Uint8Array };

/** Extracted texts by fingerprint and extractor version, compressed: derived data, in a file of its own. */
export type ExtractionStore = {
  /** Keeps all of them in one transaction; a newer extractor's text replaces the older one of the same bytes. */
  put(extractions: readonly StoredText[]): void;
  get(fingerprint: string, extractorVersion: number): Uint8Array | null;
  /** Deletes what none of the given fingerprints needs. */
  keepOnly(fingerprints: Iterable<string>): void;
  close(): void;
};
