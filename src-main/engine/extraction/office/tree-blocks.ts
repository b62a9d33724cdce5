import type { OfficeContentNode } from 'officeparser';
import type { BlockKind } from '#engine/documents/documents.ts';
import type { Flow } from './flow.ts';

/** Nodes that are text of the block around them. */
const INLINE = new Set(['text', 'break', 'image', 'chart', 'drawing', 'embed']);

export type TreeContext = {
  /** What follows lies on this slide. */
  openSlide(slide: number): void;
  isFull(): boolean;
};

/** Writes the tree that officeparser makes of a document as blocks, notes and comments after what they belong to. */
export function writeTree(nodes: readonly OfficeContentNode[], flow: Flow, context: TreeContext): void {
  /** One note may hang on several places. */
  const written = new Set<OfficeContentNode>();

  function addAll(children: readonly OfficeContentNode[]): void {
    for (const node of children) {
      if (context.isFull()) return;
      addNode(node);
    }
  }

  function addNode(node: OfficeContentNode): void {
    switch (node.type) {
      case 'heading':
        return addBlock(node, 'heading', numberOf(node, 'level'));
      case 'list':
        return addBlock(node, 'listEntry');
      case 'code':
        return addBlock(node, 'math' in (node.metadata ?? {}) ? 'paragraph' : 'code');
      case 'table':
        return addTable(node);
      case 'slide':
        context.openSlide(numberOf(node, 'slideNumber'));
        return addBlock(node, 'paragraph');
      default:
        return addBlock(node, /quot/i.test(styleOf(node)) ? 'quote' : 'paragraph');
    }
  }

  /** The text of a node as one block, or its children as theirs where some are blocks. */
  function addBlock(node: OfficeContentNode, kind: BlockKind, level = 1): void {
    const children = node.children ?? [];
    if (!children.some(({ type }) => !INLINE.has(type))) {
      flow.add({ kind, level, text: textOf(node) });
      return addRemarks(node);
    }
    let line: OfficeContentNode[] = [];
    const endLine = (): void => {
      const inline = line;
      line = [];
      flow.add({ kind, level, text: inline.map(textOf).join('') });
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

  function addTable(table: OfficeContentNode): void {
    flow.openTable();
    for (const row of table.children ?? []) {
      flow.openRow({ isHeader: false });
      for (const cell of row.children ?? []) {
        flow.openCell({ columns: numberOf(cell, 'colSpan'), isHeader: styleOf(cell) === 'header' });
        addAll(cell.children ?? []);
      }
    }
    flow.closeTable();
    addOwnRemarks(table);
  }

  /** The notes and comments of a block and of all text in it. */
  function addRemarks(node: OfficeContentNode): void {
    addOwnRemarks(node);
    for (const child of node.children ?? []) addRemarks(child);
  }

  function addOwnRemarks({ notes = [], comments = [] }: OfficeContentNode): void {
    for (const remark of [...notes, ...comments]) {
      if (written.has(remark) || context.isFull()) continue;
      written.add(remark);
      flow.add({ kind: 'paragraph', text: textOf(remark) });
    }
  }

  addAll(nodes);
}

/** A node's text; of those that have none of their own, that of what is in it, a line each. */
export function textOf(node: OfficeContentNode): string {
  if (node.type === 'break') return '\n';
  if (node.type === 'image') return '';
  if (node.text !== undefined && node.text !== '') return node.text;
  return (node.children ?? []).map(textOf).join(node.type === 'paragraph' || node.type === 'text' ? '' : '\n');
}

/** At least one: what it stands for counts from there. */
function numberOf({ metadata }: OfficeContentNode, name: 'level' | 'slideNumber' | 'colSpan'): number {
  const value: unknown = metadata === undefined ? undefined : Object.entries(metadata).find(([key]) => key === name)?.[1];
  return typeof value === 'number' && value >= 1 ? value : 1;
}

function styleOf({ metadata }: OfficeContentNode): string {
  return metadata !== undefined && 'style' in metadata && typeof metadata.style === 'string' ? metadata.style : '';
}
