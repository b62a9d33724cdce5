import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { PDF_WORKER_POLICY } from './security-headers.ts';

export type StaticFile = {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
  readonly isImmutable: boolean;
  /** A content policy of its own, or null for that of all answers. */
  readonly policy: string | null;
};

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  // What pdf.js draws with: character maps, colour profiles, and the fonts that files need not bring along.
  '.bcmap': 'application/octet-stream',
  '.icc': 'application/octet-stream',
  '.pfb': 'application/octet-stream',
  '.ttf': 'font/ttf',
};

/** The main window's page, and the quick panel's. */
const PAGES = { '/': '/index.html', '/quick': '/quick.html' };

/** Where the build puts it. */
const PDF_WORKER = '/pdfjs/pdf.worker.min.mjs';

/**
 * All files of a folder, by the path of their address; pages have a second one, without an extension. They are read once, so what a request asks
 * for is only ever looked up and never becomes a path on the disk. Errors: those of reading the folder.
 */
export async function readStaticFiles(folder: string): Promise<ReadonlyMap<string, StaticFile>> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = new Map<string, StaticFile>();
  for (const each of found.filter((one) => one.isFile())) {
    const file = path.join(each.parentPath, each.name);
    const type = TYPES[path.extname(each.name)];
    if (type === undefined) continue;
    const address = `/${path.relative(folder, file).split(path.sep).join('/')}`;
    const isImmutable = address.startsWith('/assets/');
    const policy = address === PDF_WORKER ? PDF_WORKER_POLICY : null;
    files.set(address, { bytes: new Uint8Array(await readFile(file)), type, isImmutable, policy });
  }
  for (const [address, page] of Object.entries(PAGES)) {
    const file = files.get(page);
    if (file !== undefined) files.set(address, file);
  }
  return files;
}
