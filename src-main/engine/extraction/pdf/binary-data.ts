import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

const FOLDER_BY_KIND: Readonly<Record<string, string>> = {
  cMapUrl: 'cmaps',
  standardFontDataUrl: 'standard_fonts',
  wasmUrl: 'wasm',
};

/** What pdf.js asks for: `kind` is the name of an option of its own, `filename` one of the files that it ships. */
type BinaryDataRequest = { readonly kind: string; readonly filename: string };

/** The folder of the installed pdf.js, with `cmaps`, `standard_fonts` and `wasm` in it. */
export function installedResourcesFolder(): string {
  return path.dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
}

/**
 * A class as pdf.js wants it that reads character maps, standard fonts and decoders below `resourcesFolder`. Without
 * the character maps most Chinese, Japanese and Korean files yield no text, silently.
 */
export function createBinaryDataFactory(resourcesFolder: string) {
  return class BinaryDataFactory {
    async fetch({ kind, filename }: BinaryDataRequest): Promise<Uint8Array> {
      const folder = FOLDER_BY_KIND[kind];
      // The name comes out of the document in part ("/CMap /../../x"); only plain names inside the folder are read.
      if (folder === undefined || path.basename(filename) !== filename) throw new Error('Unknown resource');
      return new Uint8Array(await readFile(path.join(resourcesFolder, folder, filename)));
    }
  };
}
