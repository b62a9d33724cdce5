import { z } from 'zod';
import { documentId, documentSummary } from './library.ts';
import { filters, searchMode, searchSort } from './search.ts';

export const MAX_QUERY_CHARS = 4_000;
/** Of distinct queries, and of opened documents; the oldest make room. */
export const MAX_HISTORY = 1_000;

const query = z.string().trim().max(MAX_QUERY_CHARS);
const savedSearchName = z.string().trim().min(1).max(200);

export const savedSearchId = z.int().positive().brand('SavedSearchId');
export type SavedSearchId = z.infer<typeof savedSearchId>;

export const pastQuery = z.object({
  query: z.string(),
  /** When it was last added, milliseconds since 1970. */
  at: z.number(),
});
export type PastQuery = z.infer<typeof pastQuery>;

export const openedDocument = documentSummary.extend({
  /** Milliseconds since 1970. */
  lastOpenedAt: z.number(),
  /** How often it was opened; several times within a minute count as one. */
  count: z.int().positive(),
});
export type OpenedDocument = z.infer<typeof openedDocument>;

export const savedSearch = z.object({
  id: savedSearchId,
  name: z.string(),
  query: z.string(),
  sort: searchSort,
  recency: z.boolean(),
  mode: searchMode,
  /** Those that were given beside the query. */
  filters,
  /** Milliseconds since 1970. */
  createdAt: z.number(),
});
export type SavedSearch = z.infer<typeof savedSearch>;

/** Each is a number that rises with every change of that list, also over restarts: who sees another than before asks for the list again. */
export const personalRevisions = z.object({ history: z.number(), recents: z.number(), savedSearches: z.number() });
export type PersonalRevisions = z.infer<typeof personalRevisions>;

/** What a person did: never on their behalf, and nothing of history and recents while the setting `history.enabled` is off. */
export const personalMethods = {
  /** Queries that begin with `prefix` (case and accents aside), each once, the newest first. */
  'history.list': {
    params: z.object({ prefix: z.string().max(MAX_QUERY_CHARS).default(''), limit: z.int().min(1).max(MAX_HISTORY).default(50) }),
    result: z.array(pastQuery),
  },
  /** To be called when a person acted on a search: opened a result, pressed Enter; not on each keystroke. An empty query is passed over. */
  'history.add': { params: z.object({ query }), result: z.null() },
  /** Erases one query, from the disk too; fine where there is none. */
  'history.remove': { params: z.object({ query }), result: z.null() },
  /** Erases all queries and all recents, from the disk too. */
  'history.clear': { params: z.object({}), result: z.null() },

  /** To be called when a person opened a document, in the reader or in its own app. Errors: documentNotFound. */
  'recents.opened': { params: z.object({ documentId }), result: z.null() },
  /**
   * Documents that were opened and are still in the library, wherever they were moved. `recent`: the last opened first;
   * `frequent`: by how often, where an opening counts half as much after thirty days.
   */
  'recents.list': {
    params: z.object({ limit: z.int().min(1).max(200).default(20), kind: z.enum(['recent', 'frequent']).default('recent') }),
    result: z.array(openedDocument),
  },

  /** The oldest first. */
  'savedSearches.list': { params: z.object({}), result: z.array(savedSearch) },
  /** Kept whatever `history.enabled` says. Errors: nameTaken (case and accents aside) with `details.name`. */
  'savedSearches.save': {
    params: z.object({
      name: savedSearchName,
      query: query.min(1),
      sort: searchSort.default('relevance'),
      recency: z.boolean().default(false),
      mode: searchMode.default('hybrid'),
      filters: filters.prefault({}),
    }),
    result: savedSearch,
  },
  /** Errors: savedSearchNotFound, nameTaken. */
  'savedSearches.rename': { params: z.object({ id: savedSearchId, name: savedSearchName }), result: savedSearch },
  /** Errors: savedSearchNotFound. */
  'savedSearches.remove': { params: z.object({ id: savedSearchId }), result: z.null() },
} as const;
