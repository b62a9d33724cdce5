import type { Anchor, Reason } from '#contract';
import type { ExtractedDocument, ExtractionOutcome } from '#engine/documents/documents.ts';
import type { Attachment } from 'postal-mime';
import { anchoredBuilder } from '../anchored-builder.ts';
import type { DocumentBuilder } from '../document-builder.ts';
import type { ExtractionOptions } from '../extractor.ts';

/** How what lies in a container is read: by the name it has there, as if it were a file. */
export type PartReader = {
  typeOf(name: string): { readonly type: string; readonly isReadable: boolean };
  extract(
    bytes: Uint8Array,
    options: Omit<ExtractionOptions, 'decode'> & { readonly type: string; readonly path: string },
  ): Promise<ExtractionOutcome>;
};

export type NamedAttachment = { readonly name: string; readonly bytes: Uint8Array };

/** A message in a message in a message: what lies deeper is named only. */
const DEEPEST = 3;
/** Of one message, together: beyond it attachments are named only. */
const MOST_BYTES = 64 * 1024 * 1024;
const MOST_PARTS = 200;
/** Of one attachment. A book attached to a message must not drown it. */
const MOST_CHARS = 2_000_000;

const NAMES_BY_MEDIA_TYPE: ReadonlyMap<string, string> = new Map([
  ['message/rfc822', 'message.eml'],
  ['text/calendar', 'invitation.ics'],
  ['text/csv', 'table.csv'],
  ['text/html', 'page.html'],
  ['text/markdown', 'text.md'],
  ['text/plain', 'text.txt'],
  ['text/xml', 'data.xml'],
  ['application/json', 'data.json'],
  ['application/pdf', 'document.pdf'],
]);

/** Attachments by name, those without one by what they are; pictures that only decorate the text are left out. */
export function namedAttachments(attachments: readonly Attachment[]): NamedAttachment[] {
  return attachments.flatMap((attachment) => {
    const { filename, mimeType, related = false, content } = attachment;
    const given = filename?.replace(/\s+/g, ' ').trim() ?? '';
    const name = given === '' ? NAMES_BY_MEDIA_TYPE.get(mimeType) : given;
    if (name === undefined || (related && mimeType.startsWith('image/'))) return [];
    return typeof content === 'string' ? [] : [{ name: name.toWellFormed().slice(0, 255), bytes: new Uint8Array(content) }];
  });
}

/** Adds the text of the attachments that can be read, each below its name. True: all of them were. */
export async function addAttachments(
  attachments: readonly NamedAttachment[],
  builder: DocumentBuilder,
  { reader, options }: { readonly reader: PartReader; readonly options: ExtractionOptions },
): Promise<boolean> {
  const containerDepth = (options.containerDepth ?? 0) + 1;
  let bytesLeft = MOST_BYTES;
  let isComplete = true;
  for (const [index, { name, bytes }] of attachments.entries()) {
    const { type, isReadable } = reader.typeOf(name);
    if (!isReadable || bytes.length === 0) continue;
    bytesLeft -= bytes.length;
    if (builder.isFull || bytesLeft < 0 || index >= MOST_PARTS || containerDepth > DEEPEST) {
      isComplete = false;
      continue;
    }
    const { signal, maxTextChars } = options;
    const outcome = await reader.extract(bytes, {
      type,
      path: name,
      containerDepth,
      maxTextChars: Math.min(MOST_CHARS, maxTextChars),
      ...(signal === undefined ? {} : { signal }),
    });
    if (outcome.kind === 'extracted') addPart(outcome.document, name, builder);
    isComplete &&= isWhole(outcome);
  }
  return isComplete;
}

/** A scan, a picture or an empty file leaves nothing unread. */
const NOTHING_TO_READ: ReadonlySet<Reason> = new Set(['noText', 'empty', 'unsupportedType']);

function isWhole(outcome: ExtractionOutcome): boolean {
  if (outcome.kind === 'extracted') return outcome.partial === null || outcome.partial === 'encodingGuessed';
  return outcome.kind === 'skipped' && NOTHING_TO_READ.has(outcome.reason);
}

function addPart({ text, blocks }: ExtractedDocument, name: string, builder: DocumentBuilder): void {
  const anchor: Anchor = { kind: 'part', part: name };
  const part = anchoredBuilder(builder, anchor);
  part.addHeading(1, name);
  for (const { kind, span, headingPath } of blocks) {
    const blockText = text.slice(span.start, span.end);
    if (kind === 'heading') part.addHeading(headingPath.length + 2, blockText);
    else part.add(kind, blockText);
  }
}
