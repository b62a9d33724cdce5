const SPACE = 0x20;
const FNV_BASIS = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

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

  return (terms) => {
    const frequencies = wanted.map(() => 0);
    let length = 0;
    for (let start = 0; start < terms.length;) {
      let end = start;
      let hash = FNV_BASIS;
      for (let byte = terms[end]; byte !== undefined && byte !== SPACE; byte = terms[++end]) {
        hash = Math.imul(hash ^ byte, FNV_PRIME);
      }
      length++;
      const found = positions.get(hash)?.find((position) => isAt(terms, start, end, texts[position]));
      if (found !== undefined) frequencies[found] = (frequencies[found] ?? 0) + 1;
      start = end + 1;
    }
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
