import type { ExtractionOutcome } from '#engine/documents/documents.ts';
import type { DocumentBuilder, DocumentFacts } from '../document-builder.ts';
import { extractAsText } from '../extract-as-text.ts';
import type { ExtractionOptions } from '../extractor.ts';
import { createLineBlocks, LONGEST_MARKED } from './line-blocks.ts';

const HEADING = /^(={1,6}|#{1,6})[ \t]+(\S.*?)(?:[ \t]+\1)?$/;
const FENCE = /^(?:-{4,}|\.{4,}|`{3,}\S*|\/{4,}|\+{4,})$/;
const LIST_ENTRY = /^[ \t]*(?:[*.-]{1,6}|\d{1,9}\.)[ \t]+(.*)$/;
const ATTRIBUTE = /^:!?([\w-]{1,60})!?:[ \t]*(.*)$/;
const SEARCHABLE = new Set(['author', 'authors', 'description', 'keywords']);
/** Between the dots a block's title; attributes, anchors, pictures and included files are not text. */
const UNSEEN = /^(?:\[[^\]]{0,500}\]|(?:include|image|toc|video|audio)::\S{0,500}\[.{0,500}\]|'{3,}|<{3,}|\+)$/;
const COMMENT = /^\/\/(?!\/\/)/;
const CELL = /(?:^|[ \t])(?:\d{0,3}[.+]?\d{0,3}[*+]?[<^>]?[aehlmsd]?)\|/;

/** Reads AsciiDoc: titles as headings, listings as code, without attributes and marks. */
export function extractAsciidoc(bytes: Uint8Array, options: ExtractionOptions): Promise<ExtractionOutcome> {
  return extractAsText(bytes, options, readAsciidoc);
}

function readAsciidoc(source: string, builder: DocumentBuilder): DocumentFacts {
  const blocks = createLineBlocks(builder);
  let fence: string | null = null;
  let isInTable = false;
  let author: string | null = null;

  function readLine(line: string): void {
    const heading = HEADING.exec(line);
    const attribute = ATTRIBUTE.exec(line);
    if (heading !== null) {
      blocks.end();
      builder.addHeading(heading[1]?.length ?? 1, plain(heading[2] ?? ''));
    } else if (attribute !== null) {
      const [, name = '', value = ''] = attribute;
      if (name === 'author' || name === 'authors') author ??= plain(value);
      if (SEARCHABLE.has(name)) blocks.add('metadata', plain(value));
    } else if (line === '') blocks.end();
    else if (/^\|={3,}$/.test(line)) {
      blocks.end();
      isInTable = !isInTable;
    } else if (UNSEEN.test(line) || COMMENT.test(line) || /^(?:_{4,}|={4,}|\*{4,}|--)$/.test(line)) blocks.end();
    else if (isInTable) blocks.add('table', cellsOf(line));
    else readText(line);
  }

  function readText(line: string): void {
    const listed = LIST_ENTRY.exec(line);
    if (listed !== null) {
      blocks.end();
      blocks.add('listEntry', plain(listed[1] ?? ''));
    } else
      blocks.add(
        'paragraph',
        plain(
          line
            .replace(/^\.(?=[^\s.])/, '')
            .replace(/ \+$/, '')
            .trim(),
        ),
      );
  }

  for (const raw of source.split('\n')) {
    if (builder.isFull) break;
    const line = raw.trimEnd();
    if (fence !== null) {
      if (line === fence) {
        blocks.end();
        fence = null;
      } else if (!fence.startsWith('/')) blocks.add('code', raw);
    } else if (FENCE.test(line)) {
      blocks.end();
      fence = line.startsWith('`') ? '```' : line;
    } else readLine(line);
  }
  blocks.end();
  return { title: builder.mainHeading, author };
}

function cellsOf(line: string): string {
  const cells = line.split(CELL).map((cell) => plain(cell.trim()));
  return cells.filter((cell) => cell !== '').join(' | ');
}

function plain(text: string): string {
  if (text.length > LONGEST_MARKED) return text;
  return text
    .replace(/[ \t]*\[\[[^\][]{1,200}\]\]/g, '')
    .replace(/(?:link:|xref:|https?:\/\/\S{1,500}?(?=\[)|mailto:)[^\s[]{0,500}\[([^\]]{1,500})\]/g, '$1')
    .replace(/<<[^<>,\n]{1,300}(?:,[ \t]*([^<>\n]{1,300}))?>>/g, (all: string, shown?: string) => shown ?? all.slice(2, -2))
    .replace(/(^|[^\p{L}\p{N}])([*_`+])(\S(?:[^\n]{0,300}?\S)?)\2(?![\p{L}\p{N}])/gu, '$1$3');
}
