import { termSpans, type TermSpan } from '#engine/analysis/analyse.ts';
import { isFunctionWord } from './vocabulary/function-words.ts';
import type { QueryWord } from './word-ranking.ts';

/** What of a query stands in a text. */
export type Highlights = {
  /** `[from, to)`: ascending, touching ones joined. Of terms that tell nothing only where there are no others. */
  readonly ranges: [number, number][];
  /** Distinct, by their first place; stems as `~stem`. */
  readonly matchedTerms: string[];
  /** Every place of the terms that the ranges are of, ascending. */
  readonly matches: TermSpan[];
};

/** By ascending start. */
type ReadTerms = (text: string) => TermSpan[];

export const NONE: ReadonlySet<string> = new Set();

/**
 * Finds a query's terms in a text. `read` analyses it as the index did: with stems, where `terms` has such. `untelling`: those
 * of the terms that stand in nearly every text: marked everywhere they would hide what was found.
 */
export function highlightTerms(
  text: string,
  terms: ReadonlySet<string>,
  read: ReadTerms = termSpans,
  untelling: ReadonlySet<string> = NONE,
): Highlights {
  const ranges: [number, number][] = [];
  const all = read(text).filter(({ term }) => terms.has(term));
  const telling = all.filter(({ term }) => !untelling.has(term));
  const matches = telling.length === 0 ? all : telling;
  for (const { start, end } of matches) {
    const last = ranges.at(-1);
    // Bigrams overlap: 人工 and 工智 are one stretch to the reader.
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else ranges.push([start, end]);
  }
  return { ranges, matchedTerms: [...new Set(all.map(({ term }) => term))], matches };
}

/** The tokens of a query's function words, as far as no other word of it has them. */
export function untellingTerms({
  queryWords,
  tokens,
}: {
  readonly queryWords: readonly QueryWord[];
  readonly tokens: readonly string[];
}): ReadonlySet<string> {
  const tokensOf = ({ exact, stems }: QueryWord): string[] => [exact, ...stems.flat()].map((position) => tokens[position] ?? '');
  const isUntelling = ({ exact }: QueryWord): boolean => isFunctionWord(tokens[exact] ?? '');
  const telling = new Set(queryWords.filter((word) => !isUntelling(word)).flatMap(tokensOf));
  return new Set(queryWords.filter(isUntelling).flatMap(tokensOf)).difference(telling);
}
