import { splitByRanges, type Range } from './pieces.ts';

export type MarkedPiece = { readonly text: string; readonly isPassage: boolean; readonly isMarked: boolean };

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
