import type { Token, Tokens } from 'marked';
import type { ExtractionOutcome } from '#engine/documents/documents.ts';
import type { DocumentBuilder, DocumentFacts } from '../document-builder.ts';
import { extractAsText } from '../extract-as-text.ts';
import type { ExtractionOptions } from '../extractor.ts';
import { readHtml } from '../html/html-reader.ts';
import { addParagraphs } from '../text/plain-text.ts';
import { splitFrontMatter } from './front-matter.ts';
import { createInlineReader, type InlineReader } from './inline-text.ts';
import { lexMarkdown } from './lexer.ts';

const CALLOUT = /^\[!([\w-]{1,40})\][+-]?[ \t]*/;

/** Reads a Markdown page: front matter as facts, the body as prose without its markup. */
export function extractMarkdown(bytes: Uint8Array, options: ExtractionOptions): Promise<ExtractionOutcome> {
  return extractAsText(bytes, options, readMarkdown);
}

/** Adds the blocks of a Markdown text, and returns what it says of itself. */
export function readMarkdown(source: string, builder: DocumentBuilder): DocumentFacts {
  const { frontMatter, body } = splitFrontMatter(source);
  const tokens = lexMarkdown(body);
  if (tokens === null) {
    addParagraphs(source, builder);
    return {};
  }
  const inline = createInlineReader();
  builder.add('metadata', frontMatter.searchableLines.join('\n'));
  readBlocks(tokens, { builder, inline, kind: 'paragraph' });
  const { title, author, createdAt, modifiedAt } = frontMatter;
  const tags = [...new Set([...frontMatter.tags, ...inline.tags])];
  return { title: title ?? builder.mainHeading, author, createdAt, modifiedAt, tags };
}

/** `kind`: what a paragraph is here: inside a quote or a list it is part of that. */
type Place = {
  readonly builder: DocumentBuilder;
  readonly inline: InlineReader;
  readonly kind: 'paragraph' | 'quote' | 'listEntry';
};

function readBlocks(tokens: readonly Token[], place: Place): void {
  for (const token of tokens) {
    if (place.builder.isFull) return;
    readBlock(token, place);
  }
}

function readBlock(token: Tokens.Generic, place: Place): void {
  const { builder, inline, kind } = place;
  switch (token.type) {
    case 'heading':
      return builder.addHeading(Number(token['depth']), inline.textOf(token.tokens ?? []));
    case 'code':
      return builder.add('code', String(token['text']));
    case 'blockquote':
      return readQuote(token.tokens ?? [], place);
    case 'list':
      return readList(token as Tokens.List, place);
    case 'table':
      return builder.add('table', tableText(token as Tokens.Table, inline));
    case 'html':
      readHtml(token.raw, builder, { keepsNavigation: true });
      return;
    case 'def':
      // A footnote of one word looks like the target of a link.
      if (token.raw.startsWith('[^')) builder.add(kind, token.raw);
      return;
    case 'space':
    case 'hr':
      return;
    default:
      return builder.add(kind, inline.textOf(token.tokens ?? [token]));
  }
}

/** A callout is a quote that begins with `[!kind]` and a title; only the title is text. */
function readQuote(tokens: readonly Token[], place: Place): void {
  const { builder, inline } = place;
  const [first, ...others] = tokens;
  if (first?.type !== 'paragraph') return readBlocks(tokens, { ...place, kind: 'quote' });
  builder.add('quote', inline.textOf(first.tokens ?? [first]).replace(CALLOUT, ''));
  readBlocks(others, { ...place, kind: 'quote' });
}

/** Each entry is a block, entries of inner lists after the one they belong to; numbers are kept, bullets are not. */
function readList(list: Tokens.List, place: Place): void {
  for (const [index, entry] of list.items.entries()) {
    const first = entry.tokens.find(({ type }) => type !== 'checkbox');
    const leads = first?.type === 'text' || first?.type === 'paragraph';
    const number = list.ordered ? `${Number(list.start) + index}. ` : '';
    const text = leads ? place.inline.textOf(first.tokens ?? [first]) : '';
    if (leads) place.builder.add('listEntry', number + text);
    readBlocks(
      entry.tokens.filter((token) => token.type !== 'checkbox' && !(leads && token === first)),
      { ...place, kind: 'listEntry' },
    );
  }
}

function tableText({ header, rows }: Tokens.Table, inline: InlineReader): string {
  return [header, ...rows]
    .map((cells) => cells.map((cell) => inline.textOf(cell.tokens).replaceAll('\n', ' ').trim()).filter((cell) => cell !== ''))
    .filter((cells) => cells.length > 0)
    .map((cells) => cells.join(' | '))
    .join('\n');
}
