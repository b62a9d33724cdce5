import PostalMime, { type Email } from 'postal-mime';
import type { ExtractionOutcome } from '#engine/documents/documents.ts';
import { createDocumentBuilder } from '../document-builder.ts';
import { extractAsText } from '../extract-as-text.ts';
import type { ExtractionOptions, Extractor } from '../extractor.ts';
import { addParagraphs } from '../text/plain-text.ts';
import { addAttachments, namedAttachments, type PartReader } from './attachments.ts';
import { addBody } from './body.ts';
import { dateOf, headLines, senderText } from './head.ts';

/** Forwarded messages that lie deeper are attachments, and attachments have a limit of their own. */
const INLINE_DEPTH = 3;
const PART_DEPTH = 64;
/** Apple Mail writes the length of the message in a line before it, and a property list after it. */
const LENGTH_LINE = /^\s{0,9}(\d{1,10})\s{0,9}\n/;
const LENGTH_LINE_BYTES = 32;

/** Reads a message: the subject as title, who and when as metadata, what it says, and its attachments through `reader`. */
export function createMailExtractor(reader: PartReader): Extractor {
  return async (bytes, options) => {
    const message = withoutEnvelope(bytes);
    const email = await parseInItsCharset(message, options);
    if (email === null || !isMessage(email)) return extractBroken(bytes, options);
    const builder = createDocumentBuilder(options);
    const attachments = namedAttachments(email.attachments);
    builder.add(
      'metadata',
      headLines(
        email,
        attachments.map(({ name }) => name),
      ).join('\n'),
    );
    addBody(email, builder);
    const isComplete = await addAttachments(attachments, builder, { reader, options });
    const subject = email.subject?.replace(/\s+/g, ' ').trim() ?? '';
    const outcome = builder.finish({
      title: subject === '' ? null : subject.toWellFormed(),
      author: senderText(email),
      createdAt: dateOf(email),
    });
    return outcome.kind === 'extracted' && !isComplete ? { ...outcome, partial: outcome.partial ?? 'partsUnreadable' } : outcome;
  };
}

/**
 * A message that names no charset is taken for UTF-8, and its head always is. Where that leaves characters unread, the whole
 * message is read in the encoding that its bytes are in: what is encoded for the way is ASCII in all of them.
 */
async function parseInItsCharset(message: Uint8Array, { decode }: ExtractionOptions): Promise<Email | null> {
  const email = await parse(message);
  const lost = email === null ? 0 : countUnread(email);
  const text = lost === 0 ? null : decode(message);
  const other = text === null ? null : await parse(Buffer.from(text));
  return other !== null && countUnread(other) < lost ? other : email;
}

function countUnread({ subject = '', text = '', html = '', from, to = [] }: Email): number {
  const names = [from, ...to].map((address) => address?.name ?? '');
  return [subject, text, html, ...names].join('').split('\ufffd').length - 1;
}

async function parse(message: Uint8Array): Promise<Email | null> {
  try {
    return await PostalMime.parse(message, { maxNestingDepth: PART_DEPTH, maxRfc822NestingDepth: INLINE_DEPTH });
  } catch (error) {
    // It rejects with a plain Error what goes beyond its limits, and has no code to tell that by.
    if (error instanceof Error) return null;
    throw error;
  }
}

/** Any file parses as a message; a real one has a header that says so. */
function isMessage({ headers }: Email): boolean {
  const known = new Set([
    'from',
    'to',
    'subject',
    'date',
    'received',
    'message-id',
    'mime-version',
    'content-type',
    'return-path',
  ]);
  return headers.some(({ key }) => known.has(key));
}

async function extractBroken(bytes: Uint8Array, options: ExtractionOptions): Promise<ExtractionOutcome> {
  return extractAsText(bytes, options, (text, builder) => {
    addParagraphs(text, builder);
    return {};
  });
}

function withoutEnvelope(bytes: Uint8Array): Uint8Array {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(LENGTH_LINE_BYTES, bytes.length)).toString('latin1');
  const match = LENGTH_LINE.exec(head);
  return match === null ? bytes : bytes.subarray(match[0].length, match[0].length + Number(match[1]));
}
