import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { projectRoot } from '../../src-main/bench/harness.ts';

const built = join(projectRoot, 'out', 'renderer');
/** Says that a file holds pdf.js. */
const PDF_MARK = 'pdf.worker.min.mjs';

type Sizes = {
  readonly files: number;
  readonly kilobytes: number;
  readonly gzipKilobytes: number;
  readonly brotliKilobytes: number;
};

/** Sizes of all scripts, styles and pictures that each page of the build can ever load, apart from pdf.js. */
export function runBundleBench(): Promise<Record<string, unknown>> {
  const pages = readdirSync(built).filter((name) => name.endsWith('.html'));
  return Promise.resolve(Object.fromEntries(pages.map((page) => [page, describe(page)])));
}

function describe(page: string): Record<string, unknown> {
  const all = reachableFrom(page);
  const pdf = [...all].filter(([, bytes]) => bytes.includes(PDF_MARK)).map(([name]) => name);
  const first = reachableFrom(page, { isLazyIncluded: false });
  return {
    all: sizesOf([...all].filter(([name]) => !pdf.includes(name))),
    // What stands in the page itself, and what those files need at once.
    beforeFirstPaint: sizesOf([...first]),
    withPdfPane: sizesOf([...all]),
    files: [...all.keys()].toSorted(),
  };
}

/** The page and every file that is named in one that is reached, by name; lazily, those named in an `import()` and by lists for it. */
function reachableFrom(page: string, { isLazyIncluded = true } = {}): Map<string, Buffer> {
  const existing = new Set(readdirSync(built, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/')));
  const reached = new Map<string, Buffer>();
  const left = [page];
  for (let name = left.pop(); name !== undefined; name = left.pop()) {
    if (reached.has(name) || !existing.has(name)) continue;
    const bytes = readFileSync(join(built, name));
    reached.set(name, bytes);
    left.push(...namesIn(name, bytes.toString('utf8'), isLazyIncluded));
  }
  return reached;
}

function namesIn(file: string, text: string, isLazyIncluded: boolean): string[] {
  const code =
    isLazyIncluded || file.endsWith('.html') ? text : [...text.matchAll(STATIC_IMPORT)].map(([found]) => found).join('\n');
  return [...code.matchAll(/["'`(]([^"'`()\s]+\.(?:js|css|svg|png|woff2))["'`)]/g)].map(([, name = '']) =>
    name.startsWith('./') ? posix.join(posix.dirname(file), name) : name.replace(/^\//, ''),
  );
}

const STATIC_IMPORT = /(?:import|export)(?:[\w$*\s{},]+from)?\s*["'`][^"'`]+["'`]/g;

function sizesOf(files: readonly (readonly [string, Buffer])[]): Sizes {
  const kilobytes = (sizeOf: (bytes: Buffer) => number): number =>
    Math.round(files.reduce((sum, [, bytes]) => sum + sizeOf(bytes), 0) / 100) / 10;
  return {
    files: files.length,
    kilobytes: kilobytes((bytes) => bytes.byteLength),
    gzipKilobytes: kilobytes((bytes) => gzipSync(bytes, { level: 9 }).byteLength),
    brotliKilobytes: kilobytes((bytes) => brotliCompressSync(bytes).byteLength),
  };
}
