import { z } from 'zod';
import { anchor } from './anchor.ts';
import { documentId, documentState, reason } from './library.ts';
import { correction, filters, listExplanation, searchMode } from './search.ts';

/**
 * What decides whether a document is among the results: it is (`ranked`); its content is not searchable, or not yet by
 * meaning (`notIndexed`); a filter leaves it out; nothing of it matches; only its meaning does, and too little; or so many
 * passages match better that the lists end before it.
 */
export const CUT_OFFS = ['ranked', 'notIndexed', 'filter', 'noMatch', 'belowSimilarity', 'beyondCandidates'] as const;
export const cutOff = z.enum(CUT_OFFS);
export type CutOff = z.infer<typeof cutOff>;

/** The document's best passage in one list. */
export const bestPassage = z.object({
  /** Among the passages of all documents, from 1; null where the list ends before it, or a filter leaves it out. */
  rank: z.int().nullable(),
  /** BM25 for words, cosine similarity for meaning. */
  score: z.number(),
  anchor: anchor.nullable(),
  heading: z.string(),
  /** Half-open range of UTF-16 units in the document's extracted text. */
  start: z.int(),
  end: z.int(),
});
export type BestPassage = z.infer<typeof bestPassage>;

export const why = z.object({
  path: z.string(),
  state: documentState,
  reason: reason.nullable(),
  /** Not null where the search is for other words than those that were typed: all that follows is about these. */
  correction: correction.nullable(),
  cutOffBy: cutOff,
  /** What leaves it out: keys of `filters`, and filters and exclusions of the query as they are written (`type:pdf`, `-draft`). */
  excludedBy: z.array(z.string()),
  /** Its place among the `total` results from 1, and its score; null where it is none of them, or they are not ranked. */
  fused: listExplanation.nullable(),
  total: z.int(),
  words: bestPassage.nullable(),
  meaning: bestPassage.nullable(),
  name: listExplanation.nullable(),
  /** Words, phrases and patterns of the query that the document has somewhere, and those that it lacks. */
  matchedTerms: z.array(z.string()),
  missingTerms: z.array(z.string()),
  /** False where meaning played no part: by the mode, the query's script, or because the embedder is restarting. */
  usedMeaning: z.boolean(),
  limits: z.object({
    /** Passages less similar than this are not shown for their meaning. */
    leastSimilarity: z.number(),
    /** The most passages that a list holds. */
    candidates: z.int(),
  }),
});
export type Why = z.infer<typeof why>;

export const whyMethods = {
  /** Why a document is, or is not, among the results of a search. Takes several searches. Errors: documentNotFound, cancelled. */
  'search.why': {
    params: z.object({
      documentId,
      query: z.string().max(4000),
      filters: filters.prefault({}),
      mode: searchMode.default('hybrid'),
    }),
    result: why,
  },
} as const;
