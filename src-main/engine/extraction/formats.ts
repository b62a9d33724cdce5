import path from 'node:path';
import type { ExtractionOutcome } from '#engine/documents/documents.ts';
import type { ExtractionOptions, Extractor } from './extractor.ts';
import { detectLanguage } from './language.ts';

/**
 * Names what a stored extraction was made by; one of another version is made again. Raised with every change of what any
 * extractor makes of a file, the PDF extractor's own version included.
 */
export const EXTRACTOR_VERSION = 1;

const TYPES_BY_EXTENSION: ReadonlyMap<string, string> = new Map(
  Object.entries({
    pdf: ['pdf'],
    markdown: ['md', 'markdown', 'mdown', 'mkd'],
    html: ['html', 'htm', 'xhtml'],
    text: ['txt', 'text', 'log'],
  }).flatMap(([type, extensions]) => extensions.map((extension): [string, string] => [`.${extension}`, type])),
);

/** Files that are text by convention and carry no extension, lower case. */
const TEXT_NAMES = new Set(
  'readme license licence copying authors changelog changes contributors copyright credits history install news notice thanks todo version'.split(
    ' ',
  ),
);

/** Extractors load with their first file: a process that reads notes never pays for a PDF library. */
const EXTRACTORS: ReadonlyMap<string, () => Promise<Extractor>> = new Map<string, () => Promise<Extractor>>([
  ['pdf', async () => (await import('./pdf/extract-pdf.ts')).extractPdf],
  ['markdown', async () => (await import('./markdown/markdown.ts')).extractMarkdown],
  ['html', async () => (await import('./html/html.ts')).extractHtml],
  ['text', async () => (await import('./text/plain-text.ts')).extractPlainText],
]);

/** The type of a file by its name alone; `isReadable` false means that it is known by name only. */
export function documentTypeOf(filePath: string): { readonly type: string; readonly isReadable: boolean } {
  const name = path.basename(filePath).toLowerCase();
  const type = TYPES_BY_EXTENSION.get(path.extname(name)) ?? (TEXT_NAMES.has(name) ? 'text' : null);
  return type === null ? { type: 'other', isReadable: false } : { type, isReadable: true };
}

/** Reads a file's bytes by its type. Unknown types are skipped as `unsupportedType`, no bytes at all as `empty`. */
export async function extract(
  bytes: Uint8Array,
  options: ExtractionOptions & { readonly type: string },
): Promise<ExtractionOutcome> {
  const load = EXTRACTORS.get(options.type);
  if (load === undefined) return { kind: 'skipped', reason: 'unsupportedType' };
  if (bytes.length === 0) return { kind: 'skipped', reason: 'empty' };
  const extractor = await load();
  const outcome = await extractor(bytes, options);
  if (outcome.kind !== 'extracted') return outcome;
  const { text, language: declared } = outcome.document;
  const language = (await detectLanguage(text, declared)) ?? declared;
  return { ...outcome, document: { ...outcome.document, language } };
}
