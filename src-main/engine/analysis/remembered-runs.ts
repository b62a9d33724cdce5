import type { TermSpan } from './analyse.ts';
import { joinsAt } from './scan-terms.ts';

/** A power of two, above the words that most of the texts of some languages are made of. */
const SLOTS = 32_768;
/** Longer runs are text without spaces, and seldom come again. */
const LONGEST_REMEMBERED = 32;
const LINE_FEED = 10;
/** No joining character lies below. */
const FIRST_JOINING = 0x300;
/** Scripts without spaces, whose words go on over the end of a line, lie above. */
const FIRST_WRAPPED = 0xe00;
/** No word and no identifier goes over these. */
const BORDERS = signs(' ,;()[]{}"!?\t\r\n');
/** Hold words together, and nothing where none follows. */
const TRAILING = signs(".:-'");

function signs(characters: string): Uint8Array {
  const is = new Uint8Array(128);
  for (const character of characters) is[character.charCodeAt(0)] = 1;
  return is;
}

/** Under what conditions runs were read; the same ones are the same object. */
export type Reader = {
  /** The tokens of a run, by their places in it. */
  read(run: string): readonly TermSpan[];
};

type Remembered = { readonly reader: Reader; readonly run: string; readonly tokens: readonly TermSpan[] };

/**
 * Reads texts by their runs between spaces and the like, and remembers the tokens of the last run of each slot: most of a text
 * are runs that were seen before, and looking one up takes a tenth of reading it.
 */
export function createRememberedRuns(): (text: string, reader: Reader, receive: (token: TermSpan, at: number) => void) => void {
  const known: (Remembered | undefined)[] = Array.from({ length: SLOTS });

  function tokensOf(text: string, start: number, end: number, reader: Reader): readonly TermSpan[] {
    if (end - start > LONGEST_REMEMBERED) return reader.read(text.slice(start, end));
    let hash = 0;
    for (let position = start; position < end; position++) hash = (hash * 31 + text.charCodeAt(position)) | 0;
    const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    const found = known[slot];
    if (found !== undefined && found.reader === reader && isAt(text, start, end, found.run)) return found.tokens;
    // V8 keeps the whole text alive behind a slice of it.
    const run = ` ${text.slice(start, end)}`.slice(1);
    const tokens = reader.read(run);
    known[slot] = { reader, run, tokens };
    return tokens;
  }

  return (text, reader, receive) => {
    let start = 0;
    for (let position = 0; position <= text.length; position++) {
      if (position < text.length && !isBorder(text, position)) continue;
      let end = position;
      while (end > start && TRAILING[text.charCodeAt(end - 1)] === 1) end--;
      if (end > start) for (const token of tokensOf(text, start, end, reader)) receive(token, start);
      start = position + 1;
    }
  };
}

function isBorder(text: string, position: number): boolean {
  const code = text.charCodeAt(position);
  if (code >= 128 || BORDERS[code] === 0) return false;
  const next = text.charCodeAt(position + 1);
  if (code === LINE_FEED && next >= FIRST_WRAPPED) return false;
  // A mark may stand on the sign, which then belongs to what follows.
  return !(next >= FIRST_JOINING && joinsAt(text, position + 1));
}

function isAt(text: string, start: number, end: number, run: string): boolean {
  if (run.length !== end - start) return false;
  let unit = 0;
  while (unit < run.length && text.charCodeAt(start + unit) === run.charCodeAt(unit)) unit++;
  return unit === run.length;
}
