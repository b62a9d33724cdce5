import { z } from 'zod';
import { anchor } from './anchor.ts';
import { documentId, folderId } from './library.ts';

/** Everything that narrows a search before it starts. All given parts must hold; within a list any may. */
export const filters = z.object({
  /** Absolute paths of folders, sub-folders included. */
  folders: z.array(z.string()).default([]),
  /** Document types as in results: `pdf`, `markdown`, `spreadsheet`, `other` ... */
  types: z.array(z.string()).default([]),
  tags: z.array(z.string()).default([]),
  /** Milliseconds since 1970; the document's date lies at or after `after` and before `before`. */
  after: z.number().nullable().default(null),
  before: z.number().nullable().default(null),
});
export type Filters = z.infer<typeof filters>;

export const listExplanation = z.object({ rank: z.int(), score: z.number() });
export type ListExplanation = z.infer<typeof listExplanation>;
export const passageExplanation = z.object({
  /** Rank (from 1) and score in each list that held the passage, or null. */
  words: listExplanation.nullable(),
  meaning: listExplanation.nullable(),
  fused: z.number(),
  /** The query's terms that stand in the passage. */
  matchedTerms: z.array(z.string()),
  /** What each of the query's words adds to the passage's score by words, the most first; `term` as the index holds it. */
  weights: z.array(z.object({ term: z.string(), weight: z.number() })),
});
export type PassageExplanation = z.infer<typeof passageExplanation>;

export const passage = z.object({
  text: z.string(),
  /** From 1, or null for formats without pages. */
  page: z.int().nullable(),
  /** Where it lies in its file; null for formats that know no places. */
  anchor: anchor.nullable(),
  heading: z.string(),
  /** Half-open range of UTF-16 units in the document's extracted text. */
  start: z.int(),
  end: z.int(),
  score: z.number(),
  /** Ranges relative to `text`, ascending, without overlap. */
  highlights: z.array(z.tuple([z.int(), z.int()])),
  /** The sentences of `text` that answer best, for where there is no room for all of it: a range relative to `text`. */
  snippet: z.object({ start: z.int(), end: z.int() }),
  explain: passageExplanation.optional(),
});
export type Passage = z.infer<typeof passage>;

/** Why a document stands where it does. */
export const documentExplanation = z.object({
  /** Its rank (from 1) and score among the documents of each list, or null. */
  words: listExplanation.nullable(),
  meaning: listExplanation.nullable(),
  /** All words of the query stand in it, which puts it before those that lack one. */
  hasAllWords: z.boolean(),
  /** The filters that it passed, as the query has them (`type:pdf`), and the keys of those that were given beside it. */
  filters: z.array(z.string()),
});
export type DocumentExplanation = z.infer<typeof documentExplanation>;

/** A document whose best passage says nearly the same as that of the result it stands under. */
export const similarDocument = z.object({ documentId, path: z.string() });
export type SimilarDocument = z.infer<typeof similarDocument>;

export const searchResult = z.object({
  documentId,
  path: z.string(),
  title: z.string(),
  type: z.string(),
  modifiedAt: z.number(),
  /** Below 0 for what follows the documents that were weighed: it holds a word of the query. 0 where results are sorted. */
  score: z.number(),
  /** Where the query matched the file's name: ranges of UTF-16 units in the last part of `path`; null where it did not. */
  nameHighlights: z.array(z.tuple([z.int(), z.int()])).nullable(),
  /** The best first, as many as were asked for. */
  passages: z.array(passage),
  /** How many `search.passages` tells. */
  passageCount: z.int(),
  /** Rank and score in the list of names, or null; present with `explain`. */
  names: listExplanation.nullable().optional(),
  /** Folded into this one, in the order of their ranks; they count in `total`. */
  similar: z.array(similarDocument),
  explain: documentExplanation.optional(),
});
export type SearchResult = z.infer<typeof searchResult>;

/** A folder whose name or path matches the query. */
export const folderHit = z.object({
  /** The added folder that it lies in, or is. */
  folderId,
  path: z.string(),
  score: z.number(),
  /** Ranges in the last part of `path`. */
  nameHighlights: z.array(z.tuple([z.int(), z.int()])),
});
export type FolderHit = z.infer<typeof folderHit>;

/** A part of the query that was passed over. */
export const queryProblem = z.object({
  /**
   * `missingValue`, `invalidDate`, `invalidSize`: of a filter; `tooManyParts`: more parts that must hold than are looked at;
   * `quotesIgnored`: nothing has these words as they are quoted, so that they were looked for as others are.
   */
  kind: z.enum(['missingValue', 'invalidDate', 'invalidSize', 'tooManyParts', 'quotesIgnored']),
  /** As it was typed, from `start` to `end` in UTF-16 units of the query. */
  text: z.string(),
  start: z.int(),
  end: z.int(),
});
export type QueryProblem = z.infer<typeof queryProblem>;

/** What was searched for instead of words that nothing in the library has. */
export const correction = z.object({
  /** The query as it was searched for. */
  query: z.string(),
  /** In the order of the query; `start` and `end` in UTF-16 units of the query as it was typed. */
  words: z.array(z.object({ typed: z.string(), used: z.string(), start: z.int(), end: z.int() })),
});
export type Correction = z.infer<typeof correction>;

export const searchResults = z.object({
  query: z.string(),
  tookMs: z.number(),
  /**
   * Documents that hold a word of the query, in any of its forms, those among the 200 nearest passages in meaning, and those
   * among the 200 best names. Results that were folded into others count.
   */
  total: z.int(),
  /** False where so many passages hold a word of the query that they were not all counted: `search.facets` does. */
  isTotalExact: z.boolean(),
  /** Not null where nothing matched as it was typed, and the results are those of other words. */
  correction: correction.nullable(),
  results: z.array(searchResult),
  /** Folders by name, the best first, at most 10, on the first page alone. */
  folders: z.array(folderHit),
  nextCursor: z.string().nullable(),
  /** False where words alone answered: the embedder is restarting, or the model does not know the query's script. */
  usedMeaning: z.boolean(),
  /** True where `search.rerank` is worth asking for these results. */
  canRerank: z.boolean(),
  /** What of the query was passed over, in its order; empty as a rule. */
  problems: z.array(queryProblem),
});
export type SearchResults = z.infer<typeof searchResults>;

export const searchMode = z.enum(['hybrid', 'words', 'meaning', 'names']);
export type SearchMode = z.infer<typeof searchMode>;

/** `relevance`: the best first. The others put all that match in that order, ties by document id. */
export const searchSort = z.enum(['relevance', 'newest', 'oldest', 'name', 'largest']);
export type SearchSort = z.infer<typeof searchSort>;

/** How many of all documents that match are of each kind: by descending count, ties by value, null last. */
export const searchFacets = z.object({
  /** As `search.query` counts, and always exact. */
  total: z.int(),
  /** These three sum up to `total` each. */
  types: z.array(z.object({ value: z.string(), count: z.int() })),
  /** ISO 639-1; null: not known. */
  languages: z.array(z.object({ value: z.string().nullable(), count: z.int() })),
  /** Of the documents' dates, where the engine runs; null: beyond the calendar. */
  years: z.array(z.object({ value: z.int().nullable(), count: z.int() })),
  /** The added folders and the folders right below them, sub-folders counted in; each an absolute path for `filters.folders`. */
  folders: z.array(z.object({ path: z.string(), count: z.int() })),
  tookMs: z.number(),
});
export type SearchFacets = z.infer<typeof searchFacets>;

/** Fields of the query language whose values are those of the library. */
export const VALUE_FIELDS = ['type', 'ext', 'folder', 'name', 'author', 'lang', 'tag'] as const;
export const valueField = z.enum(VALUE_FIELDS);
export type ValueField = z.infer<typeof valueField>;

/** A value of a field as a query may have it, and how many documents have it: null where they were not counted. */
export const fieldValue = z.object({ value: z.string(), count: z.int().nullable() });
export type FieldValue = z.infer<typeof fieldValue>;

/** The most passages that are told of a result: three say what a document holds. */
export const MOST_PASSAGES = 3;

export const searchMethods = {
  /**
   * Words, meaning and names, fused and grouped by document, by descending score, ties by document id. An empty query with
   * filters lists all that match, newest first. A newer call of the same client for the same purpose cancels this one.
   * Errors: cancelled, invalidCursor.
   */
  'search.query': {
    params: z.object({
      query: z.string().max(4000),
      filters: filters.prefault({}),
      limit: z.int().min(1).max(200).default(20),
      cursor: z.string().nullable().default(null),
      explain: z.boolean().default(false),
      /** At most so many of each result: each costs reading it and finding the words to mark. */
      passages: z.int().min(1).max(MOST_PASSAGES).default(MOST_PASSAGES),
      mode: searchMode.default('hybrid'),
      /** False keeps the names of files out of ranking, for measuring what their contents are found by. */
      names: z.boolean().default(true),
      sort: searchSort.default('relevance'),
      /** True lets newer documents rank a little higher. */
      recency: z.boolean().default(false),
      /** True while somebody types: the last word may be the beginning of one. */
      isTyping: z.boolean().default(false),
      /** A name of the client's own for what it searches beside the results that it shows, so that neither cancels the other. */
      purpose: z.string().max(40).default('results'),
    }),
    result: searchResults,
  },
  /**
   * All passages that are told of some of the documents that `search.query` found with the same parameters, the best first; a
   * document that does not match has none. Errors: cancelled.
   */
  'search.passages': {
    params: z.object({
      query: z.string().max(4000),
      documentIds: z.array(documentId).max(200),
      filters: filters.prefault({}),
      mode: searchMode.default('hybrid'),
      names: z.boolean().default(true),
      sort: searchSort.default('relevance'),
      recency: z.boolean().default(false),
      isTyping: z.boolean().default(false),
    }),
    result: z.array(z.object({ documentId, passages: z.array(passage) })),
  },
  /**
   * Counts of everything that `search.query` pages through, by type, language, year and folder. A newer call from the same
   * client cancels this one; searches and counts never cancel each other. Takes some 5 ms for each thousand documents.
   * Errors: cancelled.
   */
  'search.facets': {
    params: z.object({
      query: z.string().max(4000),
      filters: filters.prefault({}),
      mode: searchMode.default('hybrid'),
      names: z.boolean().default(true),
    }),
    result: searchFacets,
  },
  /**
   * Values that documents of the library have in a field, for completing what is typed of one: those that begin with `text`
   * first, then those with a later word that does (case and accents aside), the most frequent first; folders and names by how
   * well they match, as absolute paths and file names. Counts may be some seconds old while the library changes.
   */
  'search.values': {
    params: z.object({ field: valueField, text: z.string().max(200).default(''), limit: z.int().min(1).max(50).default(8) }),
    result: z.array(fieldValue),
  },
  /**
   * A passage's snippet around the sentence nearest to the query in meaning, as a range relative to the passage: for a
   * passage without highlights, whose snippet is its beginning. Takes some milliseconds a sentence, and no search waits
   * for it. `start` and `end` as in the passage. Errors: documentNotFound, cancelled.
   */
  'search.snippetByMeaning': {
    params: z.object({
      query: z.string().max(4000),
      documentId,
      start: z.int().nonnegative(),
      end: z.int().nonnegative(),
    }),
    result: passage.shape.snippet,
  },
} as const;
