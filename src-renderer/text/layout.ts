import { splitByRanges, type Range } from './pieces.ts';

export type MarkedPiece = { readonly text: string; readonly isPassage: boolean; readonly isMarked: boolean };

/** What is drawn of a text without structure, from top to bottom. `start` is the block's place in the whole extracted text. */
export type Block =
  | { readonly kind: 'page'; readonly start: number; readonly page: number }
  | { readonly kind: 'paragraph'; readonly start: number; readonly pieces: readonly MarkedPiece[] };

export type LayoutInput = {
  /** A part of a document's extracted text, and where in it the part begins. */
  readonly text: string;
  readonly start: number;
  readonly pages: readonly { readonly page: number; readonly start: number }[];
  /** The passage and its highlights, in the whole text; null where none is shown. */
  readonly passage: Range | null;
  readonly highlights: readonly Range[];
};

/**
 * Lays a text out as paragraphs, cut at blank lines and at the beginnings of pages. All positions are UTF-16 units of the
 * whole extracted text. Everything but the space between paragraphs stands in exactly one piece, in order; line breaks
 * of wrapped prose become spaces.
 */
export function layOut({ text, start, pages, passage, highlights }: LayoutInput): Block[] {
  const blocks: Block[] = [];
  const end = start + text.length;
  const pageStarts = pages.filter((page) => page.start >= start && page.start < end).toSorted((a, b) => a.start - b.start);
  const bounds = [start, ...pageStarts.map((page) => page.start), end];
  for (const [index, from] of bounds.slice(0, -1).entries()) {
    const page = pageStarts[index - 1];
    if (page !== undefined) blocks.push({ kind: 'page', start: from, page: page.page });
    const until = bounds[index + 1] ?? end;
    for (const paragraph of paragraphsOf({ text: text.slice(from - start, until - start), start: from })) {
      const pieces = markPieces({ ...paragraph, text: flowing(paragraph.text) }, passage, highlights);
      blocks.push({ kind: 'paragraph', start: paragraph.start, pieces });
    }
  }
  return blocks;
}

/** A text, and where it begins in the text that ranges count in. */
export type PlacedText = { readonly text: string; readonly start: number };

// Prose is wrapped at about 70 characters and more, and goes on in small letters, or in a script that has none. Lines of
// verse, code and addresses are shorter; those of lists and tables begin anew.
const WRAPPED_LINE = /(?<=[^\n]{55}[^\n.:;!?。])\n(?=[\p{Ll}\p{Lo}])|(?<=[^\n]{56})\n(?=\p{Ll})/gu;
const PARAGRAPH = /\S(?:(?!\n[^\S\n]*\n)[^])*/g;

/** The text with the line breaks of wrapped prose as spaces; of the same length. */
export function flowing(text: string): string {
  return text.replaceAll('\f', '\n').replace(WRAPPED_LINE, ' ');
}

/** The paragraphs of a text without structure, cut at blank lines. */
export function paragraphsOf({ text, start }: PlacedText): PlacedText[] {
  return [...text.replaceAll('\f', '\n').matchAll(PARAGRAPH)].map((match) => ({
    text: match[0].trimEnd(),
    start: start + match.index,
  }));
}

/** Cuts a text at the ends of the passage and of the words inside it that are marked. */
export function markPieces(paragraph: PlacedText, passage: Range | null, highlights: readonly Range[]): MarkedPiece[] {
  const relative = ([from, to]: Range): Range => [from - paragraph.start, to - paragraph.start];
  const pieces: MarkedPiece[] = [];
  let position = 0;
  for (const part of splitByRanges(paragraph.text, passage === null ? [] : [relative(passage)])) {
    const offset = position;
    position += part.text.length;
    if (!part.isMarked) {
      pieces.push({ text: part.text, isPassage: false, isMarked: false });
      continue;
    }
    const inside = highlights.map(relative).map(([from, to]): Range => [from - offset, to - offset]);
    for (const piece of splitByRanges(part.text, inside)) pieces.push({ ...piece, isPassage: true });
  }
  return pieces;
}
