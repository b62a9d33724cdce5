import { z } from 'zod';
import { folder } from './library.ts';

/** What a suggested folder is: one of those that systems make for everybody, or one where a notes program keeps its notes. */
export const suggestionKind = z.enum(['documents', 'desktop', 'downloads', 'notes', 'vault']);
export type SuggestionKind = z.infer<typeof suggestionKind>;

export const suggestedFolder = z.object({ path: z.string(), kind: suggestionKind });
export type SuggestedFolder = z.infer<typeof suggestedFolder>;

export const folderPreview = z.object({
  /** Files below it that the ignore rules let through, and those of them whose content would be read. */
  files: z.int(),
  readable: z.int(),
  /** Bytes of all those files. */
  sizeBytes: z.number(),
  /** The readable ones by type, most files first. */
  byType: z.array(z.object({ type: z.string(), files: z.int() })),
  /** `counting`: ask again for more; `complete`: that is all; `cutShort`: there is more than is counted for a preview. */
  state: z.enum(['counting', 'complete', 'cutShort']),
});
export type FolderPreview = z.infer<typeof folderPreview>;

export const onboardingMethods = {
  /**
   * Adds the sample library that ships with the app, or returns it where it was added before; `library.removeFolder` takes
   * it out again. Errors: folderNotFound where this build has none, folderInsideFolder.
   */
  'library.addSample': { params: z.object({}), result: folder },
  /**
   * Folders of this machine that a person is likely to keep documents in, likeliest first; a later one may lie inside an
   * earlier one. Answered by hosts with the capability `addFolderByPath`: the engine knows nobody's home, and answers none.
   */
  'library.suggestFolders': { params: z.object({}), result: z.array(suggestedFolder) },
  /**
   * What adding a folder would read, counted on while it is asked again; nobody asking for some seconds ends the count.
   * Answers within half a second. Errors: folderNotFound, cancelled.
   */
  'library.previewFolder': { params: z.object({ path: z.string().min(1) }), result: folderPreview },
} as const;
