import type { Block, PageMap } from '#engine/documents/documents.ts';
import type { Join, Paragraph } from './paragraphs.ts';

const JOINTS: Readonly<Record<Join, string>> = { break: '\n', space: ' ', none: '', dropHyphen: '' };
const BLOCK_BREAK = '\n\n';

/** Larger than the body text by this factor, a short paragraph is a heading. */
const HEADING_SIZE = 1.15;
const MAX_HEADING_CHARS = 200;
const MAX_HEADING_DEPTH = 6;

type Draft = { readonly paragraph: Paragraph | null; readonly start: number; readonly end: number; readonly page: number };

/** Gathers the text of a document page by page and keeps the map from its characters to the items drawn. */
export function createDocumentText(maxTextChars: number) {
  const parts: string[] = [];
  const pages: PageMap[] = [];
  const drafts: Draft[] = [];
  const charsBySize = new Map<number, number>();
  let length = 0;
  let isFull = false;

  function append(text: string): boolean {
    if (length + text.length > maxTextChars) isFull = true;
    if (isFull) return false;
    parts.push(text);
    length += text.length;
    return true;
  }

  /** Returns the paragraph's range, or null when not one of its characters fits. */
  function appendParagraph(paragraph: Paragraph, textItems: number[]): { start: number; end: number } | null {
    const lead = length > 0 ? BLOCK_BREAK : '';
    const start = length + lead.length;
    for (const [rowIndex, row] of paragraph.rows.entries()) {
      const pieces = row.flatMap((segment) =>
        segment.pieces.map((piece, index) => ({ piece, isSpaceBefore: index === 0 ? segment !== row[0] : piece.isSpaceBefore })),
      );
      const join = paragraph.joins[rowIndex];
      for (const [index, { piece, isSpaceBefore }] of pieces.entries()) {
        const isHyphenDropped = join === 'dropHyphen' && index === pieces.length - 1;
        const text = isHyphenDropped ? piece.text.slice(0, -1) : piece.text;
        // White space and what follows it are kept or left out together, so that no block ends in white space.
        const rowJoint = rowIndex === 0 ? lead : JOINTS[paragraph.joins[rowIndex - 1] ?? 'space'];
        const joint = index === 0 ? rowJoint : isSpaceBefore ? ' ' : '';
        if (!append(joint + text)) return length > start ? { start, end: length } : null;
        if (text !== '') textItems.push(length - text.length, length, piece.itemIndex);
      }
    }
    return { start, end: length };
  }

  return {
    get isFull(): boolean {
      return isFull;
    },
    /** Adds page `page` (from 1; ascending): its paragraphs and then `extras`, texts that no item draws, as blocks of their own. */
    addPage(page: number, paragraphs: readonly Paragraph[], extras: readonly string[]): void {
      const textItems: number[] = [];
      const first = drafts.length;
      for (const paragraph of paragraphs) {
        const range = appendParagraph(paragraph, textItems);
        if (range === null) break;
        drafts.push({ paragraph, page, ...range });
        const size = Math.round(paragraph.size * 2) / 2;
        charsBySize.set(size, (charsBySize.get(size) ?? 0) + range.end - range.start);
      }
      for (const extra of extras) {
        if (!append((length > 0 ? BLOCK_BREAK : '') + extra)) break;
        drafts.push({ paragraph: null, page, start: length - extra.length, end: length });
      }
      const start = drafts[first]?.start ?? length;
      pages.push({ page, span: { start, end: Math.max(start, length) }, textItems });
    },

    finish(): { text: string; blocks: Block[]; pages: PageMap[]; largestOnFirstPage: string | null } {
      const text = parts.join('');
      const bodySize = mostFrequent(charsBySize);
      return {
        text,
        blocks: toBlocks(text, drafts, bodySize),
        pages,
        largestOnFirstPage: largestOnFirstPage(text, drafts, bodySize),
      };
    },
  };
}

function mostFrequent(charsBySize: ReadonlyMap<number, number>): number {
  let [best, most] = [Infinity, 0];
  for (const [size, chars] of charsBySize) if (chars > most) [best, most] = [size, chars];
  return best;
}

/** Decides which paragraphs are headings, now that the body's size is known; larger headings contain smaller ones. */
function toBlocks(text: string, drafts: readonly Draft[], bodySize: number): Block[] {
  const open: { text: string; size: number }[] = [];
  return drafts.map(({ paragraph, start, end, page }) => {
    const anchor = { kind: 'page', page } as const;
    const span = { start, end };
    const headings = (): string[] => open.map((heading) => heading.text);
    if (paragraph === null) return { kind: 'paragraph', span, anchor, headingPath: headings() };
    const heading = headingText(text, { paragraph, start, end, page }, bodySize);
    if (heading === null) return { kind: paragraph.kind, span, anchor, headingPath: headings() };
    while ((open.at(-1)?.size ?? Infinity) <= paragraph.size * 1.03) open.pop();
    const headingPath = headings();
    if (open.length < MAX_HEADING_DEPTH) open.push({ text: heading, size: paragraph.size });
    return { kind: 'heading', span, anchor, headingPath };
  });
}

function headingText(text: string, { paragraph, start, end }: Draft, bodySize: number): string | null {
  if (paragraph === null || end - start > MAX_HEADING_CHARS || paragraph.size < HEADING_SIZE * bodySize) return null;
  const heading = text.slice(start, end).replaceAll(/\s+/g, ' ');
  return /\p{L}\p{M}*\p{L}|\p{Script=Han}/u.test(heading) ? heading : null;
}

function largestOnFirstPage(text: string, drafts: readonly Draft[], bodySize: number): string | null {
  let [largest, size]: [string | null, number] = [null, 0];
  for (const draft of drafts) {
    if (draft.page !== 1 || draft.paragraph === null || draft.paragraph.size <= size * 1.03) continue;
    const heading = headingText(text, draft, bodySize);
    if (heading !== null) [largest, size] = [heading, draft.paragraph.size];
  }
  return largest;
}
