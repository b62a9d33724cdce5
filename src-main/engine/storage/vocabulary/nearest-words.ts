import { maskBit, type WordArrays } from './word-table.ts';

/** `cost`: insertions, deletions, replacements and swaps of neighbours that make one word the other, and half of one more for another first letter. */
export type NearWord = { readonly word: string; readonly count: number; readonly cost: number };

/** Another first letter is rarely a slip. */
const OTHER_FIRST_LETTER = 0.5;
const HAS_DIGIT_OR_SIGN = /[^\p{L}\p{M}]/u;

/**
 * The words within `maxEdits` of a word, the likeliest first: fewer edits, the same first letter, then more chunks. Words with
 * digits or signs are left out. Looks at every word, but at most of them only for an instant: each edit changes the
 * length by one at most, and adds and takes at most one character.
 */
export function nearestWords(
  { size, bytes, offsets, counts, lengths, masks }: WordArrays,
  word: string,
  { maxEdits, limit }: { readonly maxEdits: number; readonly limit: number },
): NearWord[] {
  const wanted = Array.from(word, (character) => character.codePointAt(0) ?? 0);
  const mask = maskOf(new TextEncoder().encode(word));
  const measure = createEditCounter(wanted, maxEdits);
  const decoder = new TextDecoder();
  const found: NearWord[] = [];
  for (let id = 0; id < size; id++) {
    const difference = (lengths[id] ?? 0) - wanted.length;
    if (counts[id] === 0) continue;
    if (difference > maxEdits || difference < -maxEdits) continue;
    const other = masks[id] ?? 0;
    if (other !== mask && (bitCount(mask & ~other) > maxEdits || bitCount(other & ~mask) > maxEdits)) continue;
    const edits = measure(bytes, offsets[id] ?? 0, offsets[id + 1] ?? 0);
    if (edits === 0 || edits > maxEdits) continue;
    const near = decoder.decode(bytes.subarray(offsets[id], offsets[id + 1]));
    if (HAS_DIGIT_OR_SIGN.test(near)) continue;
    const cost = edits + (near.codePointAt(0) === wanted[0] ? 0 : OTHER_FIRST_LETTER);
    found.push({ word: near, count: counts[id] ?? 0, cost });
  }
  return found.sort(byLikelihood).slice(0, limit);
}

/** Orders words near to the same word: the likeliest first. */
export function byLikelihood(left: NearWord, right: NearWord): number {
  return left.cost - right.cost || right.count - left.count || (left.word < right.word ? -1 : left.word > right.word ? 1 : 0);
}

function maskOf(text: Uint8Array): number {
  let mask = 0;
  text.forEach((byte, at) => {
    if (((text[at + 1] ?? 0) & 0xc0) !== 0x80) mask |= maskBit(byte);
  });
  return mask;
}

function bitCount(mask: number): number {
  let bits = mask - ((mask >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/**
 * Counts edits (Damerau-Levenshtein, no part edited twice) between one word and others, UTF-8: row by row over the
 * characters of the other, keeping three rows, and only the cells that can be within `maxEdits`. Gives up with
 * `maxEdits + 1`.
 */
function createEditCounter(
  wanted: readonly number[],
  maxEdits: number,
): (bytes: Uint8Array, start: number, end: number) => number {
  const width = wanted.length + 1;
  let beforeLast = new Int32Array(width);
  let last = new Int32Array(width);
  let current = new Int32Array(width);
  const tooMany = maxEdits + 1;

  return (bytes, start, end) => {
    for (let column = 0; column < width; column++) last[column] = Math.min(column, tooMany);
    let previous = -1;
    let row = 0;
    for (let at = start; at < end;) {
      const lead = bytes[at] ?? 0;
      const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
      let character = length === 1 ? lead : lead & (0x7f >> length);
      for (let unit = 1; unit < length; unit++) character = (character << 6) | ((bytes[at + unit] ?? 0) & 0x3f);
      at += length;
      row++;
      current.fill(tooMany);
      if (row <= maxEdits) current[0] = row;
      let least = current[0] ?? tooMany;
      const until = Math.min(width - 1, row + maxEdits);
      for (let column = Math.max(1, row - maxEdits); column <= until; column++) {
        const isSame = wanted[column - 1] === character;
        let edits = Math.min(
          (last[column - 1] ?? tooMany) + (isSame ? 0 : 1),
          (last[column] ?? tooMany) + 1,
          (current[column - 1] ?? tooMany) + 1,
        );
        if (!isSame && row > 1 && column > 1 && wanted[column - 2] === character && wanted[column - 1] === previous) {
          edits = Math.min(edits, (beforeLast[column - 2] ?? tooMany) + 1);
        }
        current[column] = Math.min(edits, tooMany);
        if (edits < least) least = edits;
      }
      if (least >= tooMany) return tooMany;
      [beforeLast, last, current] = [last, current, beforeLast];
      previous = character;
    }
    return last[width - 1] ?? tooMany;
  };
}
