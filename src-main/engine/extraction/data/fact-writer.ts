import type { Anchor } from '#contract';
import type { DocumentBuilder } from '../document-builder.ts';

/** Collects `path: value` lines and adds those that belong together as one block. */
export type FactWriter = {
  /** `path` may be empty. `line`: where it stands in the file, from 1, if that is known. */
  add(path: string, value: string, line?: number): void;
  /** Ends the block: what follows is about something else. */
  endGroup(): void;
};

const MOST_LINES = 24;
const MOST_CHARS = 1_500;
/** Longer values are prose: a paragraph of their own, to be cut at sentences. */
const LONGEST_LINE = 160;
/** Nobody writes so much without a blank in letters that are parted by blanks: Base64, packed code, an address with a payload. */
const BLOB = /[!-~]{200,}/g;

export function createFactWriter(builder: DocumentBuilder): FactWriter {
  let lines: string[] = [];
  let chars = 0;
  let firstLine = 0;
  let lastLine = 0;

  function endGroup(): void {
    if (lines.length === 0) return;
    builder.add('table', lines.join('\n'), anchorOf(firstLine, lastLine));
    lines = [];
    chars = 0;
    firstLine = 0;
  }

  return {
    add(path, value, line = 0) {
      const text = value.replace(BLOB, ' ').trim();
      if (text === '') return;
      const isProse = text.length > LONGEST_LINE;
      const fact = path === '' ? text : `${path}: ${isProse ? text : text.replace(/\s+/g, ' ')}`;
      if (isProse) {
        endGroup();
        builder.add('paragraph', fact, anchorOf(line, line));
        return;
      }
      if (lines.length >= MOST_LINES || chars + fact.length > MOST_CHARS) endGroup();
      if (lines.length === 0) firstLine = line;
      lines.push(fact);
      chars += fact.length;
      lastLine = Math.max(line, firstLine);
    },
    endGroup,
  };
}

function anchorOf(first: number, last: number): Anchor | null {
  return first > 0 ? { kind: 'lines', first, last: Math.max(first, last) } : null;
}
