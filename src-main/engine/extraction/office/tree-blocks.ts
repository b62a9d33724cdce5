import type { OfficeContentNode } from 'officeparser';
import type { Anchor } from '#contract';
import type { DocumentBuilder } from '../document-builder.ts';
import { addTable } from './tree-table.ts';
import { textOf } from './tree-text.ts';

/** Nodes that are text of the block around them. */
const INLINE = new Set(['text', 'break', 'image', 'chart', 'drawing', 'embed']);
const QUOTE_STYLE = /quot|zitat|citat|цитат/i;
const TITLE_STYLE = /^title$/i;

export type TreeWriter = {
  add(nodes: readonly OfficeContentNode[]): void;
  /** Paragraphs that stand on every page: once each, and not those without a letter (page numbers). */
  addRunning(nodes: readonly OfficeContentNode[]): void;
};

/** Writes the tree that officeparser makes of a document as blocks, notes and comments after what they belong to. */
export function createTreeWriter(builder: DocumentBuilder): TreeWriter {
  const running = new Set<string>();
  /** One note may hang on several places. */
  const written = new Set<OfficeContentNode>();
  let anchor: Anchor | null = null;

  function addAll(nodes: readonly OfficeContentNode[]): void {
    for (const node of nodes) {
      if (builder.isFull) return;
      addNode(node);
    }
  }

  function addNode(node: OfficeContentNode): void {
    switch (node.type) {
      case 'heading':
        addBlock(node, (text) => builder.addHeading(levelOf(node), text, anchor));
        break;
      case 'list':
        addBlock(node, (text) => builder.add('listEntry', text, anchor));
        break;
      case 'code':
        addBlock(node, (text) => builder.add(isMath(node) ? 'paragraph' : 'code', text, anchor));
        break;
      case 'table':
        addTable(node, { add: (text) => builder.add('table', text, anchor), addNodes: addAll });
        addRemarks(node);
        break;
      case 'slide':
        addSlide(node);
        break;
      case 'comment':
        if (!('sourceSyntax' in (node.metadata ?? {}))) builder.add('paragraph', textOf(node), anchor);
        break;
      default:
        addParagraph(node);
    }
  }

  /** A paragraph, or whatever else holds blocks or text. */
  function addParagraph(node: OfficeContentNode): void {
    const style = styleOf(node);
    addBlock(node, (text) => {
      if (TITLE_STYLE.test(style) && builder.mainHeading === null) builder.addHeading(1, text, anchor);
      else builder.add(QUOTE_STYLE.test(style) ? 'quote' : 'paragraph', text, anchor);
    });
  }

  /** The text of a node as one block, or its children as theirs where some are blocks. */
  function addBlock(node: OfficeContentNode, write: (text: string) => void): void {
    const children = node.children ?? [];
    if (!children.some(({ type }) => !INLINE.has(type))) {
      write(textOf(node));
      addRemarks(node);
      return;
    }
    let line: OfficeContentNode[] = [];
    const endLine = (): void => {
      const inline = line;
      line = [];
      write(inline.map(textOf).join(''));
      for (const each of inline) addRemarks(each);
    };
    for (const child of children) {
      if (INLINE.has(child.type)) line.push(child);
      else {
        endLine();
        addNode(child);
      }
    }
    endLine();
    addOwnRemarks(node);
  }

  function addSlide(node: OfficeContentNode): void {
    const { metadata } = node;
    const slide = metadata !== undefined && 'slideNumber' in metadata ? metadata.slideNumber : 0;
    anchor = slide > 0 ? { kind: 'slide', slide } : null;
    // A slide without a title does not belong under that of the one before.
    builder.addHeading(1, '');
    addAll(node.children ?? []);
    addOwnRemarks(node);
    anchor = null;
  }

  /** The notes and comments of a block and of all text in it. */
  function addRemarks(node: OfficeContentNode): void {
    addOwnRemarks(node);
    for (const child of node.children ?? []) addRemarks(child);
  }

  function addOwnRemarks({ notes = [], comments = [] }: OfficeContentNode): void {
    for (const remark of [...notes, ...comments]) {
      if (written.has(remark) || builder.isFull) continue;
      written.add(remark);
      if (remark.type === 'comment') builder.add('paragraph', textOf(remark), anchor);
      else addParagraph(remark);
    }
  }

  function addRunning(nodes: readonly OfficeContentNode[]): void {
    for (const node of nodes) {
      const text = textOf(node).trim();
      if (!/\p{L}/u.test(text) || running.has(text)) continue;
      running.add(text);
      builder.add('paragraph', text);
    }
  }

  return { add: addAll, addRunning };
}

function levelOf({ metadata }: OfficeContentNode): number {
  return metadata !== undefined && 'level' in metadata && typeof metadata.level === 'number' ? Math.max(1, metadata.level) : 1;
}

function styleOf({ metadata }: OfficeContentNode): string {
  return metadata !== undefined && 'style' in metadata && typeof metadata.style === 'string' ? metadata.style : '';
}

function isMath({ metadata }: OfficeContentNode): boolean {
  return metadata !== undefined && 'math' in metadata;
}
