import type { ExtractionOutcome } from '#engine/documents/documents.ts';
import { createDocumentBuilder, type DocumentBuilder } from '../document-builder.ts';
import type { ExtractionOptions } from '../extractor.ts';
import { openArchive, type Archive } from './archive.ts';
import { createPartAttempts } from './part-attempts.ts';
import { finishDocument, NO_PROPERTIES, readCoreProperties } from './properties.ts';
import { relationshipsOf, type Relationship } from './relationships.ts';
import { createSheetWriter, MAX_CELLS } from './sheet-rows.ts';
import { outcomeOf, withUnreadableParts } from './unreadable.ts';
import { readNumberKinds, readSharedStrings, readWorkbook } from './xlsx-parts.ts';
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
  const attempts = createPartAttempts();
  let cellsLeft = MAX_CELLS;
  const partOf = (type: string): string | null => {
    const target = links.find((link) => link.type === type)?.target;
    return target !== undefined && archive.has(target) ? target : null;
  };
  const [strings, styles] = [partOf('sharedStrings'), partOf('styles')];
  const context: CellContext = {
    sharedStrings: strings === null ? [] : attempts.run(() => readSharedStrings(archive, strings), []),
    numberKinds: styles === null ? [] : attempts.run(() => readNumberKinds(archive, styles), []),
    since1904,
  };

  const builder = createDocumentBuilder(options);
  for (const { name, relationshipId } of sheets) {
    if (builder.isFull || cellsLeft <= 0) break;
    const link = links.find(({ id, type }) => id === relationshipId && type === 'worksheet');
    if (link === undefined) continue;
    const writer = createSheetWriter(builder, name);
    attempts.run(
      () =>
        readSheet(archive, link.target, context, (row) => {
          writer.addRow(row);
          cellsLeft -= row.cells.length;
          return cellsLeft > 0 && !builder.isFull;
        }),
      undefined,
    );
    writer.finish();
    attempts.run(() => addRemarks(archive, link.target, name, builder), undefined);
  }

  const properties = attempts.run(() => readCoreProperties(archive), NO_PROPERTIES);
  const outcome = finishDocument(builder, properties);
  if (attempts.hasFailed) return withUnreadableParts(outcome);
  return outcome.kind === 'extracted' && cellsLeft <= 0 ? { ...outcome, partial: 'textLimitReached' } : outcome;
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
