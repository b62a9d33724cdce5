import path from 'node:path';
import packageJson from '../../../package.json' with { type: 'json' };

/** The version of the product. */
export const version: string = packageJson.version;

/** Programs of ours that run in a process of their own. */
export type EntryName = 'cli' | 'web' | 'engine' | 'ingest' | 'embedder' | 'reranker' | 'watcher';

const SOURCES: Readonly<Record<EntryName, string>> = {
  cli: 'src-main/hosts/cli/main.ts',
  web: 'src-main/hosts/web/main.ts',
  engine: 'src-main/hosts/node/engine.ts',
  ingest: 'src-main/processes/ingest.ts',
  embedder: 'src-main/processes/embedder.ts',
  reranker: 'src-main/processes/reranker.ts',
  watcher: 'src-main/processes/watcher.ts',
};

/** This file runs as it is in development and tests, and lies bundled in out/main in the built product. */
const isBundled = !import.meta.filename.endsWith('.ts');
const root = path.resolve(import.meta.dirname, isBundled ? '../..' : '../../..');

/** The absolute file of a program: its source where this runs from source, else its bundle. */
export function entryFile(name: EntryName): string {
  return isBundled ? path.join(root, 'out/main', `${name}.js`) : path.join(root, SOURCES[name]);
}

/** Where the models that come with the product lie. */
export const bundledModelsFolder = path.join(root, 'models');

/** Where the help pages lie, a folder for each language. */
export const helpFolder = path.join(root, 'resources/help');

/** Where the sample library lies, which a person may try the app with. */
export const sampleFolder = path.join(root, 'resources/sample-library');

/** Where the built pages lie. */
export const rendererFolder = path.join(root, 'out/renderer');
