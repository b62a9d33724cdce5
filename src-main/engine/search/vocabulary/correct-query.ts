import type { Correction } from '#contract';
import { termSpans } from '#engine/analysis/analyse.ts';
import type { QueryTerm, Tokens } from '#engine/analysis/tokens.ts';
import type { ChunkKey, IndexStore } from '#engine/storage/index-store.ts';
import { byLikelihood, type NearWord } from '#engine/storage/vocabulary/nearest-words.ts';
import type { NameIndex } from '../names/name-index.ts';
import { parseQuery } from '../query-language/parse-query.ts';
import { createKnownWords, type WordSources } from './known-words.ts';
import { maxEditsOf } from './slips.ts';

/** Words of deleted chunks may stand among the nearest. */
const TRIED_WORDS = 8;
/** Each costs a look into the index; whoever writes more is not looking for one that is misspelt. */
const MAX_WORDS = 16;

/**
 * The query with each of its free words that nothing in the library has replaced by the nearest that something has, or null where there
 * is none to replace. Words in quotes and under operators, with digits, and of scripts without spaces stay as they are.
 */
export type CorrectQuery = (typed: string, sources: WordSources) => Promise<Correction | null>;

type Candidate = NearWord & { readonly isName: boolean };

export function createCorrectQuery(options: {
  store: Pick<IndexStore, 'findTerms' | 'chunks' | 'vocabulary'>;
  names: Pick<NameIndex, 'find' | 'nearest'>;
  tokens: Tokens;
  languages(): readonly string[];
}): CorrectQuery {
  const { store, names, tokens } = options;
  const { isKnown, chunkWith, isNamed } = createKnownWords({ store, names });

  async function nearest(word: string, { isByWords, isByNames }: WordSources): Promise<Candidate[]> {
    const near = { maxEdits: maxEditsOf(word), limit: TRIED_WORDS };
    const fromTexts = isByWords ? store.vocabulary.nearest(word, near) : [];
    const fromNames = isByNames ? await names.nearest(word, near) : [];
    return [
      ...fromTexts.map((each) => ({ ...each, isName: false })),
      ...fromNames.map((each) => ({ ...each, isName: true })),
    ].sort(byLikelihood);
  }

  /** The likeliest word that something current has, as it is written there. */
  async function replacementOf(typed: string, word: QueryTerm, sources: WordSources): Promise<string | null> {
    for (const { word: candidate, isName } of await nearest(word.term, sources)) {
      if (isName) {
        if (await isNamed(candidate)) return candidate;
        continue;
      }
      const key = await chunkWith([candidate]);
      if (key !== null) return asWritten(candidate, key, typed);
    }
    return null;
  }

  /** Folding took accents and capitals away. */
  async function asWritten(word: string, key: ChunkKey, typed: string): Promise<string> {
    const [row] = await store.chunks([key]);
    const text = `${row?.text ?? ''}\n${row?.heading ?? ''}`;
    const span = termSpans(text).find(({ term }) => term === word);
    const written = span === undefined ? word : text.slice(span.start, span.end);
    const isShouted = written !== written.toLowerCase() && written === written.toUpperCase();
    return isShouted || typed === typed.toLowerCase() ? written.toLowerCase() : written;
  }

  return async (typed, sources) => {
    const words: Correction['words'] = [];
    for (const { word, start, end } of correctableWords(typed, (text) => tokens.query(text, options.languages()))) {
      if (await isKnown(word, sources)) continue;
      const used = await replacementOf(typed.slice(start, end), word, sources);
      if (used !== null) words.push({ typed: typed.slice(start, end), used, start, end });
    }
    return words.length === 0 ? null : { query: replaced(typed, words), words };
  };
}

type PlacedWord = { readonly word: QueryTerm; readonly start: number; readonly end: number };

function correctableWords(typed: string, read: (text: string) => QueryTerm[]): PlacedWord[] {
  const { children } = parseQuery(typed, { now: 0 }).words;
  const placed = children.flatMap((node) => {
    if (node.kind !== 'word' || node.isExact) return [];
    const offset = typed.indexOf(node.text, node.span.start);
    if (offset === -1 || offset + node.text.length > node.span.end) return [];
    const terms = read(node.text);
    const isPlain = ({ term, role, start, end }: QueryTerm): boolean =>
      role === 'word' &&
      maxEditsOf(term) > 0 &&
      terms.every((other) => other.role !== 'whole' || other.end <= start || other.start >= end);
    return terms.filter(isPlain).map((word) => ({ word, start: offset + word.start, end: offset + word.end }));
  });
  return placed.slice(0, MAX_WORDS);
}

function replaced(typed: string, words: Correction['words']): string {
  let query = '';
  let at = 0;
  for (const { used, start, end } of words) {
    query += typed.slice(at, start) + used;
    at = end;
  }
  return query + typed.slice(at);
}
