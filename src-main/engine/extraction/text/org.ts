import type { ExtractionOutcome } from '#engine/documents/documents.ts';
import { parseDate } from '../dates.ts';
import type { DocumentBuilder, DocumentFacts } from '../document-builder.ts';
import { extractAsText } from '../extract-as-text.ts';
import type { ExtractionOptions } from '../extractor.ts';
import { createLineBlocks, LONGEST_MARKED } from './line-blocks.ts';

const HEADLINE =
  /^(\*{1,30})[ \t]+(?:(?:TODO|DONE|NEXT|WAITING|CANCELLED)[ \t]+)?(?:\[#[A-Z]\][ \t]*)?(.*?)(?:[ \t]+:([\p{L}\p{N}_@#%:]+):)?[ \t]*$/u;
const KEYWORD = /^[ \t]*#\+(\w{1,40})(?:\[[^\]]{0,100}\])?:[ \t]*(.*)$/;
const BLOCK_BEGIN = /^[ \t]*#\+begin_(\w{1,40})/i;
const BLOCK_END = /^[ \t]*#\+end_\w/i;
const LIST_ENTRY = /^[ \t]*(?:[-+]|[ \t]+\*)[ \t]+(.*)$/;
const NUMBERED = /^[ \t]*(\d{1,9}[.)][ \t]+.*)$/;
const SEARCHABLE = new Set(['subtitle', 'author', 'description', 'keywords', 'caption']);
const PLANNING = /^[ \t]*(?:(?:SCHEDULED|DEADLINE|CLOSED):[ \t]*[<[][^\]>]{1,60}[>\]][ \t]*)+$/;

/** Reads an Org file: its headlines as headings, without drawers and marks. */
export function extractOrg(bytes: Uint8Array, options: ExtractionOptions): Promise<ExtractionOutcome> {
  return extractAsText(bytes, options, readOrg);
}

function readOrg(source: string, builder: DocumentBuilder): DocumentFacts {
  const blocks = createLineBlocks(builder);
  const tags = new Set<string>();
  const addTags = (text: string): void => text.split(/[:\s]+/).forEach((tag) => void (tag !== '' && tags.add(tag)));
  let title: string | null = null;
  let author: string | null = null;
  let createdAt: number | null = null;
  let openBlock: string | null = null;
  let isInDrawer = false;

  function readKeyword(name: string, value: string): void {
    if (name === 'author') author ??= plain(value);
    if (name === 'title') title ??= plain(value);
    else if (name === 'filetags') addTags(value);
    else if (name === 'date') createdAt ??= parseDate(value.replace(/[<>[\]]|[ \t]\p{L}+/gu, ' '));
    else if (SEARCHABLE.has(name)) blocks.add(name === 'caption' ? 'paragraph' : 'metadata', plain(value));
  }

  function readLine(line: string): void {
    if (/^[ \t]*:(?:PROPERTIES|LOGBOOK):[ \t]*$/i.test(line)) {
      isInDrawer = true;
      return;
    }
    const headline = HEADLINE.exec(line);
    if (headline !== null) {
      blocks.end();
      addTags(headline[3] ?? '');
      builder.addHeading(headline[1]?.length ?? 1, plain(headline[2] ?? ''));
      return;
    }
    const keyword = KEYWORD.exec(line);
    if (keyword !== null) return readKeyword((keyword[1] ?? '').toLowerCase(), keyword[2] ?? '');
    if (line.trim() === '') return blocks.end();
    if (/^[ \t]*# |^[ \t]*#$|^[ \t]*-{5,}[ \t]*$/.test(line) || PLANNING.test(line)) return;
    if (/^[ \t]*\|/.test(line)) return addTableRow(line);
    const listed = LIST_ENTRY.exec(line)?.[1] ?? NUMBERED.exec(line)?.[1];
    if (listed !== undefined) {
      blocks.end();
      blocks.add('listEntry', plain(listed.replace(/^\[[ xX-]\][ \t]+/, '')));
    } else if (/^[ \t]+\S/.test(line)) blocks.add('listEntry', plain(line.trim()));
    else blocks.add('paragraph', plain(line.trim()));
  }

  function addTableRow(line: string): void {
    if (/^[ \t]*\|[-+|: \t]*$/.test(line)) return;
    const cells = line.split('|').map((cell) => plain(cell.trim()));
    blocks.add('table', cells.filter((cell) => cell !== '').join(' | '));
  }

  for (const line of source.split('\n')) {
    if (builder.isFull) break;
    if (isInDrawer) isInDrawer = !/^[ \t]*:END:[ \t]*$/i.test(line);
    else if (openBlock !== null && BLOCK_END.test(line)) {
      blocks.end();
      openBlock = null;
    } else if (openBlock !== null) blocks.add(openBlock === 'quote' || openBlock === 'verse' ? 'quote' : 'code', line);
    else {
      openBlock = BLOCK_BEGIN.exec(line)?.[1]?.toLowerCase() ?? null;
      if (openBlock === null) readLine(line);
      else blocks.end();
    }
  }
  blocks.end();
  return { title: title ?? builder.mainHeading, author, createdAt, tags: [...tags] };
}

/** Links as their description, code and verbatim without their marks; other emphasis is left: a slash may be a path's. */
function plain(text: string): string {
  if (text.length > LONGEST_MARKED) return text;
  return text
    .replace(/\[\[([^[\]]{1,2000})\](?:\[([^[\]]{1,2000})\])?\]/g, (_, target: string, shown?: string) => shown ?? target)
    .replace(/(^|[\s({"'])([=~*])(\S(?:[^\n]{0,200}?\S)?)\2(?=$|[\s)}"'.,;:!?-])/g, '$1$3');
}
