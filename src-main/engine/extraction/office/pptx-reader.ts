import type { Flow, FlowBlock } from './flow.ts';
import type { XmlEvents } from './xml.ts';

/** Placeholders for what stands on every slide, and for the picture of the slide beside its notes. */
const RUNNING_PLACEHOLDERS = new Set(['sldNum', 'dt', 'ftr', 'hdr', 'sldImg']);
const TITLE_PLACEHOLDERS = new Set(['title', 'ctrTitle']);
/** Paragraphs, rows and cells that a slide can have and be read. */
const MAX_BLOCKS = 100_000;
/** Nobody writes longer ones, in UTF-16 units. */
const LONGEST_PARAGRAPH = 1_000_000;
const FILE_NAME = /\.(?:png|jpe?g|gif|bmp|emf|wmf|tiff?|svg)$/i;

export type SlideReader = {
  readonly events: XmlEvents;
  /** The titles of the slide, in one line; empty where it has none. */
  title(): string;
  /** Writes all but the titles. */
  finish(): void;
};

/**
 * Turns the shapes of a slide or of its notes (ECMA-376 part 1, section 19) into blocks and tables, in the order that
 * they lie above each other; the title comes first.
 */
export function createSlideReader(flow: Flow): SlideReader {
  let placeholder = '';
  let text: string | null = null;
  let isText = false;
  let tableDepth = 0;
  let skippedDepth = 0;
  const titles: string[] = [];
  const blocks: (() => void)[] = [];

  function addParagraph(paragraph: string): void {
    if (RUNNING_PLACEHOLDERS.has(placeholder)) return;
    if (TITLE_PLACEHOLDERS.has(placeholder) && tableDepth === 0) titles.push(paragraph.trim());
    else addBlock({ kind: 'paragraph', text: paragraph });
  }

  function addBlock(block: FlowBlock): void {
    if (block.text.trim() !== '') blocks.push(() => flow.add(block));
  }

  const events: XmlEvents = {
    isDone: () => blocks.length > MAX_BLOCKS,
    open(element, attributes) {
      if (skippedDepth > 0 || element === 'Fallback') skippedDepth += 1;
      else if (element === 'sp' || element === 'graphicFrame' || element === 'pic') placeholder = '';
      else if (element === 'ph') placeholder = attributes['type'] ?? 'body';
      else if (element === 'cNvPr') addBlock({ kind: 'paragraph', text: alternativeText(attributes['descr']) });
      else if (element === 'p') text = '';
      else if (element === 't') isText = true;
      else if (element === 'br' && text !== null) text += '\n';
      else if (element === 'tab' && text !== null) text += '\t';
      else if (element === 'tbl') {
        tableDepth += 1;
        blocks.push(() => flow.openTable());
      } else if (tableDepth === 0) return;
      else if (element === 'tr') blocks.push(() => flow.openRow({ isHeader: false }));
      else if (element === 'tc') blocks.push(() => flow.openCell({ columns: 1 }));
    },
    text(piece) {
      if (isText && skippedDepth === 0 && text !== null && text.length < LONGEST_PARAGRAPH) text += piece;
    },
    close(element) {
      if (skippedDepth > 0) {
        skippedDepth -= 1;
        return;
      }
      if (element === 't') isText = false;
      else if (element === 'p' && text !== null) {
        addParagraph(text);
        text = null;
      } else if (element === 'tbl') {
        tableDepth -= 1;
        blocks.push(() => flow.closeTable());
      }
    },
  };
  return {
    events,
    title: () => titles.join(' ').trim(),
    finish() {
      for (const add of blocks) add();
    },
  };
}

/** What a picture shows, where somebody wrote it down. */
function alternativeText(description: string | undefined): string {
  const text = description?.trim() ?? '';
  return FILE_NAME.test(text) ? '' : text;
}
