import type { Range } from './pieces.ts';
import type { Snippet } from './snippet.ts';

// About half of a narrow line: what is found stands where the eye is, also beside a preview.
const MAX_LEAD_CHARS = 24;

/** A snippet that has one line alone: it begins near what is marked first, at the beginning of a word. */
export function oneLine({ text, highlights }: Snippet): Snippet {
  const first = highlights[0]?.[0] ?? 0;
  if (first <= MAX_LEAD_CHARS) return { text, highlights };
  const earliest = first - MAX_LEAD_CHARS;
  const space = text.slice(earliest, first).search(/\s\S/);
  // Scripts without spaces are cut anywhere but inside a character.
  const start = space === -1 ? wholeCharacter(text, earliest) : earliest + space + 1;
  const shift = LEFT_OUT.length - start;
  return { text: LEFT_OUT + text.slice(start), highlights: highlights.map(([from, to]): Range => [from + shift, to + shift]) };
}

const LEFT_OUT = '… ';

function wholeCharacter(text: string, position: number): number {
  const unit = text.charCodeAt(position);
  return unit >= 0xdc00 && unit <= 0xdfff ? position - 1 : position;
}
