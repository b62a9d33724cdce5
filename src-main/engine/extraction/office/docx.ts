import type { ExtractionOutcome } from '#engine/documents/documents.ts';
import { createDocumentBuilder, type DocumentBuilder } from '../document-builder.ts';
import type { ExtractionOptions } from '../extractor.ts';
import { readHtml } from '../html/html-reader.ts';
import { openArchive, type Archive } from './archive.ts';
import { createFlow } from './flow.ts';
import { addRunningTexts, addToDocument } from './flow-builder.ts';
import { createPartAttempts } from './part-attempts.ts';
import { closeHeadings, finishDocument, NO_PROPERTIES, readCoreProperties, usableTitle } from './properties.ts';
import { relationshipsOf, type Relationship } from './relationships.ts';
import { outcomeOf, Unreadable, withUnreadableParts } from './unreadable.ts';
import { readStyles, readTexts } from './word-parts.ts';
import { createWordReader, type WordContext } from './word-reader.ts';
import { decodeXml, readXmlPart } from './xml.ts';

/**
 * Reads a Word document without holding more of it than its text: blocks in order with notes and comments after their
 * paragraph, then running heads and feet once. Tracked deletions are left out.
 */
export function extractDocx(bytes: Uint8Array, options: ExtractionOptions): Promise<ExtractionOutcome> {
  return outcomeOf(() => readFile(openArchive(bytes), options));
}

function readFile(archive: Archive, options: ExtractionOptions): ExtractionOutcome {
  const main = relationshipsOf(archive, '').find(({ type }) => type === 'officeDocument')?.target ?? 'word/document.xml';
  const attempts = createPartAttempts();
  const links = attempts.run(() => relationshipsOf(archive, main), []).filter(({ target }) => archive.has(target));
  const partsOf = (type: string): string[] => links.filter((link) => link.type === type).map(({ target }) => target);
  const texts = (type: string, unit: string): ReadonlyMap<string, string> =>
    new Map(partsOf(type).flatMap((part) => [...attempts.run(() => readTexts(archive, part, unit), new Map<string, string>())]));
  const builder = createDocumentBuilder(options);
  const context: WordContext = {
    styles: new Map(partsOf('styles').flatMap((part) => [...attempts.run(() => readStyles(archive, part), new Map())])),
    footnotes: texts('footnotes', 'footnote'),
    endnotes: texts('endnotes', 'endnote'),
    comments: texts('comments', 'comment'),
    addForeignPart: (id) => attempts.run(() => addForeignPart(archive, links, { id, builder }), undefined),
    isFull: () => builder.isFull,
  };
  const flow = createFlow((block) => addToDocument(builder, block));
  attempts.run(() => readXmlPart(archive, main, createWordReader(flow, context)), undefined);
  closeHeadings(builder);
  for (const type of ['header', 'footer'])
    addRunningTexts(
      builder,
      partsOf(type).flatMap((part) => runningTexts(archive, part)),
    );
  const properties = attempts.run(() => readCoreProperties(archive), NO_PROPERTIES);
  const outcome = finishDocument(builder, { ...properties, title: properties.title ?? usableTitle(builder.mainHeading) });
  return attempts.hasFailed ? withUnreadableParts(outcome) : outcome;

  function runningTexts(from: Archive, part: string): string[] {
    return [...attempts.run(() => readTexts(from, part, 'p'), new Map<string, string>()).values()];
  }
}

/** A document in another format that was put into this one; programs take it in when they first save. */
function addForeignPart(
  archive: Archive,
  links: readonly Relationship[],
  { id, builder }: { readonly id: string; readonly builder: DocumentBuilder },
): void {
  const part = links.find((link) => link.id === id)?.target;
  if (part === undefined) return;
  const text = decodeXml(archive.read(part));
  if (/\.x?html?$/i.test(part)) readHtml(text, builder, { keepsNavigation: false });
  else if (/\.txt$/i.test(part)) builder.add('paragraph', text);
  else throw new Unreadable('corrupt');
}
