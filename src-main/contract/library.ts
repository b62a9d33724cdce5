import { z } from 'zod';
import { anchor } from './anchor.ts';

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
  /** Readable, but in an encoding that only statistics point to: `library.setEncoding` chooses another. */
  'encodingGuessed',
  /** An archive-like file (docx, epub ...) that unpacks to more than its size could honestly hold. */
  'unpacksTooLarge',
  /** Some parts (attachments, sheets, slides) could not be read; the rest is searchable. */
  'partsUnreadable',
  /** Declared as text by its name, but its bytes are not. */
  'notText',
  'textLimitReached',
  'pagesUnreadable',
] as const;
export const reason = z.enum(REASONS);
export type Reason = z.infer<typeof reason>;

export const counts = z.record(documentState, z.int().nonnegative());
export type Counts = z.infer<typeof counts>;

/** Why a folder's documents are held as they are: its root is gone, cannot be read, or is the empty mount point of a disk that is away. */
export const heldBecause = z.enum(['missing', 'unreadable', 'unmounted']);
export type HeldBecause = z.infer<typeof heldBecause>;

export const folder = z.object({
  id: folderId,
  path: z.string(),
  /** False while the folder is missing or unreadable: its documents are kept, not pruned. */
  isAvailable: z.boolean(),
  /** Null while available. */
  heldBecause: heldBecause.nullable(),
  /** True for the sample library that ships with the app: `library.addSample`. */
  isSample: z.boolean(),
  /** Codes of what keeps changes below it from being noticed at once: `watchLimit`, `overflow`, `watcherFailing`, a system's code. */
  troubles: z.array(z.string()),
  counts,
});
export type Folder = z.infer<typeof folder>;

export const problem = z.object({ documentId, path: z.string(), state: documentState, reason });
export type Problem = z.infer<typeof problem>;

/** Why no work is taken up: the user paused it, the machine runs on battery, or the index's disk is full or refuses writing. */
export const pauseReason = z.enum(['byUser', 'onBattery', 'diskFull', 'writeFailed']);
export type PauseReason = z.infer<typeof pauseReason>;

export const progress = z.object({
  counts,
  /** Null while work goes on. Searching always does. */
  paused: pauseReason.nullable(),
  /** When a pause ends by itself, milliseconds since 1970; null for one that lasts. */
  pausedUntil: z.number().nullable(),
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

/** Which documents a list holds: all given parts must hold; within a list any may. */
export const fileFilter = z.object({
  states: z.array(documentState).default([]),
  reasons: z.array(reason).default([]),
  types: z.array(z.string()).default([]),
  /** Absolute path of a folder, sub-folders included. */
  under: z.string().nullable().default(null),
});
export type FileFilter = z.infer<typeof fileFilter>;

/** How much of the library can be found by what it says. `searchable`: words, indexed and partial; `attention`: with a reason that has a remedy. */
export const coverage = z.object({
  total: z.int(),
  searchable: z.int(),
  nameOnly: z.int(),
  waiting: z.int(),
  attention: z.int(),
  byType: z.array(z.object({ type: z.string(), counts })),
  byReason: z.array(z.object({ reason, count: z.int() })),
  byFolder: z.array(z.object({ folderId, path: z.string(), counts })),
});
export type Coverage = z.infer<typeof coverage>;

/** A folder below an added one, with the counts of all documents in it, at any depth. */
export const subfolder = z.object({ path: z.string(), counts });
export type Subfolder = z.infer<typeof subfolder>;

/** `.gitignore` syntax, one pattern a line, the later line wins, `!` takes back. `folderId` null: for all folders. */
export const ignoreRules = z.object({ folderId: folderId.nullable(), patterns: z.string() });
export type IgnoreRules = z.infer<typeof ignoreRules>;

export const rulesPreview = z.object({
  /** Files of the library and of the disk below its folders that the patterns would hide, and that they would bring back. */
  hidden: z.int(),
  shown: z.int(),
  /** The first of each by path, at most `limit`. */
  hiddenPaths: z.array(z.string()),
  shownPaths: z.array(z.string()),
  /** Lines that are no pattern, from 1. */
  invalidLines: z.array(z.int()),
});
export type RulesPreview = z.infer<typeof rulesPreview>;

export const documentText = z.object({
  path: z.string(),
  title: z.string(),
  /** The asked-for range of the extracted text; `start` is where it begins, `length` what the whole text has. */
  text: z.string(),
  start: z.int(),
  length: z.int(),
  pages: z.array(z.object({ page: z.int(), start: z.int(), end: z.int() })),
  /** The places below the document that its format knows, ascending, without overlap. Empty where it knows none. */
  anchors: z.array(z.object({ anchor, start: z.int(), end: z.int() })),
  /** What the text was read in, and whether `library.setEncoding` said so; null for formats that are not text. */
  encoding: z.object({ name: z.string(), isChosen: z.boolean() }).nullable(),
});
export type DocumentText = z.infer<typeof documentText>;

export const libraryMethods = {
  /** Watches and indexes a folder. Errors: folderNotFound, folderAlreadyAdded, folderInsideFolder. */
  'library.addFolder': { params: z.object({ path: z.string().min(1) }), result: folder },
  /** Forgets a folder and everything learned from it; the files stay untouched. Errors: folderNotFound. */
  'library.removeFolder': { params: z.object({ folderId }), result: z.null() },
  'library.listFolders': { params: z.object({}), result: z.array(folder) },
  /** Compares one folder, or all, with the disk now; resolves when the comparison is done, not the indexing. Errors: folderNotFound. */
  'library.rescan': { params: z.object({ folderId: folderId.nullable().default(null) }), result: z.null() },
  'library.progress': { params: z.object({}), result: progress },
  /** Files that need attention, by path; `nextCursor` is null on the last page. Errors: invalidCursor. */
  'library.problems': {
    params: z.object({ limit: z.int().min(1).max(1000).default(100), cursor: z.string().nullable().default(null) }),
    result: z.object({ problems: z.array(problem), total: z.int(), nextCursor: z.string().nullable() }),
  },
  /** Every file of the library that the filter lets through, by path; `nextCursor` is null on the last page. Errors: invalidCursor. */
  'library.files': {
    params: z.object({
      filter: fileFilter.prefault({}),
      limit: z.int().min(1).max(1000).default(100),
      cursor: z.string().nullable().default(null),
    }),
    result: z.object({ files: z.array(documentSummary), total: z.int(), nextCursor: z.string().nullable() }),
  },
  /** The first `limit` folders that hold documents directly below one, by the bytes of their paths. Errors: folderNotFound outside the library. */
  'library.subfolders': {
    params: z.object({ path: z.string().min(1), limit: z.int().min(1).max(5000).default(500) }),
    result: z.object({ subfolders: z.array(subfolder), total: z.int() }),
  },
  'library.coverage': { params: z.object({}), result: coverage },
  /**
   * Queues files that are failed, skipped or partial to be read again, whether they changed or not: those given, or all
   * that the filter lets through. Resolves to how many were queued.
   */
  'library.retry': {
    params: z.object({ documentIds: z.array(documentId).max(10_000).nullable().default(null), filter: fileFilter.prefault({}) }),
    result: z.object({ queued: z.int() }),
  },
  /**
   * Queues every document to be read and embedded again, whether it changed or not. What is searchable of each stays so by its words until it is
   * replaced; its meaning is missing from then until it is embedded. Settings, folders and history stay. Resolves to how many were queued.
   */
  'library.rebuild': { params: z.object({}), result: z.object({ queued: z.int() }) },
  'library.indexSize': { params: z.object({}), result: z.object({ chunks: z.int(), vectors: z.int(), sizeBytes: z.number() }) },
  /** Stops taking up work; what is being read or embedded is finished. `forMs` null: until resumed. Kept over a restart. */
  'library.pause': { params: z.object({ forMs: z.number().positive().nullable().default(null) }), result: z.null() },
  'library.resume': { params: z.object({}), result: z.null() },
  /** Reads a file in this encoding from now on (a label of the Encoding standard or of `TEXT_ENCODINGS`); null: guess again. Errors: documentNotFound, invalidParams. */
  'library.setEncoding': { params: z.object({ documentId, encoding: z.string().nullable() }), result: z.null() },
  /** The patterns that hold for all folders, first, then those of each folder that has any; `defaults` are what applies before them. */
  'library.ignoreRules': { params: z.object({}), result: z.object({ defaults: z.string(), rules: z.array(ignoreRules) }) },
  /** Replaces the patterns of one folder, or of all; takes effect at once, without a rebuild. Errors: folderNotFound, invalidRules with `details.line`. */
  'library.setIgnoreRules': { params: ignoreRules, result: z.null() },
  /** What `library.setIgnoreRules` would change. Errors: folderNotFound, cancelled. */
  'library.previewIgnoreRules': {
    params: z.object({ folderId: folderId.nullable(), patterns: z.string(), limit: z.int().min(1).max(1000).default(50) }),
    result: rulesPreview,
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
