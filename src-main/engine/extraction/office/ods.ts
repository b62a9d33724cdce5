import type { ExtractionOutcome } from '#engine/documents/documents.ts';
import { createDocumentBuilder } from '../document-builder.ts';
import type { ExtractionOptions } from '../extractor.ts';
import { openArchive } from './archive.ts';
import { readOdfProperties, refuseEncryptedOdf } from './odf-parts.ts';
import { createOdsReader } from './ods-reader.ts';
import { createPropertyReader, finishDocument, type Properties } from './properties.ts';
import { outcomeOf, Unreadable } from './unreadable.ts';
import { decodeXml, readXml, readXmlPart, type XmlEvents } from './xml.ts';

/** Reads an OpenDocument spreadsheet: a block a row, comments after the row that they belong to. */
export function extractOds(bytes: Uint8Array, options: ExtractionOptions): Promise<ExtractionOutcome> {
  return outcomeOf(() => {
    const archive = openArchive(bytes);
    if (!archive.has('content.xml')) throw new Unreadable('corrupt');
    refuseEncryptedOdf(archive);
    return readContent((events) => readXmlPart(archive, 'content.xml', events), readOdfProperties(archive), options);
  });
}

/** The same as one XML file, which is not packed. */
export function extractFlatOds(bytes: Uint8Array, options: ExtractionOptions): Promise<ExtractionOutcome> {
  return outcomeOf(() => {
    const xml = decodeXml(bytes);
    if (!/<[\w:]*document\b/.test(xml.slice(0, 10_000))) throw new Unreadable('corrupt');
    const properties = createPropertyReader();
    const end = xml.indexOf('</office:meta>');
    readXml(end === -1 ? '' : xml.slice(0, end), properties.events);
    return readContent((events) => readXml(xml, events), properties.finish(), options);
  });
}

function readContent(read: (events: XmlEvents) => void, properties: Properties, options: ExtractionOptions): ExtractionOutcome {
  const builder = createDocumentBuilder(options);
  const reader = createOdsReader(builder);
  read(reader.events);
  reader.finish();
  const outcome = finishDocument(builder, properties);
  return outcome.kind === 'extracted' && reader.isCut ? { ...outcome, partial: 'textLimitReached' } : outcome;
}
