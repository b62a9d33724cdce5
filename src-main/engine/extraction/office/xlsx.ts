import type { ExtractionOutcome } from '#engine/documents/documents.ts';
import { createDocumentBuilder, type DocumentBuilder } from '../document-builder.ts';
import type { ExtractionOptions } from '../extractor.ts';
import { openArchive, type Archive } from './archive.ts';
import { createPropertyReader, finishDocument, NO_PROPERTIES, type Properties } from './properties.ts';
import { createSheetWriter, MAX_CELLS } from './sheet-rows.ts';
import { outcomeOf, Unreadable, withUnreadableParts } from './unreadable.ts';
import { readNumberKinds, readSharedStrings, readWorkbook, relationshipsOf, type Relationship } from './xlsx-parts.ts';
import { readSheet, type CellContext } from './xlsx-sheet.ts';
import { readXmlPart } from './xml.ts';

/**
 * Reads a workbook sheet by sheet, hidden ones included: a block a row, then what text boxes and comments say. At most
 * `MAX_CELLS` cells are read, which makes the document `partial`.
 */
export function extractXlsx(bytes: Uint8Array, options: ExtractionOptions): Promise<ExtractionOutcome> {
  return outcomeOf(() => readFile(openArchive(bytes), options));
}

function readFile(archive: Archive, options: ExtractionOptions): ExtractionOutcome {
  const workbookPart = relationshipsOf(archive, '').find(({ type }) => type === 'officeDocument')?.target ?? 'xl/workbook.xml';
  const { sheets, since1904 } = readWorkbook(archive, workbookPart);
  const links = relationshipsOf(archive, workbookPart);
  const reading = { hasUnreadableParts: false, cellsLeft: MAX_CELLS };
  const attempt = <T>(read: () => T, otherwise: T): T => attemptPart(reading, read, otherwise);
  const partOf = (type: string): string | null => {
    const target = links.find((link) => link.type === type)?.target;
    return target !== undefined && archive.has(target) ? target : null;
  };
  const [strings, styles] = [partOf('sharedStrings'), partOf('styles')];
  const context: CellContext = {
    sharedStrings: strings === null ? [] : attempt(() => readSharedStrings(archive, strings), []),
    numberKinds: styles === null ? [] : attempt(() => readNumberKinds(archive, styles), []),
    since1904,
  };

  const builder = createDocumentBuilder(options);
  for (const { name, relationshipId } of sheets) {
    if (builder.isFull || reading.cellsLeft <= 0) break;
    const link = links.find(({ id, type }) => id === relationshipId && type === 'worksheet');
    if (link === undefined) continue;
    const writer = createSheetWriter(builder, name);
    attempt(
      () =>
        readSheet(archive, link.target, context, (row) => {
          writer.addRow(row);
          reading.cellsLeft -= row.cells.length;
          return reading.cellsLeft > 0 && !builder.isFull;
        }),
      undefined,
    );
    writer.finish();
    attempt(() => addRemarks(archive, link.target, name, builder), undefined);
  }

  const properties = attempt(() => readProperties(archive), NO_PROPERTIES);
  const outcome = finishDocument(builder, properties);
  if (reading.hasUnreadableParts) return withUnreadableParts(outcome);
  return outcome.kind === 'extracted' && reading.cellsLeft <= 0 ? { ...outcome, partial: 'textLimitReached' } : outcome;
}

function attemptPart<T>(reading: { hasUnreadableParts: boolean }, read: () => T, otherwise: T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Unreadable) || error.reason === 'unpacksTooLarge') throw error;
    reading.hasUnreadableParts = true;
    return otherwise;
  }
}

/** What lies upon the cells: text boxes and comments. */
function addRemarks(archive: Archive, sheetPart: string, sheet: string, builder: DocumentBuilder): void {
  for (const link of relationshipsOf(archive, sheetPart)) {
    if (!archive.has(link.target)) continue;
    if (link.type === 'drawing') addParagraphs(archive, link, { unit: 'p', sheet, builder });
    if (link.type === 'comments') addParagraphs(archive, link, { unit: 'comment', sheet, builder });
  }
}

/** One block for each element named `unit`, of the text in its `t` elements. */
function addParagraphs(
  archive: Archive,
  { target }: Relationship,
  { unit, sheet, builder }: { readonly unit: string; readonly sheet: string; readonly builder: DocumentBuilder },
): void {
  let text = '';
  let range = '';
  let isText = false;
  readXmlPart(archive, target, {
    isDone: () => builder.isFull,
    open(element, attributes) {
      if (element === unit) {
        text = '';
        range = attributes['ref'] ?? '';
      }
      isText = element === 't';
    },
    text(part) {
      if (isText) text += part;
    },
    close(element) {
      isText = false;
      if (element === unit) builder.add('paragraph', text, range === '' ? null : { kind: 'sheet', sheet, range });
    },
  });
}

function readProperties(archive: Archive): Properties {
  const part = relationshipsOf(archive, '').find(({ type }) => type === 'core-properties')?.target ?? 'docProps/core.xml';
  if (!archive.has(part)) return NO_PROPERTIES;
  const reader = createPropertyReader();
  readXmlPart(archive, part, reader.events);
  return reader.finish();
}
