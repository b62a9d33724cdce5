/** A word and the number of chunks that hold it. */
export type WordCount = { readonly word: string; readonly count: number };

/**
 * The arrays of a table, for scans that would be slow word by word; good until the next word is added. Words are numbered
 * in the order in which they came: the UTF-8 bytes of one lie from `offsets[id]` to `offsets[id + 1]`.
 */
export type WordArrays = {
  readonly size: number;
  readonly bytes: Uint8Array;
  readonly offsets: Uint32Array;
  /** In chunks. */
  readonly counts: Uint32Array;
  /** In characters; 255 for all that are longer. */
  readonly lengths: Uint8Array;
  /** One bit for each character, see `maskBit`. */
  readonly masks: Uint32Array;
};

/**
 * Distinct words with the number of chunks that hold each, in flat arrays: 350,000 words take some 20 MB, where a Map of
 * strings takes 50 and makes the garbage collector walk over all of them. Words that no chunk holds any more are not found.
 */
export type WordTable = {
  /** Adds the words of one chunk, UTF-8, with one space between them. Returns how many terms it has, all of them. */
  addChunk(terms: Uint8Array): number;
  /** Takes back what `addChunk` did, and returns the same. */
  removeChunk(terms: Uint8Array): number;
  /** Words that no chunk holds any more among them. */
  size(): number;
  /** Memory that the arrays take. */
  sizeBytes(): number;
  /** 0 for a word that is not there. */
  countOf(word: string): number;
  /** The most frequent words that begin so, longer than the prefix itself; ties by number. */
  withPrefix(prefix: string, limit: number): WordCount[];
  /** All words that hold these letters, or end with them; null for more than `limit`. In no order. */
  withLetters(letters: string, place: 'infix' | 'suffix', limit: number): WordCount[] | null;
  /** All words that begin so, the prefix itself among them; null for more than `limit`. In no order. */
  beginning(prefix: string, limit: number): WordCount[] | null;
  arrays(): WordArrays;
};

const SPACE = 0x20;
/** What a stem begins with. */
export const STEM_MARK = '~';
const STEM_BYTE = 0x7e;
const FIRST_CAPACITY = 1_024;
/** So many new words are put in order at once; each time moves the order of all. */
const UNSORTED_WORDS = 4_096;

/** Bit of a character's last byte: letters of one alphabet have different ones, mostly. */
export function maskBit(lastByte: number): number {
  return 1 << (lastByte & 31);
}

/** Of what begins with `~` (`stems`), or of all that does not (`words`). Stems are only counted: no scan finds them. */
export function createWordTable(kind: 'words' | 'stems' = 'words'): WordTable {
  let size = 0;
  let chunk = 0;
  let bytes = new Uint8Array(8 * FIRST_CAPACITY);
  let offsets = new Uint32Array(FIRST_CAPACITY + 1);
  let counts = new Uint32Array(FIRST_CAPACITY);
  /** The chunk that each word was last seen in, added or removed, so that it counts once a chunk. */
  let lastChunks = new Uint32Array(FIRST_CAPACITY);
  let lengths = new Uint8Array(FIRST_CAPACITY);
  let masks = new Uint32Array(FIRST_CAPACITY);
  /** Kept, as making those of 250,000 words again would hold everything up for a fifth of a second. */
  let hashes = new Uint32Array(FIRST_CAPACITY);
  /** Open addressing: number of a word plus one, by its hash; 0 is free. A power of two, at most half full. */
  let slots = new Uint32Array(4 * FIRST_CAPACITY);
  /** Numbers by the order of their bytes, of the first `sorted` words. */
  let order = new Uint32Array(FIRST_CAPACITY);
  let sorted = 0;

  function grow(): void {
    const capacity = 2 * counts.length;
    offsets = enlarged(offsets, new Uint32Array(capacity + 1));
    counts = enlarged(counts, new Uint32Array(capacity));
    lastChunks = enlarged(lastChunks, new Uint32Array(capacity));
    lengths = enlarged(lengths, new Uint8Array(capacity));
    masks = enlarged(masks, new Uint32Array(capacity));
    hashes = enlarged(hashes, new Uint32Array(capacity));
    order = enlarged(order, new Uint32Array(capacity));
    slots = new Uint32Array(4 * capacity);
    for (let id = 0; id < size; id++) {
      let slot = (hashes[id] ?? 0) & (slots.length - 1);
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = id + 1;
    }
  }

  /** The slot that holds the word, or the free one where it belongs. */
  function slotOf(text: Uint8Array, start: number, end: number, hash: number): number {
    let slot = hash & (slots.length - 1);
    for (let found = slots[slot] ?? 0; found !== 0; found = slots[slot] ?? 0) {
      if (hashes[found - 1] === hash && isWord(found - 1, text, start, end)) return slot;
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  function isWord(id: number, text: Uint8Array, start: number, end: number): boolean {
    const at = offsets[id] ?? 0;
    if ((offsets[id + 1] ?? 0) - at !== end - start) return false;
    let unit = start;
    while (unit < end && bytes[at + unit - start] === text[unit]) unit++;
    return unit === end;
  }

  function addWord(text: Uint8Array, start: number, end: number, hash: number): void {
    const slot = slotOf(text, start, end, hash);
    const known = (slots[slot] ?? 0) - 1;
    if (known >= 0) {
      if (lastChunks[known] === chunk) return;
      lastChunks[known] = chunk;
      counts[known] = (counts[known] ?? 0) + 1;
      return;
    }
    const id = size++;
    slots[slot] = id + 1;
    hashes[id] = hash;
    const at = offsets[id] ?? 0;
    while (at + end - start > bytes.length) bytes = enlarged(bytes, new Uint8Array(2 * bytes.length));
    bytes.set(text.subarray(start, end), at);
    offsets[id + 1] = at + end - start;
    counts[id] = 1;
    lastChunks[id] = chunk;
    if (kind === 'words') describe(id);
    if (size === counts.length) grow();
    if (kind === 'words' && size - sorted >= UNSORTED_WORDS) sort();
  }

  function removeWord(text: Uint8Array, start: number, end: number, hash: number): void {
    const known = (slots[slotOf(text, start, end, hash)] ?? 0) - 1;
    if (known < 0 || lastChunks[known] === chunk) return;
    lastChunks[known] = chunk;
    counts[known] = Math.max(0, (counts[known] ?? 0) - 1);
  }

  /** Calls back with each term of the wanted kind; returns the number of all terms. */
  function eachTerm(terms: Uint8Array, visit: (text: Uint8Array, start: number, end: number, hash: number) => void): number {
    chunk++;
    let count = 0;
    let start = 0;
    while (start < terms.length) {
      let end = start;
      let hash = FNV_BASIS;
      for (let byte = terms[end]; byte !== undefined && byte !== SPACE; byte = terms[++end]) {
        hash = Math.imul(hash ^ byte, FNV_PRIME);
      }
      count++;
      if (end > start && (terms[start] === STEM_BYTE) === (kind === 'stems')) visit(terms, start, end, mixed(hash));
      start = end + 1;
    }
    return count;
  }

  function describe(id: number): void {
    const end = offsets[id + 1] ?? 0;
    let length = 0;
    let mask = 0;
    for (let at = offsets[id] ?? 0; at < end; at++) {
      if (isContinuation(bytes[at + 1]) && at + 1 < end) continue;
      length++;
      mask |= maskBit(bytes[at] ?? 0);
    }
    lengths[id] = Math.min(255, length);
    masks[id] = mask >>> 0;
  }

  /** Puts the words that came since the last time into the order: a search for each, and one move of all behind. */
  function sort(): void {
    if (sorted === size) return;
    const added = Uint32Array.from({ length: size - sorted }, (_, i) => sorted + i).sort(compareWords);
    const places = added.map((id) => lowerBound((other) => compareWords(other, id) < 0));
    for (let i = added.length - 1, end = sorted; i >= 0; i--) {
      const place = places[i] ?? 0;
      order.copyWithin(place + i + 1, place, end);
      order[place + i] = added[i] ?? 0;
      end = place;
    }
    sorted = size;
  }

  function compareWords(left: number, right: number): number {
    return compareBytes(left, bytes, offsets[right] ?? 0, offsets[right + 1] ?? 0);
  }

  function compareBytes(id: number, text: Uint8Array, start: number, end: number): number {
    const from = offsets[id] ?? 0;
    const length = (offsets[id + 1] ?? 0) - from;
    const shared = Math.min(length, end - start);
    for (let unit = 0; unit < shared; unit++) {
      const difference = (bytes[from + unit] ?? 0) - (text[start + unit] ?? 0);
      if (difference !== 0) return difference;
    }
    return length - (end - start);
  }

  /** The first place in the order whose word does not lie before what is looked for. */
  function lowerBound(isBefore: (id: number) => boolean): number {
    let low = 0;
    let high = sorted;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBefore(order[middle] ?? 0)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Numbers of the words that begin so, by the order. */
  function range(prefix: Uint8Array): Uint32Array {
    sort();
    const from = lowerBound((id) => compareBytes(id, prefix, 0, prefix.length) < 0);
    const until = lowerBound((id) => {
      const length = Math.min((offsets[id + 1] ?? 0) - (offsets[id] ?? 0), prefix.length);
      return compareStarts(id, prefix, length) <= 0;
    });
    return order.subarray(from, until);
  }

  /** Those that a chunk holds. */
  function held(ids: Uint32Array): Uint32Array {
    return ids.filter((id) => (counts[id] ?? 0) > 0);
  }

  /** Compares the beginning of a word, as long as the prefix: words that begin with it are equal to it. */
  function compareStarts(id: number, prefix: Uint8Array, length: number): number {
    const from = offsets[id] ?? 0;
    for (let unit = 0; unit < length; unit++) {
      const difference = (bytes[from + unit] ?? 0) - (prefix[unit] ?? 0);
      if (difference !== 0) return difference;
    }
    return length - prefix.length;
  }

  function wordAt(id: number): WordCount {
    return { word: decoder.decode(bytes.subarray(offsets[id], offsets[id + 1])), count: counts[id] ?? 0 };
  }

  const decoder = new TextDecoder();
  const encoder = new TextEncoder();

  return {
    addChunk: (terms) => eachTerm(terms, addWord),
    removeChunk: (terms) => eachTerm(terms, removeWord),
    size: () => size,
    sizeBytes: () =>
      [bytes, offsets, counts, lastChunks, lengths, masks, hashes, slots, order].reduce(
        (sum, { byteLength }) => sum + byteLength,
        0,
      ),
    countOf(word) {
      const text = encoder.encode(word);
      const found = slots[slotOf(text, 0, text.length, hashOf(text, 0, text.length))] ?? 0;
      return found === 0 ? 0 : (counts[found - 1] ?? 0);
    },
    withPrefix(prefix, limit) {
      const text = encoder.encode(prefix);
      const longer = held(range(text)).filter((id) => (offsets[id + 1] ?? 0) - (offsets[id] ?? 0) > text.length);
      return mostFrequent(longer, counts, limit).map(wordAt);
    },
    beginning(prefix, limit) {
      const ids = held(range(encoder.encode(prefix)));
      return ids.length > limit ? null : Array.from(ids, wordAt);
    },
    withLetters(letters, place, limit) {
      const text = encoder.encode(letters);
      const found: WordCount[] = [];
      for (let id = 0; id < size; id++) {
        if (counts[id] === 0) continue;
        const end = (offsets[id + 1] ?? 0) - text.length;
        let at = place === 'suffix' ? Math.max(end, offsets[id] ?? 0) : (offsets[id] ?? 0);
        while (at <= end && !isAt(bytes, at, text)) at++;
        if (at > end) continue;
        if (found.length === limit) return null;
        found.push(wordAt(id));
      }
      return found;
    },
    arrays: () => ({ size, bytes, offsets, counts, lengths, masks }),
  };
}

const FNV_BASIS = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

function hashOf(text: Uint8Array, start: number, end: number): number {
  let hash = FNV_BASIS;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (text[at] ?? 0), FNV_PRIME);
  return mixed(hash);
}

/** The low bits choose the slot, and FNV's are weak in them. */
function mixed(hash: number): number {
  return (hash ^ (hash >>> 15)) >>> 0;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

function isAt(bytes: Uint8Array, at: number, text: Uint8Array): boolean {
  for (let unit = 0; unit < text.length; unit++) if (bytes[at + unit] !== text[unit]) return false;
  return true;
}

function enlarged<A extends Uint8Array | Uint32Array>(from: A, to: A): A {
  to.set(from);
  return to;
}

/** Keeps the best in order of their counts: of thousands of words only dozens are wanted. */
function mostFrequent(ids: Uint32Array, counts: Uint32Array, limit: number): number[] {
  const best: number[] = [];
  const isBefore = (left: number, right: number): boolean => {
    const difference = (counts[left] ?? 0) - (counts[right] ?? 0);
    return difference > 0 || (difference === 0 && left < right);
  };
  for (const id of ids) {
    const last = best.at(-1);
    if (best.length === limit && (last === undefined || !isBefore(id, last))) continue;
    let place = best.length;
    while (place > 0 && isBefore(id, best[place - 1] ?? 0)) place--;
    best.splice(place, 0, id);
    if (best.length > limit) best.pop();
  }
  return best;
}
