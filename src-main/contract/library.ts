import { z } from 'zod';

export const folderId = z.int().positive().brand('FolderId');
export type FolderId = z.infer<typeof folderId>;
export const documentId = z.int().positive().brand('DocumentId');
export type DocumentId = z.infer<typeof documentId>;

/** Where a document stands on its way into the index. Every document is in exactly one state. */
export const DOCUMENT_STATES = ['queued', 'nameOnly', 'words', 'indexed', 'partial', 'skipped', 'failed'] as const;
export const documentState = z.enum(DOCUMENT_STATES);
export type DocumentState = z.infer<typeof documentState>;

/** Why a file is not, or not fully, searchable: the closed list that every format chooses from. */
export const REASONS = [
  'encrypted',
  'corrupt',
  'empty',
  'noText',
  'tooLarge',
  'timedOut',
  'outOfMemory',
  'crashed',
  'unsupportedType',
  'accessDenied',
  'missing',
  'notARegularFile',
  'changedWhileRead',
  'encodingUnknown',
  'textLimitReached',
  'pagesUnreadable',
] as const;
export const reason = z.enum(REASONS);
export type Reason = z.infer<typeof reason>;

export const counts = z.record(documentState, z.int().nonnegative());
export type Counts = z.infer<typeof counts>;

export const folder = z.object({
  id: folderId,
  path: z.string(),
  /** False while the folder is missing or unreadable: its documents are kept, not pruned. */
  isAvailable: z.boolean(),
  counts,
});
export type Folder = z.infer<typeof folder>;

export const problem = z.object({ documentId, path: z.string(), state: documentState, reason });
export type Problem = z.infer<typeof problem>;

export const progress = z.object({
  counts,
  /** True once every file is accounted for and nothing is queued, being read or being embedded. */
  isSettled: z.boolean(),
  isScanning: z.boolean(),
  /** Documents whose words are searchable, and those whose meaning is, among all that will ever be. */
  documentsTotal: z.int(),
  wordsDone: z.int(),
  meaningDone: z.int(),
  tokensPerSecond: z.number().nullable(),
  /** Milliseconds, or null where no honest estimate exists yet. */
  remainingMs: z.number().nullable(),
  /** A sentence-worthy trouble of the engine itself, by error code, or null. */
  trouble: z.string().nullable(),
});
export type Progress = z.infer<typeof progress>;

export const documentSummary = z.object({
  id: documentId,
  path: z.string(),
  title: z.string(),
  type: z.string(),
  state: documentState,
  reason: reason.nullable(),
  sizeBytes: z.number(),
  /** Milliseconds since 1970. */
  modifiedAt: z.number(),
});
export type DocumentSummary = z.infer<typeof documentSummary>;

export const documentText = z.object({
  path: z.string(),
  title: z.string(),
  /** The asked-for range of the extracted text; `start` is where it begins, `length` what the whole text has. */
  text: z.string(),
  start: z.int(),
  length: z.int(),
  pages: z.array(z.object({ page: z.int(), start: z.int(), end: z.int() })),
});
export type DocumentText = z.infer<typeof documentText>;

export const libraryMethods = {
  /** Watches and indexes a folder. Errors: folderNotFound, folderAlreadyAdded, folderInsideFolder. */
  'library.addFolder': { params: z.object({ path: z.string().min(1) }), result: folder },
  /** Forgets a folder and everything learned from it; the files stay untouched. Errors: folderNotFound. */
  'library.removeFolder': { params: z.object({ folderId }), result: z.null() },
  'library.listFolders': { params: z.object({}), result: z.array(folder) },
  /** Compares all folders with the disk now; resolves when the comparison is done, not the indexing. */
  'library.rescan': { params: z.object({}), result: z.null() },
  'library.progress': { params: z.object({}), result: progress },
  /** Files that need attention, by path; `nextCursor` is null on the last page. Errors: invalidCursor. */
  'library.problems': {
    params: z.object({ limit: z.int().min(1).max(1000).default(100), cursor: z.string().nullable().default(null) }),
    result: z.object({ problems: z.array(problem), total: z.int(), nextCursor: z.string().nullable() }),
  },
  /** The document at a path, or null where the library has none. */
  'library.findDocument': { params: z.object({ path: z.string() }), result: documentSummary.nullable(), isHostOnly: true },
  /** Errors: documentNotFound. `end` null means the end of the text. */
  'library.documentText': {
    params: z.object({
      documentId,
      start: z.int().nonnegative().default(0),
      end: z.int().nonnegative().nullable().default(null),
    }),
    result: documentText,
  },
  /** Reads any readable file now, without adding it. Errors: extractionFailed with `details.reason`. */
  'library.extractFile': { params: z.object({ path: z.string() }), result: documentText, isHostOnly: true },
} as const;
