import { isUnspaced } from '#engine/analysis/characters.ts';
import type { QueryTerm } from '#engine/analysis/tokens.ts';

// Making one costs more than all it does for a query. ICU chooses the dictionary by script, not by this language.
let segmenter: Intl.Segmenter | undefined;

/**
 * The pairs of characters in a query that belong to no one word of it, wherever they stand: of 人工智能的应用 those are 工智, 能的 and
 * 的应, which say little of what is looked for, and may be rare. By the dictionaries of ICU.
 * @param read the query's terms, with their places in `said`
 */
export function pairsAcrossWords(read: readonly Pick<QueryTerm, 'term' | 'start' | 'end'>[], said: string): ReadonlySet<string> {
  const pairs = read.filter(({ term }) => isUnspaced(term));
  if (pairs.length === 0) return new Set();
  segmenter ??= new Intl.Segmenter('zh', { granularity: 'word' });
  const borders = Array.from(segmenter.segment(said), ({ index }) => index);
  const isAcross = ({ start, end }: { readonly start: number; readonly end: number }): boolean =>
    borders.some((border) => border > start && border < end);
  const within = new Set(pairs.filter((pair) => !isAcross(pair)).map(({ term }) => term));
  return new Set(pairs.map(({ term }) => term).filter((term) => !within.has(term)));
}
