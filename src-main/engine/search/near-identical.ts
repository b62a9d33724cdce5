/** Neighbouring words that are compared as one: longer ones let one changed word cost too much of a short passage. */
const SHINGLE_WORDS = 3;
/** A character of a script without spaces is a word of its own. */
const WORD = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]|[\p{L}\p{M}\p{N}]+/gu;
/** Share of the shingles of both that two passages must have in common. */
const LEAST_JACCARD = 0.9;

/** What two passages are compared by. Most pairs differ in their numbers: the rest is made when it is asked for. */
export type PassagePrint = {
  /** Every number of the text, in its order: another year, amount or name of a version makes another document. */
  readonly numbers: string;
  /** The letters and digits of the text, without what copying and converting changes. */
  text(): string;
  /** Distinct hashes of its shingles, ascending. */
  shingles(): Uint32Array;
};

export function printOf(text: string): PassagePrint {
  let letters: string | null = null;
  let shingles: Uint32Array | null = null;
  return {
    numbers: (text.match(/\p{N}+/gu) ?? []).join(' '),
    text: () => (letters ??= text.replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ').trim()),
    shingles: () => (shingles ??= shinglesOf(text.toLowerCase().match(WORD) ?? [])),
  };
}

/** Whether two passages say the same: equal letters, or equal numbers and nearly equal words around them. */
export function isNearlyIdentical(left: PassagePrint, right: PassagePrint): boolean {
  if (left.numbers !== right.numbers) return false;
  return (left.text() === right.text() && left.text() !== '') || hasJaccard(left.shingles(), right.shingles(), LEAST_JACCARD);
}

function shinglesOf(words: readonly string[]): Uint32Array {
  const hashes = words.map(hashOf);
  const shingles = new Set<number>();
  for (let i = 0; i + SHINGLE_WORDS <= hashes.length; i++) {
    let shingle = 0;
    for (let j = i; j < i + SHINGLE_WORDS; j++) shingle = Math.imul(shingle ^ (hashes[j] ?? 0), 0x9e3779b1) + j - i;
    shingles.add(shingle >>> 0);
  }
  return Uint32Array.from(shingles).sort();
}

/** FNV-1a over UTF-16 units. */
function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  return hash;
}

/** Gives up as soon as too many stand in one of the two alone, which most do at once. False where either is empty. */
function hasJaccard(left: Uint32Array, right: Uint32Array, least: number): boolean {
  if (left.length === 0 || right.length === 0) return false;
  // common / (left + right - common) >= least, solved for the shingles that are not common.
  const mostApart = Math.floor(((left.length + right.length) * (1 - least)) / (1 + least) + 1e-9);
  let apart = 0;
  let i = 0;
  let j = 0;
  while (i < left.length && j < right.length && apart <= mostApart) {
    const difference = (left[i] ?? 0) - (right[j] ?? 0);
    if (difference !== 0) apart++;
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
  return apart + (left.length - i) + (right.length - j) <= mostApart;
}
