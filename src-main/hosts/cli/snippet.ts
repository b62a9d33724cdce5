/** A piece of a snippet, and whether it is to be marked. */
export type SnippetPart = { readonly text: string; readonly isMarked: boolean };

/** How much of a snippet stands before its first highlight. */
const LEAD_CHARS = 80;

/**
 * The part of a passage that shows why it was found: around its first highlight, on one line, at most about `maxChars`
 * long, cut between words. `highlights` are ranges in `text`, ascending, without overlap.
 */
export function makeSnippet(text: string, highlights: readonly (readonly [number, number])[], maxChars: number): SnippetPart[] {
  const first = highlights[0]?.[0] ?? 0;
  const start = text.length <= maxChars ? 0 : wordStart(text, Math.max(0, Math.min(first - LEAD_CHARS, text.length - maxChars)));
  const end = wordEnd(text, start + maxChars);
  const parts: SnippetPart[] = [{ text: start > 0 ? '… ' : '', isMarked: false }];
  let at = start;
  for (const [from, to] of highlights) {
    if (from < at || to > end) continue;
    parts.push({ text: text.slice(at, from), isMarked: false }, { text: text.slice(from, to), isMarked: true });
    at = to;
  }
  parts.push({ text: text.slice(at, end), isMarked: false }, { text: end < text.length ? ' …' : '', isMarked: false });
  return parts.map((part) => ({ ...part, text: part.text.replace(/\s+/gu, ' ') })).filter((part) => part.text !== '');
}

function wordStart(text: string, from: number): number {
  if (from === 0) return 0;
  const space = text.slice(from, from + LEAD_CHARS).search(/\s/u);
  return space === -1 ? from : from + space + 1;
}

function wordEnd(text: string, to: number): number {
  if (to >= text.length) return text.length;
  const space = text.slice(0, to).search(/\s\S*$/u);
  return space === -1 || space < to - LEAD_CHARS ? to : space;
}
