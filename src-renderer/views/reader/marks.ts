import { markPieces } from '../../text/layout.ts';
import type { Range as TextRange } from '../../text/pieces.ts';

/** What is marked in a text: the passage, and words inside it. */
export type Marks = { readonly passage: TextRange | null; readonly highlights: readonly TextRange[] };

/** What is found by looking inside the document. */
export type FoundMarks = { readonly found: readonly TextRange[]; readonly current: TextRange | undefined };

/** All text below an element, and the nodes that it stands in. */
export type TextIndex = { readonly text: string; readonly nodes: readonly { readonly node: Text; readonly start: number }[] };

export function indexText(root: Node): TextIndex {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const nodes: { node: Text; start: number }[] = [];
  const parts: string[] = [];
  let start = 0;
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!(node instanceof Text)) continue;
    nodes.push({ node, start });
    parts.push(node.data);
    start += node.length;
  }
  return { text: parts.join(''), nodes };
}

/** Marks ranges of the text below an element, which counts from `start`. What was marked before is unmarked. */
export function markText(root: Element, start: number, { passage, highlights }: Marks): void {
  unmark(root);
  if (passage === null) return;
  for (const { node, start: offset } of indexText(root).nodes) {
    // Between blocks, rows and cells an element would be a child of its own: a cell more, a last one that is not.
    if (/^\s*\n\s*$/.test(node.data)) continue;
    const pieces = markPieces({ text: node.data, start: start + offset }, passage, highlights);
    if (pieces.some((piece) => piece.isPassage)) node.replaceWith(...pieces.map(toNode));
  }
}

export function unmark(root: Element): void {
  const marked = root.querySelectorAll('[data-passage]');
  for (const element of marked) element.replaceWith(...element.childNodes);
  if (marked.length > 0) root.normalize();
}

function toNode({ text, isPassage, isMarked }: { text: string; isPassage: boolean; isMarked: boolean }): Node {
  if (!isPassage) return document.createTextNode(text);
  const element = document.createElement(isMarked ? 'mark' : 'span');
  element.dataset['passage'] = '';
  if (!isMarked) element.className = 'passage';
  element.textContent = text;
  return element;
}

/** The place of a range of the indexed text in the document; null where it holds no text. */
export function toDomRange({ nodes }: TextIndex, [from, to]: TextRange): Range | null {
  const first = nodeAt(nodes, from, false);
  const last = nodeAt(nodes, to, true);
  if (first === undefined || last === undefined) return null;
  const range = document.createRange();
  range.setStart(first.node, Math.min(from - first.start, first.node.length));
  range.setEnd(last.node, Math.min(to - last.start, last.node.length));
  return range;
}

function nodeAt(nodes: TextIndex['nodes'], position: number, isEnd: boolean): TextIndex['nodes'][number] | undefined {
  let [low, high] = [0, nodes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const start = nodes[middle]?.start ?? 0;
    if (isEnd ? start < position : start <= position) low = middle + 1;
    else high = middle;
  }
  return nodes[low - 1];
}

const FOUND = 'akin-found';
const CURRENT = 'akin-found-current';

/** Draws what is found, in place of what was drawn before. The document's nodes stay as they are. */
export function drawFound(found: readonly Range[], current: readonly Range[]): void {
  CSS.highlights.set(FOUND, new Highlight(...found));
  const above = new Highlight(...current);
  above.priority = 1;
  CSS.highlights.set(CURRENT, above);
}

export function clearFound(): void {
  CSS.highlights.delete(FOUND);
  CSS.highlights.delete(CURRENT);
}

/** Scrolls a place to a third of the height, where it is not seen well already, and to the side where it lies beyond. */
export function bringIntoView(scroller: Element, place: Range | Element): void {
  const box = place.getBoundingClientRect();
  const frame = scroller.getBoundingClientRect();
  const isBeside = box.left < frame.left || box.right > frame.right;
  if (isBeside && box.width < frame.width) scroller.scrollLeft += box.left - frame.left - (frame.width - box.width) / 2;
  const margin = frame.height * 0.12;
  if (box.top > frame.top + margin && box.bottom < frame.bottom - margin) return;
  scroller.scrollTop += box.top - frame.top - frame.height / 3;
}

/** How far below the beginning of what a scroller holds a place lies, in pixels. */
export function topOf(scroller: Element, place: Range | Element): number {
  return place.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
}
