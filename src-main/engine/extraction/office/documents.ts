import type { OfficeMetadata } from 'officeparser';
import type { ExtractionOutcome } from '#engine/documents/documents.ts';
import { createDocumentBuilder } from '../document-builder.ts';
import type { ExtractionOptions, Extractor } from '../extractor.ts';
import { parseOfficeFile, type OfficeFileType } from './office-library.ts';
import { closeHeadings, finishDocument, keywordsIn, usableTitle, type Properties } from './properties.ts';
import { createTreeWriter } from './tree-blocks.ts';
import { outcomeOf } from './unreadable.ts';

export const extractDocx = extractorOf('docx');
export const extractPptx = extractorOf('pptx');
export const extractOdt = extractorOf('odt');
export const extractOdp = extractorOf('odp');
export const extractTex = extractorOf('tex');

/** Text documents and presentations: their blocks in order, then running heads and feet once, then their properties. */
function extractorOf(fileType: OfficeFileType): Extractor {
  return (bytes, options) => outcomeOf(() => extractOfficeTree(bytes, fileType, options));
}

export async function extractOfficeTree(
  bytes: Uint8Array,
  fileType: OfficeFileType,
  options: ExtractionOptions,
): Promise<ExtractionOutcome> {
  const { tree, partial } = await parseOfficeFile(bytes, fileType);
  const builder = createDocumentBuilder(options);
  const writer = createTreeWriter(builder);
  writer.add(tree.content);
  closeHeadings(builder);
  writer.addRunning(tree.auxiliary?.headers ?? []);
  writer.addRunning(tree.auxiliary?.footers ?? []);
  const properties = propertiesOf(tree.metadata);
  const outcome = finishDocument(builder, { ...properties, title: properties.title ?? usableTitle(builder.mainHeading) });
  if (partial === null || outcome.kind !== 'extracted') return outcome;
  return { ...outcome, partial: outcome.partial ?? partial };
}

function propertiesOf(metadata: OfficeMetadata): Properties {
  return {
    title: usableTitle(metadata.title ?? null),
    author: metadata.author ?? null,
    subject: metadata.subject ?? null,
    description: metadata.description ?? null,
    keywords: keywordsIn(metadata.keywords ?? ''),
    createdAt: timeOf(metadata.created),
    modifiedAt: timeOf(metadata.modified),
    language: metadata.language ?? null,
  };
}

/** The library makes dates of whatever it finds. */
function timeOf(date: Date | undefined): number | null {
  const time = date?.getTime() ?? Number.NaN;
  return Number.isNaN(time) ? null : time;
}
