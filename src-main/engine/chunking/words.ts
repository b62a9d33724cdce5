import type { Span } from '#engine/documents/documents.ts';
import type { Segmenters } from './segmenters.ts';

/** How much text a segmenter is given at once, so that an endless word costs linear time. */
const WINDOW_CHARS = 2048;
/**
 * A character longer than a window is none of any script but a stack of marks meant to break programs: this much of it
 * is cut off between two code points.
 */
const LONGEST_GRAPHEME = 1024;

/** Lines of `text` within the span, without gaps: a line break belongs to the line before it. */
export function splitLines(text: string, { start, end }: Span): Span[] {
  const lines: Span[] = [];
  let open = start;
  while (open < end) {
    const lineBreak = text.indexOf('\n', open);
    const close = lineBreak === -1 || lineBreak >= end ? end : lineBreak + 1;
    lines.push({ start: open, end: close });
    open = close;
  }
  return lines;
}

export type WordSplitting = {
  readonly segmenters: Segmenters;
  /** UTF-16 units; what has no white space for longer is cut at a word border, else between two graphemes. */
  readonly longestWord: number;
};

/** Words within the span, without gaps: white space belongs to the word before it. A grapheme is never cut. */
export function splitWords(text: string, { start, end }: Span, splitting: WordSplitting): Span[] {
  const words: Span[] = [];
  for (const match of text.slice(start, end).matchAll(/\s*\S+\s*/g)) {
    const word = { start: start + match.index, end: start + match.index + match[0].length };
    if (match[0].trim().length <= splitting.longestWord) words.push(word);
    else for (const piece of splitLongWord(text, word, splitting)) words.push(piece);
  }
  return words;
}

function* splitLongWord(text: string, { start, end }: Span, splitting: WordSplitting): Generator<Span> {
  let open = start;
  while (open < end) {
    const window = text.slice(open, Math.min(end, open + WINDOW_CHARS));
    const isLast = open + window.length === end;
    let cut = 0;
    for (const next of cutPoints(window, isLast, splitting)) {
      yield { start: open + cut, end: open + next };
      cut = next;
    }
    open += cut;
  }
}

/** Where to cut a window, ascending: at least one place, and its end only where nothing follows. */
function cutPoints(window: string, isLast: boolean, { segmenters, longestWord }: WordSplitting): number[] {
  // Encoded data, mostly: the segmenters would find nothing worth their time.
  if (/^[!-~]+$/.test(window)) return [Math.min(longestWord, window.length)];
  const characterEnds = ends(window, segmenters.grapheme);
  // More text may lengthen the last character.
  if (!isLast && characterEnds.length > 1) characterEnds.pop();
  if (characterEnds.length === 1 && window.length > LONGEST_GRAPHEME) return [codePointEnd(window, LONGEST_GRAPHEME)];
  const wordEnds = new Set(ends(window, segmenters.word));
  const cuts: number[] = [];
  let cut = 0;
  let wordEnd = 0;
  let characterEnd = 0;
  for (const next of characterEnds) {
    if (next - cut > longestWord && characterEnd > cut) {
      cut = wordEnd > cut ? wordEnd : characterEnd;
      cuts.push(cut);
    }
    characterEnd = next;
    if (wordEnds.has(next)) wordEnd = next;
  }
  if (isLast || cuts.length === 0) cuts.push(characterEnd);
  return cuts;
}

function ends(text: string, segmenter: Intl.Segmenter): number[] {
  return Array.from(segmenter.segment(text), ({ segment, index }) => index + segment.length);
}

function codePointEnd(text: string, end: number): number {
  return /[\ud800-\udbff]/.test(text.charAt(end - 1)) ? end - 1 : end;
}
