import type { WordCount } from '#engine/storage/vocabulary/word-table.ts';
import type { Vocabulary } from '#engine/storage/index-store.ts';
import type { QueryWords } from '../query-words.ts';
import type { QueryWord } from '../word-ranking.ts';

/** What somebody types may become one of these; the most frequent ones are what most people mean. */
const TYPED = { most: 50, weight: 0.5, leastLetters: 2 } as const;
/** German writes what others write in several words as one. */
const COMPOUNDS = { most: 20, weight: 0.3, leastLetters: 5, leastFurtherLetters: 4 } as const;
const LETTERS = /^[\p{L}\p{M}]+$/u;
const LATIN = /^[a-z]+$/;
/** A pair of characters says already what may stand around it. */
const PAIRED = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

/** The words of a query with longer ones that begin with them; `further` words stand behind the tokens. */
export type LongerWords = { readonly words: readonly QueryWord[]; readonly further: readonly WordCount[] };

/**
 * @param typed the folded word that is still being typed, or null
 * @param isGerman whether there are German documents to find compounds in
 */
export function longerWords(
  { tokens, words }: QueryWords,
  { typed, isGerman }: { readonly typed: string | null; readonly isGerman: boolean },
  vocabulary: Pick<Vocabulary, 'isReady' | 'withPrefix'>,
): LongerWords {
  if (!vocabulary.isReady() || (typed === null && !isGerman)) return { words, further: [] };
  const further = new Map<string, { readonly position: number; readonly word: WordCount }>();
  const known = new Set(tokens);

  function place(found: readonly WordCount[]): number[] {
    return found.flatMap((word) => {
      if (known.has(word.word)) return [];
      const placed = further.get(word.word) ?? { position: tokens.length + further.size, word };
      further.set(word.word, placed);
      return [placed.position];
    });
  }

  function longerThan(term: string): QueryWord['longer'] {
    if (term === typed && term.length >= TYPED.leastLetters && !PAIRED.test(term)) {
      const terms = place(vocabulary.withPrefix(term, TYPED.most));
      return terms.length === 0 ? undefined : { terms, weight: TYPED.weight };
    }
    if (!isGerman || term.length < COMPOUNDS.leastLetters || !LATIN.test(term)) return undefined;
    const found = vocabulary.withPrefix(term, 2 * COMPOUNDS.most).filter(({ word }) => isCompound(word, term));
    const terms = place(found.slice(0, COMPOUNDS.most));
    return terms.length === 0 ? undefined : { terms, weight: COMPOUNDS.weight };
  }

  const extended = words.map((word) => {
    const longer = word.isSaid ? longerThan(tokens[word.exact] ?? '') : undefined;
    return longer === undefined ? word : { ...word, longer };
  });
  return { words: extended, further: [...further.values()].map(({ word }) => word) };
}

/** Shorter endings are inflections, which stems find. */
function isCompound(word: string, beginning: string): boolean {
  return word.length >= beginning.length + COMPOUNDS.leastFurtherLetters && LETTERS.test(word);
}
