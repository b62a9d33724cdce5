import type { Archive } from './archive.ts';
import { numberKindOf, type NumberKind } from './number-formats.ts';
import { readXmlPart, type XmlAttributes } from './xml.ts';

export type SheetReference = { readonly name: string; readonly relationshipId: string };

export type Workbook = { readonly sheets: readonly SheetReference[]; readonly since1904: boolean };

export function readWorkbook(archive: Archive, part: string): Workbook {
  const sheets: SheetReference[] = [];
  let since1904 = false;
  readXmlPart(archive, part, {
    open(element, attributes) {
      if (element === 'workbookPr') since1904 = /^(?:1|true)$/.test(attributes['date1904'] ?? '');
      const relationshipId = relationshipIdOf(attributes);
      if (element === 'sheet' && relationshipId !== null) sheets.push({ name: attributes['name'] ?? '', relationshipId });
    },
  });
  return { sheets, since1904 };
}

/** The prefix of its namespace is the writer's choice. */
function relationshipIdOf(attributes: XmlAttributes): string | null {
  for (const [name, value] of Object.entries(attributes)) if (name.endsWith(':id')) return value;
  return null;
}

/**
 * Strings are all held, because cells name them by number. Programs write them in the order of their first use: those
 * that come after so many belong to cells that are not read anyway.
 */
const MAX_STRINGS = 1_000_000;
const MAX_STRING_CHARS = 40_000_000;

/** The texts that cells refer to by number, without the pronunciation of East Asian ones. */
export function readSharedStrings(archive: Archive, part: string): string[] {
  const strings: string[] = [];
  let chars = 0;
  let current: string[] | null = null;
  let isText = false;
  let isPronunciation = false;
  readXmlPart(archive, part, {
    isDone: () => strings.length >= MAX_STRINGS || chars >= MAX_STRING_CHARS,
    open(element) {
      if (element === 'si') current = [];
      else if (element === 't') isText = true;
      else if (element === 'rPh') isPronunciation = true;
    },
    text(text) {
      if (!isText || isPronunciation || current === null || chars >= MAX_STRING_CHARS) return;
      current.push(text);
      chars += text.length;
    },
    close(element) {
      if (element === 't') isText = false;
      else if (element === 'rPh') isPronunciation = false;
      else if (element === 'si' && current !== null) {
        strings.push(current.join(''));
        current = null;
      }
    },
  });
  return strings;
}

/** What numbers stand for, by the style of their cell. */
export function readNumberKinds(archive: Archive, part: string): NumberKind[] {
  const codes = new Map<number, string>();
  const formats: number[] = [];
  let isInCellFormats = false;
  readXmlPart(archive, part, {
    open(element, attributes) {
      if (element === 'numFmt') codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
      else if (element === 'cellXfs') isInCellFormats = true;
      else if (element === 'xf' && isInCellFormats) formats.push(Number(attributes['numFmtId'] ?? 0));
    },
    close(element) {
      if (element === 'cellXfs') isInCellFormats = false;
    },
  });
  return formats.map((id) => numberKindOf(id, codes.get(id)));
}
