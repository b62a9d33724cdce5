/**
 * Counts BERT WordPiece tokens without making them. Cutting documents into chunks needs counts alone, of every word of
 * every document; the tokenizer's library spends most of the reading of a small file on them.
 *
 * One pass over the UTF-16 units: each code point is normalised once (as BERT's normaliser does it: controls dropped,
 * ideographs set apart, lower case, accents dropped) and remembered; runs of word units are matched greedily, longest
 * piece first, along a trie of the vocabulary.
 */
export type TokenCounter = (text: string) => number;

/** Lower-cased by what follows it, which no look at one code point can tell. */
const CAPITAL_SIGMA = 'Σ';

const WORD = 1;
const SPACE = 2;
const APART = 3;
const DROPPED = 4;
/** Normalises to several units, kept in `expansions`; high surrogates, too, as the pair decides. */
const EXPANDED = 5;

const APART_CHARACTER = /[\p{P}!-/:-@[-`{-~]/u;
const NONSPACING_MARKS = /\p{Mn}/gu;
/** What the normaliser's own test for controls matches, which leaves tab, line feed and carriage return alone. */
const CONTROL = /^\p{Cc}|\p{Cf}|\p{Co}|\p{Cs}$/u;
/** Ideographs of the first plane: the normaliser looks at UTF-16 units. */
const IDEOGRAPH = /[\u4e00-\u9fff\u3400-\u4dbf\uf900-\ufaff]/;

export type WordPieceVocabulary = {
  readonly pieces: Iterable<string>;
  /** What pieces inside a word begin with. */
  readonly continuingPrefix: string;
  /** Code points; a longer word is one unknown token. */
  readonly maxWordChars: number;
};

/** `countExactly` answers for texts with characters that only their neighbours decide. */
export function createTokenCounter(vocabulary: WordPieceVocabulary, countExactly: TokenCounter): TokenCounter {
  const trie = createTrie(vocabulary);
  const kinds = new Uint8Array(65_536);
  const normalised = new Uint16Array(65_536);
  /** By code point. */
  const expansions = new Map<number, string>();
  let word = new Uint16Array(256);
  let length = 0;
  let wordChars = 0;

  function learn(unit: number): number {
    const text = isHighSurrogate(unit) ? null : normalise(String.fromCharCode(unit));
    let kind = EXPANDED;
    if (text === '') kind = DROPPED;
    else if (text?.length === 1) {
      kind = kindOf(text);
      normalised[unit] = text.charCodeAt(0);
    } else if (text !== null) expansions.set(unit, text);
    kinds[unit] = kind;
    return kind;
  }

  function expand(codePoint: number): string {
    const known = expansions.get(codePoint);
    if (known !== undefined) return known;
    const text = normalise(String.fromCodePoint(codePoint));
    expansions.set(codePoint, text);
    return text;
  }

  function push(unit: number): void {
    if (length === word.length) {
      const longer = new Uint16Array(length * 2);
      longer.set(word);
      word = longer;
    }
    word[length++] = unit;
    if (!isLowSurrogate(unit)) wordChars++;
  }

  /** Tokens of the word collected so far, which ends here. */
  function endWord(): number {
    if (length === 0) return 0;
    const count = wordChars > vocabulary.maxWordChars ? 1 : trie.countPieces(word, length);
    length = 0;
    wordChars = 0;
    return count;
  }

  function takeExpanded(text: string): number {
    let count = 0;
    for (const character of text) {
      const kind = kindOf(character);
      if (kind === WORD) for (let index = 0; index < character.length; index++) push(character.charCodeAt(index));
      else count += endWord() + (kind === APART ? 1 : 0);
    }
    return count;
  }

  return (text) => {
    if (text.includes(CAPITAL_SIGMA)) return countExactly(text);
    let count = 0;
    for (let index = 0; index < text.length; index++) {
      const unit = text.charCodeAt(index);
      const kind = kinds[unit] || learn(unit);
      switch (kind) {
        case WORD:
          push(normalised[unit] ?? 0);
          break;
        case SPACE:
          count += endWord();
          break;
        case APART:
          count += endWord() + 1;
          break;
        case EXPANDED: {
          const codePoint = text.codePointAt(index) ?? 0;
          if (codePoint > 0xffff) index++;
          count += takeExpanded(expand(codePoint));
          break;
        }
        default:
      }
    }
    return count + endWord();
  };
}

/** One code point as the normaliser leaves it: nothing, a space, or lower-case letters; ideographs with spaces around. */
function normalise(character: string): string {
  const unit = character.charCodeAt(0);
  if (unit === 0 || unit === 0xfffd) return '';
  if (!'\t\n\r'.includes(character) && CONTROL.test(character)) return '';
  if (/^\s$/.test(character)) return ' ';
  if (IDEOGRAPH.test(character)) return ` ${character.normalize('NFD')} `;
  return character.toLowerCase().normalize('NFD').replace(NONSPACING_MARKS, '');
}

function kindOf(character: string): number {
  if (/^\s$/.test(character)) return SPACE;
  return APART_CHARACTER.test(character) ? APART : WORD;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

type Trie = {
  /** Pieces of the first `length` units, longest first; 1 where some part of the word is no piece (`[UNK]`). */
  countPieces(units: Uint16Array, length: number): number;
};

/**
 * Nodes are numbers; an edge is a slot of an open-addressing table whose key is node and letter. Letters are numbered by
 * first use in the vocabulary, so that a key fits 32 bits. Node 0 begins a word, node 1 goes on inside one.
 */
function createTrie({ pieces, continuingPrefix }: WordPieceVocabulary): Trie {
  const letters = new Uint16Array(65_536);
  let letterCount = 1;
  const edges = new Map<number, number>();
  const accepting: boolean[] = [false, false];

  const words = Array.from(pieces);
  for (const piece of words) {
    for (let index = 0; index < piece.length; index++) {
      const unit = piece.charCodeAt(index);
      if (letters[unit] === 0) letters[unit] = letterCount++;
    }
  }
  for (const piece of words) {
    const isContinuing = piece.startsWith(continuingPrefix) && piece.length > continuingPrefix.length;
    // A word that begins with the prefix itself is split at its punctuation before it gets here.
    let node = isContinuing ? 1 : 0;
    for (let index = isContinuing ? continuingPrefix.length : 0; index < piece.length; index++) {
      const key = node * letterCount + (letters[piece.charCodeAt(index)] ?? 0);
      const next = edges.get(key) ?? accepting.push(false) - 1;
      edges.set(key, next);
      node = next;
    }
    accepting[node] = true;
  }

  const bits = Math.ceil(Math.log2(edges.size + 1)) + 1;
  const mask = 2 ** bits - 1;
  const keys = new Int32Array(mask + 1).fill(-1);
  const targets = new Int32Array(mask + 1);
  const slotOf = (key: number): number => Math.imul(key, 0x9e37_79b1) >>> (32 - bits);
  for (const [key, target] of edges) {
    let slot = slotOf(key);
    while (keys[slot] !== -1) slot = (slot + 1) & mask;
    keys[slot] = key;
    targets[slot] = target;
  }
  const isAccepting = Uint8Array.from(accepting, (accepts) => (accepts ? 1 : 0));

  function follow(node: number, unit: number): number {
    const letter = letters[unit] ?? 0;
    if (letter === 0) return -1;
    const key = node * letterCount + letter;
    let slot = slotOf(key);
    while (keys[slot] !== key) {
      if (keys[slot] === -1) return -1;
      slot = (slot + 1) & mask;
    }
    return targets[slot] ?? -1;
  }

  return {
    countPieces(units, length) {
      let count = 0;
      let start = 0;
      while (start < length) {
        let end = -1;
        let node = start === 0 ? 0 : 1;
        for (let index = start; index < length; index++) {
          node = follow(node, units[index] ?? 0);
          if (node === -1) break;
          if (isAccepting[node] === 1) end = index + 1;
        }
        if (end === -1) return 1;
        count++;
        start = end;
      }
      return count;
    },
  };
}
