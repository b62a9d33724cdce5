import type { Range } from './pieces.ts';

export type Snippet = { readonly text: string; readonly highlights: readonly Range[] };

// About three lines of the list at its usual width.
const SNIPPET_CHARS = 240;
// What stands before the first highlight, so that it is read in its sentence.
const LEAD_CHARS = 60;

/**
 * The part of a passage that shows the most of its highlights, cut at spaces and marked with an ellipsis where something
 * was left out. A passage without highlights is shown from its beginning. Highlights are relative to the snippet's text.
 */
export function snippetOf(text: string, highlights: readonly Range[], maxChars: number = SNIPPET_CHARS): Snippet {
  if (text.length <= maxChars) return { text, highlights };
  const start = startAtSpace(text, bestStart(text, highlights, maxChars));
  const end = endAtSpace(text, Math.min(text.length, start + maxChars), start);
  const before = start > 0 ? '… ' : '';
  const after = end < text.length ? ' …' : '';
  const shift = before.length - start;
  return {
    text: before + text.slice(start, end) + after,
    highlights: highlights
      .filter(([from, to]) => to > start && from < end)
      .map(([from, to]): Range => [Math.max(from, start) + shift, Math.min(to, end) + shift]),
  };
}

function bestStart(text: string, highlights: readonly Range[], maxChars: number): number {
  let best = { start: 0, covered: -1 };
  for (const [from] of highlights) {
    const start = Math.max(0, Math.min(from - LEAD_CHARS, text.length - maxChars));
    const covered = highlights.filter(([a, b]) => a >= start && b <= start + maxChars).length;
    if (covered > best.covered) best = { start, covered };
  }
  return best.start;
}

/** Moves to the beginning of the next word, at most a few characters on: texts without spaces are cut where they are. */
function startAtSpace(text: string, start: number): number {
  if (start === 0) return 0;
  const space = text.slice(start, start + 30).search(/\s/);
  return wholeCharacter(text, space === -1 ? start : start + space + 1);
}

function endAtSpace(text: string, end: number, start: number): number {
  if (end >= text.length) return text.length;
  const space = text.slice(Math.max(start, end - 30), end).search(/\s\S*$/);
  return wholeCharacter(text, space === -1 ? end : Math.max(start, end - 30) + space);
}

function wholeCharacter(text: string, position: number): number {
  const unit = text.charCodeAt(position);
  return unit >= 0xdc00 && unit <= 0xdfff ? position - 1 : position;
}
