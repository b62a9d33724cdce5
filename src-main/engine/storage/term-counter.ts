const SPACE = 0x20;
/** As a signed number: beside a larger one V8 computes every hash in floating point, five times as slowly. */
const FNV_BASIS = 0x811c9dc5 | 0;
const FNV_PRIME = 0x01000193;
/** A power of two, well above the terms that a query asks for. */
const GLANCES = 4_096;

/** `length`: all terms, with repetitions. `frequencies`: of each wanted term, in their order. */
export type CountedTerms = { readonly length: number; readonly frequencies: number[] };

/**
 * Counts the wanted terms, which are distinct, in a chunk's terms: UTF-8, one space between them. Reads bytes, as making
 * strings of the two hundred terms of each of two hundred chunks takes longer than finding those chunks.
 */
export function createTermCounter(wanted: readonly string[]): (terms: Uint8Array) => CountedTerms {
  const encoder = new TextEncoder();
  const texts = wanted.map((term) => encoder.encode(term));
  /** Positions in `wanted` by hash; two terms of one hash are told apart by their bytes. */
  const positions = Map.groupBy(texts.keys(), (position) => hashOf(texts[position] ?? new Uint8Array(0)));
  // Nearly all terms of a chunk are none of the wanted: a glance at a few bits of the hash tells that.
  const mayBeWanted = new Uint8Array(GLANCES);
  for (const hash of positions.keys()) mayBeWanted[hash & (GLANCES - 1)] = 1;

  /** Counts the term at `[start, end)`, whose hash is that of a wanted one. */
  function countAt(terms: Uint8Array, start: number, end: number, hash: number, frequencies: number[]): void {
    const found = positions.get(hash)?.find((position) => isAt(terms, start, end, texts[position]));
    if (found !== undefined) frequencies[found] = (frequencies[found] ?? 0) + 1;
  }

  return (terms) => {
    const frequencies = wanted.map(() => 0);
    let length = terms.length === 0 ? 0 : 1;
    let start = 0;
    let hash = FNV_BASIS;
    for (let position = 0; position < terms.length; position++) {
      const byte = terms[position] ?? SPACE;
      if (byte !== SPACE) {
        hash = Math.imul(hash ^ byte, FNV_PRIME);
        continue;
      }
      length++;
      if (mayBeWanted[hash & (GLANCES - 1)] === 1) countAt(terms, start, position, hash, frequencies);
      start = position + 1;
      hash = FNV_BASIS;
    }
    countAt(terms, start, terms.length, hash, frequencies);
    return { length, frequencies };
  };
}

function hashOf(text: Uint8Array): number {
  return text.reduce((hash, byte) => Math.imul(hash ^ byte, FNV_PRIME), FNV_BASIS);
}

function isAt(terms: Uint8Array, start: number, end: number, text: Uint8Array | undefined): boolean {
  if (text?.length !== end - start) return false;
  let unit = 0;
  while (unit < text.length && terms[start + unit] === text[unit]) unit++;
  return unit === text.length;
}
