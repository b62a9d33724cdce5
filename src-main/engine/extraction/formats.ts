import path from 'node:path';
import type { ExtractionOutcome } from '#engine/documents/documents.ts';
import { CONFIG_EXTENSIONS, SOURCE_EXTENSIONS, SOURCE_NAMES, XML_EXTENSIONS } from './names-of-formats.ts';
import type { ExtractionOptions, Extractor } from './extractor.ts';
import { detectLanguage } from './language.ts';
import { proseSample } from './prose-sample.ts';

/**
 * Names what a stored extraction was made by; one of another version is made again. Raised with every change of what any
 * extractor makes of a file, the PDF extractor's own version included.
 */
export const EXTRACTOR_VERSION = 4;

/** How one family of files is read. */
type Format = {
  /** What people call it, and what a search filters by: several formats may share a type. */
  readonly type: string;
  /** Lower case, without the dot. */
  readonly extensions: readonly string[];
  /** Whole names of files that belong here whatever their extension, lower case. */
  readonly names?: readonly string[];
  /** Extractors load with their first file: a process that reads notes never pays for a PDF library. */
  readonly load: () => Promise<Extractor>;
};

/** Files that are text by convention and carry no extension, lower case. */
const TEXT_NAMES: readonly string[] =
  'readme license licence copying authors changelog changes contributors copyright credits history install news notice thanks todo version'.split(
    ' ',
  );

/** A new format is a line here. The first format of a type reads files of that type whose extension says nothing. */
const FORMATS: readonly Format[] = [
  { type: 'pdf', extensions: ['pdf'], load: async () => (await import('./pdf/extract-pdf.ts')).extractPdf },
  {
    type: 'markdown',
    extensions: ['md', 'markdown', 'mdown', 'mkd', 'mdx', 'rmd', 'qmd'],
    load: async () => (await import('./markdown/markdown.ts')).extractMarkdown,
  },
  { type: 'html', extensions: ['html', 'htm', 'xhtml'], load: async () => (await import('./html/html.ts')).extractHtml },
  {
    type: 'text',
    extensions: ['txt', 'text', 'ics', 'vcf', 'bib', 'ris', 'pod', 'man', 'po', 'pot'],
    names: TEXT_NAMES,
    load: async () => (await import('./text/plain-text.ts')).extractPlainText,
  },
  { type: 'text', extensions: ['log'], load: async () => (await import('./text/log.ts')).extractLog },
  { type: 'text', extensions: ['org'], load: async () => (await import('./text/org.ts')).extractOrg },
  {
    type: 'text',
    extensions: ['rst', 'rest'],
    load: async () => (await import('./text/restructured-text.ts')).extractRestructuredText,
  },
  {
    type: 'text',
    extensions: ['adoc', 'asciidoc'],
    load: async () => (await import('./text/asciidoc.ts')).extractAsciidoc,
  },
  {
    type: 'mail',
    extensions: ['eml', 'emlx'],
    load: async () => (await import('./mail/extract-mail.ts')).createMailExtractor({ typeOf: documentTypeOf, extract }),
  },
  { type: 'notebook', extensions: ['ipynb'], load: async () => (await import('./notebook/notebook.ts')).extractNotebook },
  {
    type: 'subtitles',
    extensions: ['srt', 'vtt', 'ass', 'ssa'],
    load: async () => (await import('./subtitles/subtitles.ts')).extractSubtitles,
  },
  { type: 'table', extensions: ['csv'], load: async () => (await import('./delimited/delimited.ts')).extractDelimited },
  { type: 'table', extensions: ['tsv', 'tab'], load: async () => (await import('./delimited/delimited.ts')).extractTabSeparated },
  {
    type: 'data',
    extensions: ['json', 'geojson', 'json5', 'jsonc', 'webmanifest', 'jsonld', 'har'],
    load: async () => (await import('./data/json.ts')).extractJson,
  },
  { type: 'data', extensions: ['jsonl', 'ndjson'], load: async () => (await import('./data/json.ts')).extractJsonLines },
  {
    type: 'data',
    extensions: XML_EXTENSIONS,
    load: async () => (await import('./data/xml.ts')).extractXml,
  },
  { type: 'data', extensions: CONFIG_EXTENSIONS, load: async () => (await import('./data/config.ts')).extractConfig },
  {
    type: 'code',
    extensions: SOURCE_EXTENSIONS,
    names: SOURCE_NAMES,
    load: async () => (await import('./code/code.ts')).extractCode,
  },
  {
    type: 'word',
    extensions: ['docx', 'docm', 'dotx', 'dotm'],
    load: async () => (await import('./office/docx.ts')).extractDocx,
  },
  { type: 'word', extensions: ['odt', 'ott'], load: async () => (await import('./office/odf.ts')).extractOdf },
  { type: 'word', extensions: ['rtf'], load: async () => (await import('./office/rtf.ts')).extractRtf },
  {
    type: 'slides',
    extensions: ['pptx', 'pptm', 'ppsx', 'ppsm', 'potx', 'potm'],
    load: async () => (await import('./office/pptx.ts')).extractPptx,
  },
  { type: 'slides', extensions: ['odp', 'otp'], load: async () => (await import('./office/odf.ts')).extractOdf },
  {
    type: 'spreadsheet',
    extensions: ['xlsx', 'xlsm', 'xltx', 'xltm'],
    load: async () => (await import('./office/xlsx.ts')).extractXlsx,
  },
  { type: 'spreadsheet', extensions: ['ods', 'ots'], load: async () => (await import('./office/ods.ts')).extractOds },
  { type: 'spreadsheet', extensions: ['fods'], load: async () => (await import('./office/ods.ts')).extractFlatOds },
  { type: 'book', extensions: ['epub'], load: async () => (await import('./office/epub.ts')).extractEpub },
  { type: 'tex', extensions: ['tex', 'latex', 'ltx'], load: async () => (await import('./office/tex.ts')).extractTex },
];

const FORMATS_BY_NAME: ReadonlyMap<string, Format> = new Map(
  FORMATS.flatMap((format) => (format.names ?? []).map((name): [string, Format] => [name, format])),
);
const NO_EXTENSIONS: ReadonlySet<string> = new Set();

const FORMATS_BY_EXTENSION: ReadonlyMap<string, Format> = new Map(
  FORMATS.flatMap((format) => format.extensions.map((extension): [string, Format] => [`.${extension}`, format])),
);

/**
 * The type of a file by its name alone; `isReadable` false means that it is known by name only. `textExtensions`: what the
 * user reads as text beside the formats, lower case, with the dot.
 */
export function documentTypeOf(
  filePath: string,
  textExtensions: ReadonlySet<string> = NO_EXTENSIONS,
): { readonly type: string; readonly isReadable: boolean } {
  const type = formatByName(filePath)?.type;
  if (type !== undefined) return { type, isReadable: true };
  const isText = textExtensions.has(path.extname(filePath).toLowerCase());
  return isText ? { type: 'text', isReadable: true } : { type: 'other', isReadable: false };
}

/** Every extension (with its dot) and every whole name by which files are read, each with its type. */
export function listFormats(): {
  readonly type: string;
  readonly extensions: readonly string[];
  readonly names: readonly string[];
}[] {
  return FORMATS.map(({ type, extensions, names = [] }) => ({ type, extensions: extensions.map((each) => `.${each}`), names }));
}

function formatByName(filePath: string): Format | undefined {
  const name = path.basename(filePath).toLowerCase();
  return FORMATS_BY_NAME.get(name) ?? FORMATS_BY_EXTENSION.get(path.extname(name));
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

/** Memo: importing what is there already still takes longer than reading a short note. */
const loaded = new Map<Format, Promise<[Extractor, typeof import('./text-decoder.ts')]>>();

function loadOnce(format: Format): Promise<[Extractor, typeof import('./text-decoder.ts')]> {
  const known = loaded.get(format);
  if (known !== undefined) return known;
  const loading = Promise.all([format.load(), import('./text-decoder.ts')]);
  loaded.set(format, loading);
  return loading;
}

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
  const [extractor, { createTextDecoder }] = await loadOnce(format);
  const decoder = createTextDecoder(encoding);
  const outcome = await extractor(bytes, { ...file, decode: decoder.decode });
  if (outcome.kind !== 'extracted') return outcome;
  const { language: declared } = outcome.document;
  const language = (await detectLanguage(proseSample(outcome.document), declared)) ?? declared;
  return {
    ...outcome,
    partial: outcome.partial ?? (decoder.isGuessed ? 'encodingGuessed' : null),
    document: { ...outcome.document, language },
    encoding: decoder.encoding,
  };
}
