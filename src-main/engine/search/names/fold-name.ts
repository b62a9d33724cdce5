import { fold, joinsTheOneBefore } from '#engine/analysis/characters.ts';

/** A name of a file or folder, or a query for one, with each character folded as in the texts' analysis. */
export type FoldedName = {
  readonly original: string;
  /** Letters, digits and symbols folded; everything between words is one space each. */
  readonly folded: string;
  /** For each unit of `folded` the range of `original` it stands for; null where both run in step, unit by unit. */
  readonly origins: Origins | null;
  /** Where in `folded` the extension begins (after its dot); its length where there is none. */
  readonly extensionAt: number;
};
export type Origins = { readonly starts: Uint16Array; readonly ends: Uint16Array };

const BEYOND_ASCII = /[\u0080-\uffff]/;
const NOT_WORD_ASCII = /[^a-z0-9]/g;
/** Emoji and signs are what some people name files by, and no words. */
const SYMBOL = /^[\p{So}\p{Sc}]/u;
const VARIATION_SELECTORS = /[\ufe00-\ufe0f]/g;
const EXTENSION = /\.[\p{L}\p{N}]{1,10}$/u;

export function foldName(original: string): FoldedName {
  const dot = EXTENSION.exec(original)?.index ?? 0;
  if (!BEYOND_ASCII.test(original)) {
    const folded = original.toLowerCase().replace(NOT_WORD_ASCII, ' ');
    return { original, folded, origins: null, extensionAt: dot === 0 ? folded.length : dot + 1 };
  }
  const starts: number[] = [];
  const ends: number[] = [];
  let folded = '';
  for (let start = 0; start < original.length;) {
    const end = clusterEnd(original, start);
    const piece = foldCluster(original.slice(start, end));
    folded += piece;
    for (let unit = 0; unit < piece.length; unit++) {
      starts.push(start);
      ends.push(end);
    }
    start = end;
  }
  const isInStep = folded.length === original.length && starts.every((start, unit) => start === unit && ends[unit] === unit + 1);
  const extensionAt = dot === 0 ? -1 : starts.findIndex((start) => start > dot);
  return {
    original,
    folded,
    origins: isInStep ? null : { starts: Uint16Array.from(starts), ends: Uint16Array.from(ends) },
    extensionAt: extensionAt === -1 ? folded.length : extensionAt,
  };
}

function clusterEnd(text: string, start: number): number {
  let end = start + widthAt(text, start);
  // No joining character lies below U+0300.
  while (end < text.length && text.charCodeAt(end) >= 0x300) {
    const width = widthAt(text, end);
    if (!joinsTheOneBefore(text.slice(end, end + width))) break;
    end += width;
  }
  return end;
}

function widthAt(text: string, position: number): number {
  return (text.codePointAt(position) ?? 0) > 0xffff ? 2 : 1;
}

/** Memo of single characters: folding is pure, so nobody can tell that it is filled as names need it. */
const foldedCharacters = new Map<string, string>();

function foldCluster(cluster: string): string {
  if (cluster.length > 1) return computeFolding(cluster);
  let folded = foldedCharacters.get(cluster);
  if (folded === undefined) {
    folded = computeFolding(cluster);
    foldedCharacters.set(cluster, folded);
  }
  return folded;
}

function computeFolding(cluster: string): string {
  const { kind, text } = fold(cluster);
  if (kind === 'ignored') return '';
  if (kind !== 'separator') return text;
  return SYMBOL.test(cluster) ? cluster.replace(VARIATION_SELECTORS, '') : ' ';
}

const SEPARATOR = 0;
const LETTER = 1;
const CAPITAL = 2;
const DIGIT = 3;
/** Characters of scripts without spaces between words, and symbols: a word may begin at each. */
const UNSPACED = 4;

/** Kinds of UTF-16 units, the same kind of memo as above: 0 is "not known yet", a known one is kept plus one. */
const kinds = new Uint8Array(65_536);

function kindOf(text: string, position: number): number {
  const code = text.charCodeAt(position);
  const known = kinds[code] ?? 0;
  if (known > 0) return known - 1;
  const kind = computeKind(String.fromCharCode(code));
  kinds[code] = kind + 1;
  return kind;
}

function computeKind(unit: string): number {
  if (/\p{N}/u.test(unit)) return DIGIT;
  const { kind } = fold(unit);
  if (kind === 'ideograph' || kind === 'unspaced') return UNSPACED;
  if (kind === 'separator') return SYMBOL.test(unit) || /[\ud800-\udfff]/.test(unit) ? UNSPACED : SEPARATOR;
  return unit !== unit.toLowerCase() ? CAPITAL : LETTER;
}

/** True where a word begins at this unit of the folded name: after a separator, at a camelCase hump, at a number. */
export function isWordStart(name: FoldedName, at: number): boolean {
  if (name.folded.charCodeAt(at) === SPACE) return false;
  if (at === 0 || name.folded.charCodeAt(at - 1) === SPACE) return true;
  const { original, origins } = name;
  const position = origins === null ? at : (origins.starts[at] ?? 0);
  const before = origins === null ? at - 1 : (origins.starts[at - 1] ?? 0);
  if (position === before) return false;
  const kind = kindOf(original, position);
  const previous = kindOf(original, before);
  if (kind === UNSPACED || previous === UNSPACED) return true;
  if ((kind === DIGIT) !== (previous === DIGIT)) return true;
  if (kind !== CAPITAL) return false;
  // In PDFReader the word Reader begins at its capital, because a small letter follows.
  return previous !== CAPITAL || (at + 1 < name.folded.length && kindOf(original, position + 1) === LETTER);
}

/** True where this unit continues a number: `25` is the part of 2025 that people type. */
export function isInsideNumber(name: FoldedName, at: number): boolean {
  return at > 0 && isDigit(name.folded.charCodeAt(at)) && isDigit(name.folded.charCodeAt(at - 1));
}

/** True where a word ends before this unit. Scripts without spaces have no such ends but where the script ends. */
export function isWordEnd(name: FoldedName, at: number): boolean {
  if (at >= name.folded.length || name.folded.charCodeAt(at) === SPACE) return true;
  const last = name.origins === null ? at - 1 : (name.origins.starts[at - 1] ?? 0);
  const next = name.origins === null ? at : (name.origins.starts[at] ?? 0);
  if (kindOf(name.original, last) === UNSPACED && kindOf(name.original, next) === UNSPACED) return false;
  return isWordStart(name, at);
}

/** Ranges of folded units as ranges of the original's UTF-16 units: ascending, overlapping and touching ones joined. */
export function toOriginalRanges(name: FoldedName, ranges: readonly (readonly [number, number])[]): [number, number][] {
  const joined: [number, number][] = [];
  const { origins } = name;
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const start = origins === null ? from : (origins.starts[from] ?? 0);
    const end = origins === null ? to : (origins.ends[to - 1] ?? 0);
    const last = joined.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  }
  return joined;
}

const SPACE = 32;

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
