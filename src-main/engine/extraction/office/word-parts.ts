import type { Archive } from './archive.ts';
import { readXmlPart, type XmlAttributes } from './xml.ts';

/** What a paragraph style makes of its paragraphs. */
export type WordStyle = {
  /** From 1; 0 for text. */
  readonly headingLevel: number;
  readonly isTitle: boolean;
  readonly isQuote: boolean;
  readonly isList: boolean;
};

/** The value of a `w:val` attribute, whatever the prefix of its namespace. */
export function valueOf(attributes: XmlAttributes, name = 'val'): string | null {
  const direct = attributes[`w:${name}`] ?? attributes[name];
  if (direct !== undefined) return direct;
  for (const [key, value] of Object.entries(attributes)) if (key.endsWith(`:${name}`)) return value;
  return null;
}

/** Of one note, comment or paragraph, in UTF-16 units. */
const LONGEST_TEXT = 100_000;

type RawStyle = { name: string; basedOn: string | null; outlineLevel: number | null; isNumbered: boolean };

/** Styles inherit at most as far as this. */
const DEEPEST_STYLE = 20;

/** Styles of paragraphs by their id, inheritance resolved. */
export function readStyles(archive: Archive, part: string): ReadonlyMap<string, WordStyle> {
  const raw = new Map<string, RawStyle>();
  let style: RawStyle | null = null;
  readXmlPart(archive, part, {
    open(element, attributes) {
      if (element === 'style') {
        style = { name: '', basedOn: null, outlineLevel: null, isNumbered: false };
        raw.set(valueOf(attributes, 'styleId') ?? '', style);
      } else if (style !== null) addToStyle(style, element, attributes);
    },
    close(element) {
      if (element === 'style') style = null;
    },
  });
  return new Map([...raw.keys()].map((id) => [id, resolveStyle(raw, id)]));
}

function addToStyle(style: RawStyle, element: string, attributes: XmlAttributes): void {
  if (element === 'name') style.name = valueOf(attributes)?.toLowerCase() ?? '';
  else if (element === 'basedOn') style.basedOn = valueOf(attributes);
  else if (element === 'outlineLvl') style.outlineLevel = Number(valueOf(attributes));
  else if (element === 'numPr') style.isNumbered = true;
}

function resolveStyle(raw: ReadonlyMap<string, RawStyle>, id: string): WordStyle {
  const chain: RawStyle[] = [];
  for (let at: string | null = id; at !== null && chain.length < DEEPEST_STYLE; at = chain.at(-1)?.basedOn ?? null) {
    const style = raw.get(at);
    if (style === undefined) break;
    chain.push(style);
  }
  const levels = chain.map(({ name, outlineLevel }) => outlineLevel ?? headingLevelByName(name));
  const level = levels.find((each) => each !== null) ?? null;
  return {
    headingLevel: level !== null && level >= 0 && level < 9 ? level + 1 : 0,
    isTitle: chain.some(({ name }) => name === 'title'),
    isQuote: chain.some(({ name }) => name.includes('quote')),
    isList: chain.some(({ isNumbered, name }) => isNumbered || /^list (?:bullet|number)/.test(name)),
  };
}

/**
 * Word names its own styles in English in every language, and so does LibreOffice its base of all headings; counted from
 * 0 here, as outline levels are. Null where the name says nothing, -1 where it says that this is no heading.
 */
function headingLevelByName(name: string): number | null {
  if (name === 'heading') return 0;
  if (name === 'subtitle') return -1;
  const digit = /^heading ([1-9])/.exec(name)?.[1];
  return digit === undefined ? null : Number(digit) - 1;
}

/**
 * The text of every element named `unit`, by its id where it has one, else by its place; paragraphs a line each. Copies for
 * older programs are left out.
 */
export function readTexts(archive: Archive, part: string, unit: string): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  let id = '';
  let text = '';
  let depth = 0;
  let isText = false;
  let skippedDepth = 0;
  readXmlPart(archive, part, {
    open(element, attributes) {
      if (skippedDepth > 0 || element === 'Fallback') {
        skippedDepth += 1;
        return;
      }
      // Comments on slides hold theirs in an element of that name.
      isText = element === 't' || element === 'text';
      if (element === unit && depth++ === 0) {
        id = valueOf(attributes, 'id') ?? String(texts.size);
        text = '';
      } else if (element === 'tab' || element === 'br' || element === 'cr') text += ' ';
      else if (element === 'noBreakHyphen') text += '-';
    },
    text(piece) {
      if (isText && depth > 0 && skippedDepth === 0 && text.length < LONGEST_TEXT) text += piece;
    },
    close(element) {
      if (skippedDepth > 0) {
        skippedDepth -= 1;
        return;
      }
      isText = false;
      if (element === 'p' && depth > 0 && unit !== 'p') text += '\n';
      if (element === unit && --depth === 0 && text.trim() !== '') texts.set(id, text.trim());
    },
  });
  return texts;
}
