import type { Passage } from '#contract';

/** A piece of a snippet, and whether it is to be marked. */
export type SnippetPart = { readonly text: string; readonly isMarked: boolean };

/** A passage's snippet on one line, with its highlights marked and an ellipsis where something was left out. */
export function snippetParts({ text, highlights, snippet }: Pick<Passage, 'text' | 'highlights' | 'snippet'>): SnippetPart[] {
  const { start, end } = snippet;
  const isLeftOut = (part: string): boolean => part.trim() !== '';
  const parts: SnippetPart[] = [{ text: isLeftOut(text.slice(0, start)) ? '… ' : '', isMarked: false }];
  let at = start;
  for (const [from, to] of highlights) {
    if (to <= start || from >= end) continue;
    const shownFrom = Math.max(from, start);
    const shownTo = Math.min(to, end);
    parts.push({ text: text.slice(at, shownFrom), isMarked: false }, { text: text.slice(shownFrom, shownTo), isMarked: true });
    at = shownTo;
  }
  parts.push({ text: text.slice(at, end), isMarked: false }, { text: isLeftOut(text.slice(end)) ? ' …' : '', isMarked: false });
  return parts.map((part) => ({ ...part, text: part.text.replace(/\s+/gu, ' ') })).filter((part) => part.text !== '');
}
