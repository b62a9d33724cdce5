import type { ExtractionOutcome } from '#engine/documents/documents.ts';
import { createDocumentBuilder } from '../document-builder.ts';
import type { ExtractionOptions } from '../extractor.ts';
import { openArchive, type Archive } from './archive.ts';
import { createFlow } from './flow.ts';
import { addRunningTexts, addToDocument } from './flow-builder.ts';
import { createOdfReader } from './odf-reader.ts';
import { readOdfProperties, refuseEncryptedOdf } from './odf-parts.ts';
import { createPartAttempts } from './part-attempts.ts';
import { closeHeadings, finishDocument, NO_PROPERTIES, usableTitle } from './properties.ts';
import { outcomeOf, Unreadable, withUnreadableParts } from './unreadable.ts';
import { readXmlPart } from './xml.ts';

/** Reads an OpenDocument text or presentation: blocks in order, slides by number, then running heads and feet once. */
export function extractOdf(bytes: Uint8Array, options: ExtractionOptions): Promise<ExtractionOutcome> {
  return outcomeOf(() => readFile(openArchive(bytes), options));
}

function readFile(archive: Archive, options: ExtractionOptions): ExtractionOutcome {
  if (!archive.has('content.xml')) throw new Unreadable('corrupt');
  refuseEncryptedOdf(archive);
  const attempts = createPartAttempts();
  const builder = createDocumentBuilder(options);
  let slide = 0;
  const flow = createFlow((block) => addToDocument(builder, block, slide === 0 ? null : { kind: 'slide', slide }));
  const reader = createOdfReader(flow, {
    isFull: () => builder.isFull,
    openSlide() {
      slide += 1;
      // A slide without a title does not belong under that of the one before.
      closeHeadings(builder);
    },
  });
  attempts.run(() => readXmlPart(archive, 'content.xml', reader), undefined);
  closeHeadings(builder);
  if (slide === 0 && archive.has('styles.xml'))
    addRunningTexts(
      builder,
      attempts.run(() => runningTexts(archive), []),
    );
  const properties = attempts.run(() => readOdfProperties(archive), NO_PROPERTIES);
  const outcome = finishDocument(builder, { ...properties, title: properties.title ?? usableTitle(builder.mainHeading) });
  return attempts.hasFailed ? withUnreadableParts(outcome) : outcome;
}

const RUNNING = /^(?:header|footer)(?:-left|-first)?$/;

/** Heads and feet of the pages, paragraph by paragraph. */
function runningTexts(archive: Archive): string[] {
  const texts: string[] = [];
  let depth = 0;
  let text = '';
  readXmlPart(archive, 'styles.xml', {
    open(element, attributes) {
      // `style:header-style` and its like describe how they look.
      if (RUNNING.test(element) && attributes['style:name'] === undefined) depth += 1;
      if (element === 'p') text = '';
      else if (element === 's' || element === 'tab') text += ' ';
    },
    text(piece) {
      if (depth > 0) text += piece;
    },
    close(element) {
      if (element === 'p' && depth > 0) texts.push(text);
      if (RUNNING.test(element) && depth > 0) depth -= 1;
    },
  });
  return texts;
}
