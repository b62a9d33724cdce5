import type { FactWriter } from './fact-writer.ts';
import { withoutMarkup } from './without-markup.ts';

/** Turns the events of an XML parser into facts: an element that has text of its own is read with all that is inside it. */
export type XmlReader = {
  open(name: string, attributes: Readonly<Record<string, string>>, line: number): void;
  addText(text: string): void;
  close(): void;
  /** Ends all that is still open. */
  finish(): void;
  /** The text of the first element that is called a title. */
  readonly title: string | null;
};

type Part = { readonly name: string; readonly text: string; readonly line: number; readonly isInline: boolean };
type Frame = { readonly name: string; readonly line: number; parts: Part[]; hasText: boolean };

/** So much is kept back until it is known whether an element is text with marks in it, or a list of fields. */
const MOST_PARTS = 1_000;
/** Longer texts are prose, and what surrounds them says nothing about them. */
const LONGEST_FIELD = 80;
/** A longer text is no mark inside another one; passed on from level to level it would be copied at each. */
const longestInline = (depth: number): number => (depth > 50 ? 200 : 20_000);
const LONGEST_TITLE = 300;
const TITLE_NAMES = new Set(['title', 'book-title', 'docTitle']);

export function createXmlReader(facts: FactWriter): XmlReader {
  const frames: Frame[] = [];
  /** Those of the frames that keep something back, outermost first: parts are only ever added to the innermost frame. */
  const waiting: Frame[] = [];
  let title: string | null = null;

  function addPart(frame: Frame, part: Part): void {
    if (frame.parts.length === 0) waiting.push(frame);
    frame.parts.push(part);
    if (frame.parts.length < MOST_PARTS) return;
    if (frame.hasText) facts.add('', textOf(frame), frame.line);
    else writeParts(frame);
    frame.parts = [];
    if (waiting.at(-1) === frame) waiting.pop();
  }

  function writeParts(frame: Frame): void {
    for (const { name, text, line } of frame.parts) facts.add(text.length > LONGEST_FIELD ? '' : name, text, line);
    frame.parts = [];
  }

  /** What was kept back further out comes first in the file. */
  function writeWaiting(): void {
    for (const frame of waiting) {
      if (frame.hasText) continue;
      writeParts(frame);
    }
    const kept = waiting.filter((frame) => frame.parts.length > 0);
    waiting.splice(0, waiting.length, ...kept);
  }

  function close(): void {
    const frame = frames.pop();
    if (frame === undefined) return;
    if (waiting.at(-1) === frame) waiting.pop();
    if (!frame.hasText) {
      if (frame.parts.length === 0) return;
      writeWaiting();
      writeParts(frame);
      facts.endGroup();
      return;
    }
    const text = textOf(frame);
    if (title === null && TITLE_NAMES.has(localName(frame.name)) && text.length <= LONGEST_TITLE) title = text;
    const outer = frames.at(-1);
    const part = { name: nameOf(outer, frame.name), text, line: frame.line, isInline: true };
    if (outer === undefined || text.length > longestInline(frames.length)) facts.add('', text, frame.line);
    else addPart(outer, part);
  }

  return {
    open(name, attributes, line) {
      const frame: Frame = { name, line, parts: [], hasText: false };
      const outer = frames.at(-1);
      frames.push(frame);
      const text = attributesText(attributes);
      if (text !== '') addPart(frame, { name: nameOf(outer, name), text, line, isInline: false });
    },
    addText(text) {
      const frame = frames.at(-1);
      if (frame === undefined) return;
      const isBlank = text.trim() === '';
      if (isBlank && !frame.hasText && frame.parts.length === 0) return;
      frame.hasText ||= !isBlank;
      if (isBlank && !frame.hasText) {
        const last = frame.parts.at(-1);
        // Blanks between two elements count only if their parent turns out to be text.
        if (last !== undefined && last.isInline) frame.parts[frame.parts.length - 1] = { ...last, text: `${last.text} ` };
        return;
      }
      addPart(frame, { name: '', text, line: frame.line, isInline: true });
    },
    close,
    finish() {
      while (frames.length > 0) close();
    },
    get title() {
      return title;
    },
  };
}

function textOf({ parts }: Frame): string {
  let text = '';
  for (const part of parts) if (part.isInline) text += part.text;
  return withoutMarkup(text)
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n\s*/g, '\n')
    .trim();
}

/** Prefixes of namespaces are any letters that the writer chose. */
function nameOf(outer: Frame | undefined, name: string): string {
  return outer === undefined ? localName(name) : `${localName(outer.name)}.${localName(name)}`;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** For programs: vocabularies, styles, shapes, kinds of links. */
const UNREAD_ATTRIBUTE = /^(?:xmlns|xsi:|xml:|(?:style|class|d|points|transform|rel|type|version|mode|encoding|standalone)$)/;

function attributesText(attributes: Readonly<Record<string, string>>): string {
  const texts: string[] = [];
  for (const [name, value] of Object.entries(attributes)) {
    if (UNREAD_ATTRIBUTE.test(name) || value.length > 500) continue;
    const text = value.replace(/\s+/g, ' ').trim();
    if (/[\p{L}\p{N}]/u.test(text)) texts.push(`${localName(name)}: ${text}`);
  }
  return texts.join(' | ');
}
