import type { NearWord } from './vocabulary/nearest-words.ts';
import type { WordCount } from './vocabulary/word-table.ts';

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

/** What a search shows of a chunk: reading the other columns takes a third longer. */
export type PassageRow = ChunkKey & Pick<ChunkRow, 'start' | 'end' | 'anchor' | 'heading' | 'text'>;

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
/** `terms`: what the letters stand for, the most frequent first, without stems; not quite all of them where there are thousands. */
export type LettersMatches = { readonly keys: readonly ChunkKey[]; readonly terms: readonly string[] };

/**
 * The distinct words of the library, in memory. It is read from the index page by page, and keeps up with what is added and
 * deleted. Until all is read, `isReady` is false and words may be missing; then it holds every word of every chunk.
 */
export type Vocabulary = {
  isReady(): boolean;
  /** Reads the next page. Resolves to true while there are more. */
  readPage(): Promise<boolean>;
  /** Calls the listener whenever there are pages to read again. */
  onReset(listener: () => void): void;
  size(): number;
  sizeBytes(): number;
  /** In chunks; of words and of stems. */
  countOf(term: string): number;
  /** See `WordTable`. */
  withPrefix(prefix: string, limit: number): WordCount[];
  matching(letters: TermLetters, limit: number): WordCount[] | null;
  nearest(word: string, options: { readonly maxEdits: number; readonly limit: number }): NearWord[];
};

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
  chunks(keys: readonly ChunkKey[]): Promise<PassageRow[]>;
  /** The words of the library. */
  readonly vocabulary: Vocabulary;
  /** Chunks with any of the terms, in no order, and none twice. */
  findTerms(terms: readonly string[], filter: IndexFilter, limit: number): Promise<ChunkKey[]>;
  /**
   * Okapi BM25 over `terms`, any term may match, with what the score is made of. `further` words of the vocabulary are looked for
   * beside them, in a list as long again, and stand behind the terms in all that is told of terms. All must be distinct.
   */
  matchWords(terms: readonly string[], filter: IndexFilter, limit: number, further?: readonly WordCount[]): Promise<WordMatches>;
  /**
   * Every document with any of the terms, once for each generation that holds one, with its best chunk: by descending BM25 (of
   * LanceDB's own making, or by the statistics of the library, where chunks are young), ties by document id. `terms` must be
   * distinct. Takes about a millisecond for each thousand chunks that hold one of them.
   */
  documentsWithWords(terms: readonly string[], filter: IndexFilter, further?: readonly WordCount[]): Promise<Candidate[]>;
  /**
   * Chunks with a term that begins with, ends with or holds these letters, in no order. Takes as long as a search for the terms
   * once the vocabulary is ready; before that it reads the terms of all chunks that the filter lets through.
   */
  searchLetters(letters: TermLetters, filter: IndexFilter, limit: number): Promise<LettersMatches>;
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
