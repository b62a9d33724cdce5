import { Parser } from 'htmlparser2';
import type { Archive } from './archive.ts';
import { Unreadable } from './unreadable.ts';

export type XmlAttributes = Readonly<Record<string, string>>;

/** Names come without their prefix, attributes as they are written. */
export type XmlEvents = {
  open?(name: string, attributes: XmlAttributes): void;
  text?(text: string): void;
  close?(name: string): void;
  /** True stops the reading. */
  isDone?(): boolean;
};

/** More elements are no document: one as long as the text limit has half as many. */
const MAX_ELEMENTS = 8_000_000;
/** How much text the parser is given at once. */
const PART_CHARS = 65_536;

/**
 * Reads XML as events, as much of it as there is: what is not well formed is passed over, because half a document is
 * worth more than a complaint. Declared entities are not expanded. No nesting is too deep.
 */
export function readXml(xml: string, events: XmlEvents): void {
  const parser = parserFor(events);
  for (let start = 0; start < xml.length && events.isDone?.() !== true; start += PART_CHARS)
    parser.write(xml.slice(start, start + PART_CHARS));
  parser.end();
}

/** The same for a part of an archive, without holding it. Throws `Unreadable`. */
export function readXmlPart(archive: Archive, name: string, events: XmlEvents): void {
  const parser = parserFor(events);
  let decoder: InstanceType<typeof TextDecoder> | null = null;
  archive.stream(name, (piece) => {
    decoder ??= new TextDecoder(encodingOf(piece));
    parser.write(decoder.decode(piece, { stream: true }));
    return events.isDone?.() !== true;
  });
  parser.end();
}

export function decodeXml(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function parserFor(events: XmlEvents): Parser {
  let elements = 0;
  return new Parser(
    {
      onopentag(name, attributes) {
        elements += 1;
        if (elements > MAX_ELEMENTS) throw new Unreadable('unpacksTooLarge');
        events.open?.(localName(name), attributes);
      },
      ontext: (text) => events.text?.(text),
      onclosetag: (name) => events.close?.(localName(name)),
    },
    { xmlMode: true },
  );
}

const DECLARED_ENCODING = /^<\?xml[^>]{0,100}?encoding=["']([\w.:-]{1,40})/;

function encodingOf(start: Uint8Array): string {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  const declared = DECLARED_ENCODING.exec(Buffer.from(start.subarray(0, 200)).toString('latin1'))?.[1];
  // Declared with single-byte letters, it cannot be UTF-16.
  if (declared === undefined || /^utf-?16/i.test(declared)) return 'utf-8';
  try {
    return new TextDecoder(declared).encoding;
  } catch {
    return 'utf-8';
  }
}
