import { tokensOfStem, type QueryTerm, type Tokens } from '#engine/analysis/tokens.ts';
import { pairsAcrossWords } from './pairs-across-words.ts';
import { createTokenPositions } from './token-positions.ts';
import type { QueryWord } from './word-ranking.ts';

const HAS_DIGIT = /\p{N}/u;
/** What a pair of characters counts that belongs to no one word of the query, beside one that does: decisions/0021. */
const ACROSS_WORDS = 0.6;

/** What to ask the word index for, and what the answer means. */
export type QueryWords = {
  /** Distinct tokens of the index. */
  readonly tokens: readonly string[];
  /** In positions of `tokens`. */
  readonly words: readonly QueryWord[];
};

/**
 * The words of a query with all forms that count as the same.
 * @param terms distinct folded terms to look for
 * @param said the query's text: accents and joiners that folding drops tell stems apart, and signs hold identifiers together
 * @param languages those of the library's documents
 */
export function queryWords(terms: readonly string[], said: string, languages: readonly string[], tokens: Tokens): QueryWords {
  const read = tokens.query(said, languages);
  const asSaid = new Map(read.map((word) => [word.term, word]));
  const wanted = new Map<string, Pick<QueryTerm, 'term' | 'stems' | 'role'>>();
  for (const term of terms) {
    const [word] = asSaid.has(term) ? [asSaid.get(term)] : tokens.query(term, languages);
    wanted.set(term, { term, stems: word?.stems ?? [], role: 'word' });
  }
  // What was left out of the terms (excluded words, say) was so on purpose, and so are its parts.
  for (const word of read) {
    if (word.role !== 'word' && isOfTerms(word, read, wanted)) wanted.set(word.term, word);
  }

  const { tokens: asked, place } = createTokenPositions();
  const across = pairsAcrossWords(read, said);
  const words = [...wanted.values()].map(({ term, stems, role }) => {
    const groups = stems.map((stem) => tokensOfStem(stem).map(place));
    const count = across.has(term) ? ACROSS_WORDS : 1;
    return { exact: place(term), stems: groups.length === 0 ? [[place(term)]] : groups, isSaid: role === 'word', count };
  });
  return { tokens: asked, words };
}

/**
 * Whether all words that a part or whole overlaps are wanted. A number tells names apart (TS2345, probe7): what they have in
 * common with their neighbours is not what somebody wants who types one.
 */
function isOfTerms(identifier: QueryTerm, read: readonly QueryTerm[], wanted: ReadonlyMap<string, unknown>): boolean {
  return read.every(({ role, term, start, end }) => {
    if (role !== 'word' || end <= identifier.start || start >= identifier.end) return true;
    return wanted.has(term) && !(identifier.role === 'part' && HAS_DIGIT.test(term));
  });
}
