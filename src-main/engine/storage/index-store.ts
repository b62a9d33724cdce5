/** Names one chunk for as long as its document's generation is current. */
export type ChunkKey = { readonly documentId: number; readonly generation: number; readonly ordinal: number };

/** The columns that both tables carry so that a filter is applied before either search. */
export type FilterColumns = {
  /** The added folder (root) that the document lies under. */
  readonly folderId: number;
  /** `pdf`, `markdown`, `html`, `text` ... */
  readonly type: string;
  /** The document's date, milliseconds since 1970. */
  readonly date: number;
  readonly tags: readonly string[];
};

export type ChunkRow = ChunkKey &
  FilterColumns & {
    /** Half-open range of UTF-16 units in the document's extracted text. */
    readonly start: number;
    readonly end: number;
    /** Where the chunk lies in its file, as `encodeAnchor` writes it; empty for formats that know no places. */
    readonly anchor: string;
    /** Headings above the chunk, outermost first, joined by ` › `. */
    readonly heading: string;
    /** The document's text from `start` to `end`, unchanged. */
    readonly text: string;
    /** Analysed terms separated by one space: what the word search sees. */
    readonly terms: string;
    /** xxh128 (hex) of the text that the model is given for this chunk. */
    readonly embeddingFingerprint: string;
  };

export type VectorRow = ChunkKey &
  FilterColumns & {
    readonly embeddingFingerprint: string;
    /** L2-normalised, `dimensions` long. */
    readonly vector: Float32Array;
  };

/** All given parts must hold; within a list any may. An empty list filters nothing; `documentIds` null likewise. */
export type IndexFilter = {
  readonly documentIds: readonly number[] | null;
  readonly folderIds: readonly number[];
  readonly types: readonly string[];
  readonly tags: readonly string[];
  /** Inclusive; milliseconds since 1970. */
  readonly from: number | null;
  /** Exclusive. */
  readonly before: number | null;
};

/** By descending score, ties by key. `score`: BM25 for words, cosine similarity in [-1, 1] for meaning. */
export type Candidate = ChunkKey & { readonly score: number };

/** A chunk that holds some of the terms asked for, with what a ranking needs to know of it. */
export type WordMatch = Candidate & {
  /** In terms, all fields together. */
  readonly length: number;
  /** How often each of the terms asked for occurs in it, in their order. */
  readonly frequencies: readonly number[];
};

export type WordMatches = {
  /** By descending BM25, ties by key. */
  readonly matches: readonly WordMatch[];
  /** Of the whole library; a term's frequency counts chunks, not quite exactly where chunks were deleted lately. */
  readonly statistics: {
    readonly chunks: number;
    readonly meanLength: number;
    readonly documentFrequencies: readonly number[];
  };
};

/** `letters` are part of a term as the analyser folds it. */
export type TermLetters = { readonly kind: 'prefix' | 'infix' | 'suffix'; readonly letters: string };
export type LettersMatch = ChunkKey & { readonly terms: readonly string[] };

export type IndexStatistics = { readonly chunks: number; readonly vectors: number; readonly sizeBytes: number };

/**
 * The LanceDB side of the index: chunks with their words, and one table of vectors per vector space. All of it is
 * derived from the user's files. Each write is on disk (fsync) when its promise resolves. Writes run one after the
 * other in the order of the calls; searches never wait for them.
 */
export type IndexStore = {
  addChunks(rows: readonly ChunkRow[]): Promise<void>;
  addVectors(rows: readonly VectorRow[]): Promise<void>;
  /** Deletes every row of these documents whose generation is below `keepFrom`; `Infinity` deletes the document. */
  deleteRows(documents: readonly { readonly documentId: number; readonly keepFrom: number }[]): Promise<void>;
  /** Deletes the rows of exactly these generations: what a commit that never was published left behind. */
  deleteGenerations(generations: readonly { readonly documentId: number; readonly generation: number }[]): Promise<void>;
  /** Rows of whole documents, by document id, generation and ordinal. */
  chunksOf(documentIds: readonly number[]): Promise<ChunkRow[]>;
  vectorsOf(documentIds: readonly number[]): Promise<VectorRow[]>;
  /** Every (document, generation) that any table has rows of, once each: what a crash may have left behind is among them. */
  generations(): Promise<{ readonly documentId: number; readonly generation: number }[]>;
  /** Rows by key in the order asked for; a key without a row is left out. */
  chunks(keys: readonly ChunkKey[]): Promise<ChunkRow[]>;
  /** Okapi BM25 over `terms`, any term may match. */
  searchWords(terms: readonly string[], filter: IndexFilter, limit: number): Promise<Candidate[]>;
  /** As `searchWords`, with what the score is made of. `terms` must be distinct. */
  matchWords(terms: readonly string[], filter: IndexFilter, limit: number): Promise<WordMatches>;
  /**
   * Chunks with a term that begins with, ends with or holds these letters, in no order, each with such of its terms.
   * Reads the terms of all chunks that the filter lets through, as the index knows whole terms alone.
   */
  searchLetters(letters: TermLetters, filter: IndexFilter, limit: number): Promise<LettersMatch[]>;
  searchMeaning(vector: Float32Array, filter: IndexFilter, limit: number): Promise<Candidate[]>;
  /**
   * Folds, optimises and prunes where it is due; call it whenever nothing urgent is queued. `isIdle` allows the work
   * that only pays when nothing else runs; `isReading` puts off, within bounds, what would hold up chunks that are still
   * to come: their words are found in memory meanwhile. Resolves to true where more is still due.
   */
  upkeep(options: { readonly isIdle: boolean; readonly isReading?: boolean; readonly signal?: AbortSignal }): Promise<boolean>;
  statistics(): Promise<IndexStatistics>;
  /** Sentences for people, each naming its remedy; empty where all is sound. */
  checkIntegrity(): Promise<string[]>;
  /** Erases deleted rows from the disk now: old versions included. */
  purge(): Promise<void>;
  close(): Promise<void>;
};
