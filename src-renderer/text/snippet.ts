import type { Range } from './pieces.ts';

export type Snippet = { readonly text: string; readonly highlights: readonly Range[] };

type Passage = {
  readonly text: string;
  readonly highlights: readonly Range[];
  readonly snippet: { readonly start: number; readonly end: number };
};

/** The part of a passage that was chosen for a list, with an ellipsis where something was left out; highlights are relative to it. */
export function snippetOf({ text, highlights, snippet: { start, end } }: Passage): Snippet {
  const before = text.slice(0, start).trim() === '' ? '' : '… ';
  const after = text.slice(end).trim() === '' ? '' : ' …';
  const shift = before.length - start;
  return {
    text: before + text.slice(start, end) + after,
    highlights: highlights
      .filter(([from, to]) => to > start && from < end)
      .map(([from, to]): Range => [Math.max(from, start) + shift, Math.min(to, end) + shift]),
  };
}
