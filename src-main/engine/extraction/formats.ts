import path from 'node:path';
import type { ExtractionOutcome } from '#engine/documents/documents.ts';
import type { ExtractionOptions, Extractor } from './extractor.ts';
import { detectLanguage } from './language.ts';

/**
 * Names what a stored extraction was made by; one of another version is made again. Raised with every change of what any
 * extractor makes of a file, the PDF extractor's own version included.
 */
export const EXTRACTOR_VERSION = 2;

/** How one family of files is read. */
type Format = {
  /** What people call it, and what a search filters by: several formats may share a type. */
  readonly type: string;
  /** Lower case, without the dot. */
  readonly extensions: readonly string[];
  /** Extractors load with their first file: a process that reads notes never pays for a PDF library. */
  readonly load: () => Promise<Extractor>;
};

/** A new format is a line here. The first format of a type reads files of that type whose extension says nothing. */
const FORMATS: readonly Format[] = [
  { type: 'pdf', extensions: ['pdf'], load: async () => (await import('./pdf/extract-pdf.ts')).extractPdf },
  {
    type: 'markdown',
    extensions: ['md', 'markdown', 'mdown', 'mkd'],
    load: async () => (await import('./markdown/markdown.ts')).extractMarkdown,
  },
  { type: 'html', extensions: ['html', 'htm', 'xhtml'], load: async () => (await import('./html/html.ts')).extractHtml },
  { type: 'text', extensions: ['txt', 'text', 'log'], load: async () => (await import('./text/plain-text.ts')).extractPlainText },
];

const FORMATS_BY_EXTENSION: ReadonlyMap<string, Format> = new Map(
  FORMATS.flatMap((format) => format.extensions.map((extension): [string, Format] => [`.${extension}`, format])),
);

/** Files that are text by convention and carry no extension, lower case. */
const TEXT_NAMES = new Set(
  'readme license licence copying authors changelog changes contributors copyright credits history install news notice thanks todo version'.split(
    ' ',
  ),
);

/** The type of a file by its name alone; `isReadable` false means that it is known by name only. */
export function documentTypeOf(filePath: string): { readonly type: string; readonly isReadable: boolean } {
  const type = formatByName(filePath)?.type ?? (TEXT_NAMES.has(path.basename(filePath).toLowerCase()) ? 'text' : null);
  return type === null ? { type: 'other', isReadable: false } : { type, isReadable: true };
}

function formatByName(filePath: string): Format | undefined {
  return FORMATS_BY_EXTENSION.get(path.extname(path.basename(filePath).toLowerCase()));
}

/** What reads files of a type: among formats of one type, the extension chooses. */
function formatOf(type: string, filePath: string): Format | undefined {
  const named = formatByName(filePath);
  return named?.type === type ? named : FORMATS.find((format) => format.type === type);
}

export type FileToExtract = {
  readonly type: string;
  /** Chooses among the formats of the type; no file is opened. */
  readonly path: string;
  /** What the user chose for this file. Default: none, so that its bytes tell. */
  readonly encoding?: string | null;
};

/** `encoding`: what the text was read in; null for formats that are not text. */
export type ExtractionResult =
  | (Extract<ExtractionOutcome, { kind: 'extracted' }> & { readonly encoding: string | null })
  | Exclude<ExtractionOutcome, { kind: 'extracted' }>;

/**
 * Reads a file's bytes by its type and, where several formats share it, by the extension of `path` (no file is opened).
 * Unknown types are skipped as `unsupportedType`, no bytes at all as `empty`.
 */
export async function extract(
  bytes: Uint8Array,
  { encoding = null, ...file }: Omit<ExtractionOptions, 'decode'> & FileToExtract,
): Promise<ExtractionResult> {
  const format = formatOf(file.type, file.path);
  if (format === undefined) return { kind: 'skipped', reason: 'unsupportedType' };
  if (bytes.length === 0) return { kind: 'skipped', reason: 'empty' };
  const [extractor, { createTextDecoder }] = await Promise.all([format.load(), import('./text-decoder.ts')]);
  const decoder = createTextDecoder(encoding);
  const outcome = await extractor(bytes, { ...file, decode: decoder.decode });
  if (outcome.kind !== 'extracted') return outcome;
  const { text, language: declared } = outcome.document;
  const language = (await detectLanguage(text, declared)) ?? declared;
  return {
    ...outcome,
    partial: outcome.partial ?? (decoder.isGuessed ? 'encodingGuessed' : null),
    document: { ...outcome.document, language },
    encoding: decoder.encoding,
  };
}
