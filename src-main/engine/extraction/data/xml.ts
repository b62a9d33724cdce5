import { SaxesParser } from 'saxes';
import type { ExtractionOutcome } from '#engine/documents/documents.ts';
import type { DocumentBuilder } from '../document-builder.ts';
import { extractAsText } from '../extract-as-text.ts';
import type { ExtractionOptions } from '../extractor.ts';
import { createFactWriter } from './fact-writer.ts';
import { addParagraphs } from '../text/plain-text.ts';
import { withoutMarkup } from './without-markup.ts';
import { createXmlReader } from './xml-reader.ts';

const DECLARATION_BYTES = 200;
const STRAY_AMPERSAND = /&(?!#\d{1,8};|#x[\da-f]{1,8};|[\p{L}_:][\p{L}\p{N}._:-]{0,60};)/giu;
/** A document type with its declarations, and tags. */
const UNREAD = /<!DOCTYPE[^[>]{0,1000}\[[^\]]{0,4000}\]\s{0,100}>|<[^<>]{0,4000}>/g;
const PART_CHARS = 65_536;

/** Reads XML: the text of elements in its order, short ones and attributes as `path: value`. Broken XML is read as far as it goes. */
export function extractXml(bytes: Uint8Array, options: ExtractionOptions): Promise<ExtractionOutcome> {
  return extractAsText(bytes, { ...options, declaredEncoding: declaredEncoding(bytes) }, (source, builder) => {
    const facts = createFactWriter(builder);
    let isBroken = false;
    let readChars = 0;
    const reader = createXmlReader(facts);
    const parser = new SaxesParser<{ xmlns: false }>({ xmlns: false });
    parser.on('opentag', ({ name, attributes }) => reader.open(name, attributes, parser.line));
    const addText = (text: string): void => {
      readChars += text.trim().length;
      reader.addText(text);
    };
    parser.on('text', addText);
    parser.on('cdata', addText);
    parser.on('closetag', () => reader.close());
    // The parser goes on after an error. It knows no entity but the five of XML, so that none can expand.
    parser.on('error', () => void (isBroken = true));
    const text = escapeStrayAmpersands(source);
    for (let start = 0; start < text.length && !builder.isFull; start += PART_CHARS)
      parser.write(text.slice(start, start + PART_CHARS));
    parser.close();
    reader.finish();
    facts.endGroup();
    if (isBroken && !builder.isFull) addLost(source, readChars, builder);
    return { title: reader.title };
  });
}

/** An ampersand that begins no reference would take the parser along to the next semicolon, however far that is. */
function escapeStrayAmpersands(source: string): string {
  let escaped = '';
  for (let start = 0; start < source.length;) {
    const from = source.indexOf('<![CDATA[', start);
    const textEnd = from < 0 ? source.length : from;
    const to = from < 0 ? -1 : source.indexOf(']]>', from);
    const end = from < 0 || to < 0 ? source.length : to;
    escaped += source.slice(start, textEnd).replace(STRAY_AMPERSAND, '&amp;') + source.slice(textEnd, end);
    start = end;
  }
  return escaped;
}

/** Where the parser found its way through less than half of what stands between tags, the text without them. */
function addLost(source: string, readChars: number, builder: DocumentBuilder): void {
  const text = source.replace(UNREAD, ' ').replace(/[^\S\n]+/g, ' ');
  if (readChars < text.replace(/\s+/g, ' ').length / 2) addParagraphs(withoutMarkup(text), builder);
}

function declaredEncoding(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, DECLARATION_BYTES)).toString('latin1');
  return /^<\?xml[^>]{0,100}?encoding=["']([\w.:-]{1,40})/i.exec(head)?.[1] ?? null;
}
