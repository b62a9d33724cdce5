import type { BlockKind } from '#engine/documents/documents.ts';
import type { Flow, FlowBlock } from './flow.ts';
import type { XmlAttributes, XmlEvents } from './xml.ts';

export type OdfContext = {
  /** What follows lies on the next slide. */
  openSlide(): void;
  isFull(): boolean;
};

/** A paragraph while it is read; notes, comments and text boxes lie in others. */
type OpenParagraph = { text: string; readonly kind: BlockKind; readonly level: number; readonly inner: FlowBlock[] };

/** Elements whose text nobody reads on a page: former versions, form controls, names of pictures, numbers of notes, readings. */
const SKIPPED = new Set([
  'tracked-changes',
  'forms',
  'note-citation',
  'ruby-text',
  'bookmark',
  'event-listeners',
  'script',
  'binary-data',
]);
/** Frames of a slide that say what stands on every slide. */
const RUNNING_FRAMES = new Set(['header', 'footer', 'date-time', 'page-number']);
const MAX_BLANKS = 100;
/** Nobody writes longer ones, in UTF-16 units. */
const LONGEST_PARAGRAPH = 1_000_000;

/** Turns the content of an OpenDocument text or presentation (OpenDocument 1.3 part 3) into blocks and tables. */
export function createOdfReader(flow: Flow, context: OdfContext): XmlEvents {
  const parents = new Map<string, string>();
  const open: OpenParagraph[] = [];
  /** Elements that hold paragraphs of their own: how many paragraphs were open around them. */
  const annotations: number[] = [];
  let skippedDepth = 0;
  let listDepth = 0;
  let headerRowsDepth = 0;
  let titleFrames: boolean[] = [];

  function isSkipped(element: string, attributes: XmlAttributes): boolean {
    if (SKIPPED.has(element)) return true;
    // Titles and descriptions of pictures; fields of these names lie in paragraphs, not in frames.
    if (element === 'title' || element === 'desc') return attributes['text:fixed'] === undefined && titleFrames.length > 0;
    if (element === 'creator' || element === 'date') return annotations.length > 0;
    return element === 'frame' && RUNNING_FRAMES.has(attributes['presentation:class'] ?? '');
  }

  function openParagraph(attributes: XmlAttributes, isHeading: boolean): void {
    const style = styleName(attributes['text:style-name'] ?? '', parents);
    const level = isHeading ? Number.parseInt(attributes['text:outline-level'] ?? '1', 10) || 1 : 0;
    const isTitle = style === 'Title' || titleFrames.at(-1) === true;
    const kind = isHeading || isTitle ? 'heading' : kindOf(style, listDepth > 0 && annotations.length === 0);
    open.push({ text: '', kind, level: Math.max(1, level), inner: [] });
  }

  function closeParagraph(): void {
    const paragraph = open.pop();
    if (paragraph === undefined) return;
    const { kind, text, level, inner } = paragraph;
    const around = open.at(-1);
    const blocks: FlowBlock[] = [{ kind, text, level }, ...inner];
    // What lies in a paragraph comes after it.
    if (around !== undefined) around.inner.push(...blocks);
    else for (const block of blocks) flow.add(block);
  }

  function addText(text: string): void {
    const paragraph = open.at(-1);
    if (paragraph !== undefined && paragraph.text.length < LONGEST_PARAGRAPH) paragraph.text += text;
  }

  function openElement(element: string, attributes: XmlAttributes): void {
    if (element === 'p' || element === 'h') openParagraph(attributes, element === 'h');
    else if (element === 's') addText(' '.repeat(Math.min(Number.parseInt(attributes['text:c'] ?? '1', 10) || 1, MAX_BLANKS)));
    else if (element === 'tab') addText('\t');
    else if (element === 'line-break') addText('\n');
    else if (element === 'list-item' || element === 'list-header') listDepth += 1;
    else if (element === 'annotation' || element === 'note-body') annotations.push(open.length);
    else if (element === 'frame') titleFrames.push(/^(?:title)$/.test(attributes['presentation:class'] ?? ''));
    else if (element === 'page') context.openSlide();
    else if (element === 'style') parents.set(attributes['style:name'] ?? '', attributes['style:parent-style-name'] ?? '');
    else if (element === 'table-header-rows') headerRowsDepth += 1;
    else openTablePart(flow, element, { isHeader: headerRowsDepth > 0 });
  }

  function closeElement(element: string): void {
    if (element === 'p' || element === 'h') closeParagraph();
    else if (element === 'list-item' || element === 'list-header') listDepth -= 1;
    else if (element === 'annotation' || element === 'note-body') annotations.pop();
    else if (element === 'frame') titleFrames = titleFrames.slice(0, -1);
    else if (element === 'table-header-rows') headerRowsDepth -= 1;
    else if (element === 'table') flow.closeTable();
  }

  return {
    isDone: () => context.isFull(),
    open(element, attributes) {
      if (skippedDepth > 0 || isSkipped(element, attributes)) skippedDepth += 1;
      else openElement(element, attributes);
    },
    text(text) {
      if (skippedDepth === 0) addText(text.replace(/[ \t\r\n]+/g, ' '));
    },
    close(element) {
      if (skippedDepth > 0) skippedDepth -= 1;
      else closeElement(element);
    },
  };
}

function openTablePart(flow: Flow, element: string, { isHeader }: { readonly isHeader: boolean }): void {
  if (element === 'table') flow.openTable();
  else if (element === 'table-row') flow.openRow({ isHeader });
  else if (element === 'table-cell' || element === 'covered-table-cell') flow.openCell({ columns: 1 });
}

/** Styles that a document defines for single paragraphs inherit from those that have a meaning. */
function styleName(name: string, parents: ReadonlyMap<string, string>): string {
  const parent = parents.get(name);
  return parent === undefined || parent === '' ? name : parent;
}

function kindOf(style: string, isInList: boolean): BlockKind {
  if (style === 'Quotations') return 'quote';
  if (style === 'Preformatted_20_Text') return 'code';
  return isInList ? 'listEntry' : 'paragraph';
}
