import { isUnspaced } from './characters.ts';
import { cutTerm, MAX_TERM_CHARS, scanTerms } from './scan-terms.ts';

/**
 * - `word`: a term of the text as `analyse` gives it
 * - `part`: a part of a word that its capitals, digits or joiners show: `foo` of `fooBar`, `ts` of `TS2345`, کتاب of کتاب‌ها
 * - `whole`: words that signs hold together: `foo_bar`, `std::vector`, `1.0.21`, `user@example.org`
 */
export type WordRole = 'word' | 'part' | 'whole';

/** A term, where it stands (UTF-16 units, half-open) and whether all of that is ASCII: then the term is its lower case. */
export type WordReceiver = (term: string, start: number, end: number, role: WordRole, isAscii: boolean) => void;

const HAS_DIGIT = /\d/;
const PARTS = /(?<=\p{Ll}\p{M}*)(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll}{2})|(?<=^\p{L}{2,})(?=\p{Nd}+$)/u;
const NUMBER = /^\p{Nd}+$/u;
/** Persian joins endings and the parts of compounds with it, which many people write as one word, or as two. */
const JOINERS = /\u200c+/;
const FEWEST_LETTERS_OF_PART = 2;

/** Calls `receive` for each term of the text, and for identifiers' parts and wholes. Wholes come after their last word. */
export function scanWords(text: string, options: { readonly withSingles: boolean }, receive: WordReceiver): void {
  let whole = '';
  let wholeStart = 0;
  let words = 0;
  let isHeldFast = false;
  let previousEnd = -1;
  let previous = '';

  function finishWhole(): void {
    // A hyphen alone joins ordinary words too; with a digit it is a name: covid-19, ISO-8859-1.
    if (words > 1 && (isHeldFast || HAS_DIGIT.test(whole))) receive(cutTerm(whole), wholeStart, previousEnd, 'whole', false);
  }

  scanTerms(text, options, (term, start, end) => {
    const sign = start > previousEnd ? signBetween(text, previousEnd, start) : '';
    // Pairs of characters are no words: which of them a sign touches says nothing.
    if (sign === '' || isUnspaced(previous) || isUnspaced(term)) {
      if (words > 1) finishWhole();
      whole = term;
      wholeStart = start;
      words = 1;
      isHeldFast = false;
    } else {
      if (whole.length <= MAX_TERM_CHARS) whole += sign + term;
      words++;
      if (sign !== '-') isHeldFast = true;
    }
    previousEnd = end;
    previous = term;
    const shape = shapeOf(text, start, end);
    receive(term, start, end, 'word', (shape & BEYOND_ASCII) === 0);
    if ((shape & (HAS_PARTS | HAS_JOINER)) !== 0) scanParts(text, start, end, { isJoined: (shape & HAS_JOINER) !== 0 }, receive);
  });
  if (words > 1) finishWhole();
}

/** What holds two words together; empty where nothing does. */
function signBetween(text: string, from: number, to: number): string {
  if (to - from === 1) {
    const code = text.charCodeAt(from);
    return code === UNDERSCORE || code === DOT || code === AT || code === HYPHEN ? text.charAt(from) : '';
  }
  return to - from === 2 && text.charCodeAt(from) === COLON && text.charCodeAt(from + 1) === COLON ? '::' : '';
}

const HYPHEN = 45;
const DOT = 46;
const COLON = 58;
const AT = 64;
const UNDERSCORE = 95;

const BEYOND_ASCII = 1;
const HAS_PARTS = 2;
const HAS_JOINER = 4;
const JOINER = 0x200c;

/** One pass over the units of a word: nearly all words are lower case or begin with their only capital. */
function shapeOf(text: string, start: number, end: number): number {
  let shape = 0;
  let previous = text.charCodeAt(start);
  if (previous >= 128) shape |= BEYOND_ASCII;
  for (let position = start + 1; position < end; position++) {
    const code = text.charCodeAt(position);
    if (code >= 128) shape |= code === JOINER ? BEYOND_ASCII | HAS_JOINER : BEYOND_ASCII;
    else if (code <= 57 ? previous > 57 : code <= 90 ? previous > 90 : position > start + 1 && previous <= 90) shape |= HAS_PARTS;
    previous = code;
  }
  return shape;
}

function scanParts(
  text: string,
  start: number,
  end: number,
  { isJoined }: { readonly isJoined: boolean },
  receive: WordReceiver,
): void {
  // Longer ones are encoded text, and every capital in it would be a border.
  if (end - start > MAX_TERM_CHARS) return;
  const word = text.slice(start, end);
  const parts = isJoined ? word.split(JOINERS) : word.split(PARTS);
  const isShort = (part: string): boolean => part.length < FEWEST_LETTERS_OF_PART && !NUMBER.test(part);
  if (parts.length === 1 || (!isJoined && parts.some(isShort))) return;
  let position = start;
  for (const part of parts) {
    const partStart = text.indexOf(part, position);
    position = partStart + part.length;
    if (isShort(part)) continue;
    const isAscii = (shapeOf(text, partStart, position) & BEYOND_ASCII) === 0;
    scanTerms(part, { withSingles: false }, (term, from, to) => {
      receive(term, partStart + from, partStart + to, 'part', isAscii);
    });
  }
}
