import type { Anchor } from '#contract';
import type { ExtractionOutcome } from '#engine/documents/documents.ts';
import { createDocumentBuilder, type DocumentBuilder } from '../document-builder.ts';
import type { ExtractionOptions } from '../extractor.ts';
import { openArchive, type Archive } from './archive.ts';
import { createFlow } from './flow.ts';
import { addToDocument } from './flow-builder.ts';
import { createPartAttempts } from './part-attempts.ts';
import { createSlideReader, type SlideReader } from './pptx-reader.ts';
import { finishDocument, NO_PROPERTIES, readCoreProperties, usableTitle } from './properties.ts';
import { relationshipsOf } from './relationships.ts';
import { outcomeOf, Unreadable, withUnreadableParts } from './unreadable.ts';
import { readTexts } from './word-parts.ts';
import { readXmlPart } from './xml.ts';

/**
 * Reads a presentation in the order of its slides, hidden ones included: the title of a slide as a heading, its text,
 * what its diagrams say, its comments and the speaker's notes.
 */
export function extractPptx(bytes: Uint8Array, options: ExtractionOptions): Promise<ExtractionOutcome> {
  return outcomeOf(() => readFile(openArchive(bytes), options));
}

function readFile(archive: Archive, options: ExtractionOptions): ExtractionOutcome {
  const main = relationshipsOf(archive, '').find(({ type }) => type === 'officeDocument')?.target ?? 'ppt/presentation.xml';
  const attempts = createPartAttempts();
  const builder = createDocumentBuilder(options);
  for (const [index, part] of slideParts(archive, main).entries()) {
    if (builder.isFull) break;
    attempts.run(() => addSlide(archive, part, { builder, slide: index + 1 }), undefined);
  }
  const properties = attempts.run(() => readCoreProperties(archive), NO_PROPERTIES);
  const outcome = finishDocument(builder, { ...properties, title: properties.title ?? usableTitle(builder.mainHeading) });
  return attempts.hasFailed ? withUnreadableParts(outcome) : outcome;
}

/** The list of slides is the order; numbers in the names of parts mean nothing. */
function slideParts(archive: Archive, main: string): string[] {
  const targets = new Map(relationshipsOf(archive, main).map(({ id, target }) => [id, target]));
  const parts: string[] = [];
  readXmlPart(archive, main, {
    open(element, attributes) {
      if (element !== 'sldId') return;
      const id = Object.entries(attributes).find(([name]) => name.endsWith(':id'))?.[1];
      const part = targets.get(id ?? '');
      if (part !== undefined) parts.push(part);
    },
  });
  return parts;
}

function addSlide(
  archive: Archive,
  part: string,
  { builder, slide }: { readonly builder: DocumentBuilder; readonly slide: number },
): void {
  const anchor: Anchor = { kind: 'slide', slide };
  const shapes = readShapes(archive, part, { builder, anchor });
  // A slide without a title does not belong under that of the one before.
  builder.addHeading(1, shapes.title(), anchor);
  shapes.finish();
  const links = relationshipsOf(archive, part).filter(({ target }) => archive.has(target));
  const addTexts = (type: string, unit: string): void => {
    for (const { target } of links.filter((link) => link.type === type))
      for (const text of readTexts(archive, target, unit).values()) builder.add('paragraph', text, anchor);
  };
  addTexts('diagramData', 'p');
  addTexts('comments', 'cm');
  for (const { target } of links.filter(({ type }) => type === 'notesSlide'))
    readShapes(archive, target, { builder, anchor }).finish();
}

function readShapes(
  archive: Archive,
  part: string,
  { builder, anchor }: { readonly builder: DocumentBuilder; readonly anchor: Anchor },
): SlideReader {
  if (!archive.has(part)) throw new Unreadable('corrupt');
  const reader = createSlideReader(createFlow((block) => addToDocument(builder, block, anchor)));
  readXmlPart(archive, part, reader.events);
  return reader;
}
