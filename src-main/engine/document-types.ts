import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Catalogue, SeenFile } from './catalogue/catalogue.ts';
import { documentTypeOf } from './extraction/formats.ts';

/** Takes the catalogue about ten milliseconds. */
const READ_BATCH = 2_000;

export type DocumentTypes = {
  /** The type of a file by its name, with the extensions that the user reads as text. */
  typeOf(filePath: string): { readonly type: string; readonly isReadable: boolean };
  /** Tells the catalogue of the files whose type is another one since the setting changed; resolves when all know theirs. */
  refresh(): Promise<void>;
};

/** `textExtensions`: the setting, read now and by `refresh`. `onChange` is called after each batch that may have changed documents. */
export function createDocumentTypes(options: {
  readonly catalogue: Catalogue;
  textExtensions(): string;
  onChange(): void;
}): DocumentTypes {
  const { catalogue } = options;
  let extensions = parseExtensions(options.textExtensions());
  let refreshing: Promise<void> = Promise.resolve();

  async function refreshFolders(changed: ReadonlySet<string>): Promise<void> {
    for (const folder of catalogue.listFolders()) await refreshFolder(folder.id, changed);
  }

  async function refreshFolder(folderId: number, changed: ReadonlySet<string>): Promise<void> {
    let afterPath: string | null = null;
    for (;;) {
      const page = catalogue.pathsOf(folderId, { afterPath, limit: READ_BATCH });
      const files: SeenFile[] = [];
      for (const [filePath, { identity }] of page) {
        afterPath = filePath;
        if (changed.has(extensionOf(filePath))) files.push({ path: filePath, identity, ...typeOf(filePath) });
      }
      if (files.length > 0) {
        catalogue.recordSeen(folderId, files, { isFresh: false, hasPath: () => true });
        options.onChange();
      }
      if (page.size < READ_BATCH) return;
      await nextTurn();
    }
  }

  const typeOf = (filePath: string): ReturnType<typeof documentTypeOf> => documentTypeOf(filePath, extensions);

  return {
    typeOf,
    refresh() {
      const before = extensions;
      extensions = parseExtensions(options.textExtensions());
      const changed = extensions.symmetricDifference(before);
      if (changed.size > 0) refreshing = refreshing.then(() => refreshFolders(changed));
      return refreshing;
    },
  };
}

/** `nfo, .Tab` as a set of `.nfo` and `.tab`. */
export function parseExtensions(setting: string): ReadonlySet<string> {
  const names = setting.split(',').map((name) => name.trim().replace(/^\./, '').toLowerCase());
  return new Set(names.filter((name) => name !== '').map((name) => `.${name}`));
}

function extensionOf(filePath: string): string {
  return path.extname(filePath).toLowerCase();
}
