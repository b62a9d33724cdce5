import type { ExtractionOutcome } from '#engine/documents/documents.ts';
import { anchoredBuilder } from '../anchored-builder.ts';
import { createDocumentBuilder, type DocumentBuilder } from '../document-builder.ts';
import type { ExtractionOptions } from '../extractor.ts';
import { readHtml } from '../html/html-reader.ts';
import { openArchive, type Archive } from './archive.ts';
import { chapterTitles, encryptedParts, readPackage, type BookPackage } from './epub-package.ts';
import { finishDocument, usableTitle } from './properties.ts';
import { outcomeOf, Unreadable, withUnreadableParts } from './unreadable.ts';
import { decodeXml, readXmlPart } from './xml.ts';

const HEADING = /<h[1-6][\s>]/i;
/** A spine longer than any book's. */
const MAX_PARTS = 20_000;

/**
 * Reads a book in its reading order. Everything in a chapter is anchored to the chapter's title in the table of
 * contents, which also becomes a heading where the chapter has none.
 */
export function extractEpub(bytes: Uint8Array, options: ExtractionOptions): Promise<ExtractionOutcome> {
  return outcomeOf(() => readBook(openArchive(bytes), options));
}

function readBook(archive: Archive, options: ExtractionOptions): ExtractionOutcome {
  const book = readPackage(archive, packagePart(archive));
  const encrypted = encryptedParts(archive);
  const readable = book.spine.filter((part) => !encrypted.has(part)).slice(0, MAX_PARTS);
  if (book.spine.length > 0 && readable.length === 0) throw new Unreadable('encrypted');
  const builder = createDocumentBuilder(options);
  const hasUnreadable = addChapters(archive, book, readable, builder);
  const { properties } = book;
  const outcome = finishDocument(builder, { ...properties, title: properties.title ?? usableTitle(builder.mainHeading) });
  return hasUnreadable || readable.length < book.spine.length ? withUnreadableParts(outcome) : outcome;
}

function packagePart(archive: Archive): string {
  let part: string | null = null;
  if (archive.has('META-INF/container.xml'))
    readXmlPart(archive, 'META-INF/container.xml', {
      open(element, attributes) {
        if (element === 'rootfile') part ??= attributes['full-path'] ?? null;
      },
    });
  const found = part !== null && archive.has(part) ? part : archive.names.find((name) => /\.opf$/i.test(name));
  if (found === undefined) throw new Unreadable('corrupt');
  return found;
}

/** True where some could not be read. */
function addChapters(archive: Archive, book: BookPackage, parts: readonly string[], builder: DocumentBuilder): boolean {
  const titles = chapterTitles(archive, book);
  let title: string | null = null;
  let hasUnreadable = false;
  for (const part of parts) {
    if (builder.isFull) break;
    const html = chapterOrNull(archive, part);
    if (html === null) {
      hasUnreadable = true;
      continue;
    }
    const ownTitle = titles.get(part.toLowerCase()) ?? null;
    // A file without a title of its own continues the chapter before it.
    title = ownTitle ?? title;
    const chapter = title === null ? builder : anchoredBuilder(builder, { kind: 'part', part: title });
    if (ownTitle !== null && !HEADING.test(html)) chapter.addHeading(1, ownTitle);
    readHtml(html, chapter, { keepsNavigation: false });
  }
  return hasUnreadable;
}

function chapterOrNull(archive: Archive, part: string): string | null {
  try {
    return decodeXml(archive.read(part));
  } catch (error) {
    if (error instanceof Unreadable && error.reason !== 'unpacksTooLarge') return null;
    throw error;
  }
}
