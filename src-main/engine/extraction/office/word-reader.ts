import type { Flow, FlowBlock } from './flow.ts';
import { valueOf, type WordStyle } from './word-parts.ts';
import type { XmlAttributes, XmlEvents } from './xml.ts';

export type WordContext = {
  readonly styles: ReadonlyMap<string, WordStyle>;
  /** Texts by id. */
  readonly footnotes: ReadonlyMap<string, string>;
  readonly endnotes: ReadonlyMap<string, string>;
  readonly comments: ReadonlyMap<string, string>;
  /** A part in another format stands here, by its relationship. */
  addForeignPart(relationshipId: string): void;
  isFull(): boolean;
};

/** A paragraph while it is read; one lies in another where a text box is anchored in it. */
type OpenParagraph = {
  text: string;
  style: WordStyle | null;
  outlineLevel: number | null;
  /** True and false where the paragraph itself says so. */
  isNumbered: boolean | null;
  readonly remarks: string[];
};

/** What stands in a document but not on its pages: older copies for older programs, moved text, former properties, readings. */
const SKIPPED = new Set([
  'Fallback',
  'moveFrom',
  'pPrChange',
  'rPrChange',
  'tblPrChange',
  'sectPr',
  'rt',
  'instrText',
  'delText',
]);
/** Characters of symbol fonts: bullets and dingbats. */
const PRIVATE_CHARACTERS = /[\ue000-\uf8ff]/u;
/** Nobody writes longer ones, in UTF-16 units. */
const LONGEST_PARAGRAPH = 1_000_000;
const FILE_NAME = /\.(?:png|jpe?g|gif|bmp|emf|wmf|tiff?|svg)$/i;

/** Turns the main part of a Word document (ECMA-376 part 1, section 17) into blocks and tables. */
export function createWordReader(flow: Flow, context: WordContext): XmlEvents {
  const open: OpenParagraph[] = [];
  let skippedDepth = 0;
  let isInProperties = false;
  let isText = false;

  function addText(text: string): void {
    const paragraph = open.at(-1);
    if (paragraph !== undefined && paragraph.text.length < LONGEST_PARAGRAPH) paragraph.text += text;
  }

  function addRemark(text: string | undefined): void {
    const paragraph = open.at(-1);
    if (text === undefined) return;
    if (paragraph === undefined) flow.add({ kind: 'paragraph', text });
    else paragraph.remarks.push(text);
  }

  function openProperty(paragraph: OpenParagraph, element: string, attributes: XmlAttributes): void {
    if (element === 'pStyle') paragraph.style = context.styles.get(valueOf(attributes) ?? '') ?? null;
    else if (element === 'outlineLvl') paragraph.outlineLevel = Number(valueOf(attributes));
    else if (element === 'numId') paragraph.isNumbered = valueOf(attributes) !== '0';
  }

  function openElement(element: string, attributes: XmlAttributes): void {
    const paragraph = open.at(-1);
    if (isInProperties && paragraph !== undefined) return openProperty(paragraph, element, attributes);
    switch (element) {
      case 'p':
        open.push({ text: '', style: null, outlineLevel: null, isNumbered: null, remarks: [] });
        break;
      case 'pPr':
        isInProperties = true;
        break;
      case 't':
        isText = true;
        break;
      case 'tab':
        addText('\t');
        break;
      case 'br':
      case 'cr':
        addText('\n');
        break;
      case 'noBreakHyphen':
        addText('-');
        break;
      case 'sym':
        addText(symbolOf(attributes));
        break;
      case 'docPr':
        addText(alternativeText(attributes));
        break;
      case 'footnoteReference':
        addRemark(context.footnotes.get(valueOf(attributes, 'id') ?? ''));
        break;
      case 'endnoteReference':
        addRemark(context.endnotes.get(valueOf(attributes, 'id') ?? ''));
        break;
      case 'commentReference':
        addRemark(context.comments.get(valueOf(attributes, 'id') ?? ''));
        break;
      case 'altChunk':
        context.addForeignPart(valueOf(attributes, 'id') ?? '');
        break;
      default:
        openTablePart(flow, element, attributes);
    }
  }

  function closeElement(element: string): void {
    if (element === 'pPr') isInProperties = false;
    else if (element === 't') isText = false;
    else if (element === 'tbl') flow.closeTable();
    else if (element === 'p') {
      const paragraph = open.pop();
      if (paragraph !== undefined) addParagraph(flow, paragraph);
    }
  }

  return {
    isDone: () => context.isFull(),
    open(element, attributes) {
      if (skippedDepth > 0 || SKIPPED.has(element)) skippedDepth += 1;
      else openElement(element, attributes);
    },
    text(text) {
      if (isText && skippedDepth === 0) addText(text);
    },
    close(element) {
      if (skippedDepth > 0) skippedDepth -= 1;
      else closeElement(element);
    },
  };
}

function openTablePart(flow: Flow, element: string, attributes: XmlAttributes): void {
  if (element === 'tbl') flow.openTable();
  else if (element === 'tr') flow.openRow({ isHeader: false });
  else if (element === 'tblHeader') flow.markRow();
  else if (element === 'tc') flow.openCell({ columns: 1 });
  else if (element === 'gridSpan') flow.widenCell(Number(valueOf(attributes) ?? 1));
}

function addParagraph(flow: Flow, { text, style, outlineLevel, isNumbered, remarks }: OpenParagraph): void {
  const level = outlineLevel === null ? (style?.headingLevel ?? 0) : outlineLevel < 9 ? outlineLevel + 1 : 0;
  flow.add(blockOf(text, { level, style, isNumbered }));
  for (const remark of remarks) flow.add({ kind: 'paragraph', text: remark });
}

function blockOf(
  text: string,
  { level, style, isNumbered }: { readonly level: number; readonly style: WordStyle | null; readonly isNumbered: boolean | null },
): FlowBlock {
  if (style?.isTitle === true) return { kind: 'heading', level: 1, text };
  if (level > 0) return { kind: 'heading', level, text };
  if (isNumbered ?? style?.isList ?? false) return { kind: 'listEntry', text };
  return { kind: style?.isQuote === true ? 'quote' : 'paragraph', text };
}

function symbolOf(attributes: XmlAttributes): string {
  const code = Number.parseInt(valueOf(attributes, 'char') ?? '', 16);
  if (!Number.isInteger(code) || code < 0x20 || code > 0xffff) return '';
  const character = String.fromCharCode(code);
  return PRIVATE_CHARACTERS.test(character) ? '' : character;
}

/** What a picture shows, where somebody wrote it down. */
function alternativeText(attributes: XmlAttributes): string {
  const text = attributes['descr']?.trim() ?? '';
  return text === '' || FILE_NAME.test(text) ? '' : ` ${text} `;
}
