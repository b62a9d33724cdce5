import { realpathSync } from 'node:fs';
import { EngineError } from '#contract';
import type { Catalogue, FolderRecord } from './catalogue/catalogue.ts';
import type { Library } from './library/library.ts';

export type SampleFolder = {
  /** Whether a folder of the library is the sample library of this build. */
  isSample(folder: Pick<FolderRecord, 'path'>): boolean;
  /** Adds it, or returns it where it is in the library already. Errors: folderNotFound, folderInsideFolder. */
  add(): Promise<FolderRecord>;
};

/** The sample library: a folder like any other, read where the app lies. */
export function createSampleFolder(options: {
  readonly path: string;
  readonly catalogue: Pick<Catalogue, 'listFolders'>;
  readonly library: Pick<Library, 'addFolder'>;
}): SampleFolder {
  const path = realPathOf(options.path);
  const isSample: SampleFolder['isSample'] = (folder) => folder.path === path;
  const added = (): FolderRecord | undefined => options.catalogue.listFolders().find(isSample);
  return {
    isSample,
    async add() {
      const known = added();
      if (known !== undefined) return known;
      try {
        return await options.library.addFolder(options.path);
      } catch (error) {
        // Asked for twice at the same moment: the other call was faster.
        const folder = error instanceof EngineError && error.code === 'folderAlreadyAdded' ? added() : undefined;
        if (folder === undefined) throw error;
        return folder;
      }
    },
  };
}

/** Folders of the library are known by their real paths; a build without samples has none of that path. */
function realPathOf(path: string): string {
  try {
    return realpathSync.native(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return path;
    throw error;
  }
}
