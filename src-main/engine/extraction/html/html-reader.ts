import { Parser } from 'htmlparser2';
import type { DocumentBuilder } from '../document-builder.ts';
import { BLOCKS, HEADING_LEVELS, NAVIGATION, SKIPPED } from './elements.ts';
import { createBlockWriter } from './block-writer.ts';

export type HtmlHead = {
  readonly title: string | null;
  /** Primary subtag of the `lang` attribute, lower case. */
  readonly language: string | null;
  /** Content of `meta` elements by lower-case name or property. */
  readonly meta: ReadonlyMap<string, string>;
};

/** How much text the parser is given at once: between two parts it can stop once the builder is full. */
const PART_CHARS = 65_536;
const LONGEST_TITLE = 500;

/**
 * Adds the text of a page to `builder`, blocks as the elements shape them. Events come flat from the parser and counters
 * stand for the open elements, so that no nesting is too deep.
 */
export function readHtml(
  html: string,
  builder: DocumentBuilder,
  { keepsNavigation }: { readonly keepsNavigation: boolean },
): HtmlHead {
  const writer = createBlockWriter(builder);
  const meta = new Map<string, string>();
  let title = '';
  let language: string | null = null;
  let skippedDepth = 0;
  let isInTitle = false;

  const isSkipped = (name: string, attributes: Readonly<Record<string, string>>): boolean =>
    SKIPPED.has(name) ||
    'hidden' in attributes ||
    (!keepsNavigation && (NAVIGATION.has(name) || attributes['role'] === 'navigation'));

  const parser = new Parser({
    onopentag(name, attributes) {
      if (name === 'title' && title === '') isInTitle = true;
      if (name === 'html' || name === 'body') language ??= primaryLanguage(attributes['lang'] ?? attributes['xml:lang']);
      if (name === 'meta') addMeta(meta, attributes);
      if (skippedDepth > 0 || isSkipped(name, attributes)) {
        skippedDepth += 1;
        return;
      }
      openElement(name, attributes);
    },
    ontext(text) {
      if (isInTitle && title.length < LONGEST_TITLE) title += text;
      if (skippedDepth === 0 && !isInTitle) writer.addText(text);
    },
    onclosetag(name) {
      if (name === 'title') isInTitle = false;
      if (skippedDepth > 0) skippedDepth -= 1;
      else closeElement(name);
    },
  });

  function openElement(name: string, attributes: Readonly<Record<string, string>>): void {
    const level = HEADING_LEVELS.get(name);
    if (level !== undefined) writer.openHeading(level);
    else if (name === 'br') writer.addLineBreak();
    else if (name === 'hr') writer.endBlock();
    else if (name === 'img') writer.addText(attributes['alt'] ?? '');
    else if (BLOCKS.has(name)) writer.openBlock(name);
  }

  function closeElement(name: string): void {
    if (HEADING_LEVELS.has(name)) writer.closeHeading();
    else if (BLOCKS.has(name)) writer.closeBlock(name);
  }

  for (let start = 0; start < html.length && !builder.isFull; start += PART_CHARS)
    parser.write(html.slice(start, start + PART_CHARS));
  parser.end();
  writer.endBlock();
  const trimmedTitle = title.replace(/\s+/g, ' ').trim().toWellFormed();
  return { title: trimmedTitle === '' ? null : trimmedTitle, language, meta };
}

function addMeta(meta: Map<string, string>, attributes: Readonly<Record<string, string>>): void {
  const name = (attributes['name'] ?? attributes['property'] ?? '').toLowerCase();
  const content = attributes['content'];
  if (name !== '' && content !== undefined && !meta.has(name)) meta.set(name, content.trim().toWellFormed());
}

function primaryLanguage(tag: string | undefined): string | null {
  const [, primary] = /^\s*([a-z]{2,3})(?:$|[-_\s])/i.exec(tag ?? '') ?? [];
  return primary?.toLowerCase() ?? null;
}
