import type { ExtractionOutcome } from '#engine/documents/documents.ts';
import { parseDate } from '../dates.ts';
import { createDocumentBuilder } from '../document-builder.ts';
import type { ExtractionOptions } from '../extractor.ts';
import { readHtml, type HtmlHead } from './html-reader.ts';

/** Where the standard wants the declaration; browsers look a little further. */
const DECLARATION_BYTES = 4096;
const DECLARED_ENCODING =
  /<meta\s[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,40})|^<\?xml[^>]{0,100}?encoding=["']([\w.:-]{1,40})/i;

const CREATED_NAMES = [
  'article:published_time',
  'dcterms.created',
  'dc.date.created',
  'dc.date',
  'dcterms.date',
  'date',
  'created',
];
const MODIFIED_NAMES = ['article:modified_time', 'dcterms.modified', 'dc.date.modified', 'last-modified', 'lastmod', 'modified'];
const AUTHOR_NAMES = ['author', 'article:author', 'dcterms.creator', 'dc.creator', 'byl'];
const WEB_ADDRESS = /^https?:/i;
const TITLE_NAMES = ['og:title', 'dcterms.title', 'dc.title'];

/** Reads a web page: its text in the order of the source, without scripts, forms' machinery and navigation. */
export function extractHtml(bytes: Uint8Array, options: ExtractionOptions): Promise<ExtractionOutcome> {
  const html = options.decode(bytes, declaredEncoding(bytes));
  if (html === null) return Promise.resolve({ kind: 'failed', reason: 'notText' });
  const outcome = extractFrom(html, options, { keepsNavigation: false });
  // A page that is all navigation (a table of contents, say) is read for it.
  if (outcome.kind === 'extracted') return Promise.resolve(outcome);
  return Promise.resolve(extractFrom(html, options, { keepsNavigation: true }));
}

function extractFrom(
  html: string,
  options: ExtractionOptions,
  { keepsNavigation }: { readonly keepsNavigation: boolean },
): ExtractionOutcome {
  const builder = createDocumentBuilder(options);
  const head = readHtml(html, builder, { keepsNavigation });
  return builder.finish({
    title: head.title ?? firstOf(head, TITLE_NAMES) ?? builder.mainHeading,
    author: authorOf(head),
    language: head.language,
    createdAt: dateOf(head, CREATED_NAMES),
    modifiedAt: dateOf(head, MODIFIED_NAMES),
    tags: keywordsOf(head),
  });
}

function declaredEncoding(bytes: Uint8Array): string | null {
  const match = DECLARED_ENCODING.exec(
    Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, DECLARATION_BYTES)).toString('latin1'),
  );
  return match?.[1] ?? match?.[2] ?? null;
}

function firstOf({ meta }: HtmlHead, names: readonly string[]): string | null {
  for (const name of names) {
    const content = meta.get(name);
    if (content !== undefined && content !== '') return content;
  }
  return null;
}

function dateOf(head: HtmlHead, names: readonly string[]): number | null {
  const date = firstOf(head, names);
  return date === null ? null : parseDate(date);
}

/** Some name their author by the address of a profile. */
function authorOf(head: HtmlHead): string | null {
  const author = firstOf(head, AUTHOR_NAMES);
  return author === null || WEB_ADDRESS.test(author) ? null : author;
}

function keywordsOf({ meta }: HtmlHead): string[] {
  const keywords = (meta.get('keywords') ?? '').split(/[,;،、，]/).map((keyword) => keyword.trim());
  return [...new Set(keywords.filter((keyword) => keyword !== ''))];
}
