import { termSpans, type TermSpan } from '#engine/analysis/analyse.ts';

/** What of a query stands in a text. */
export type Highlights = {
  /** `[from, to)`: ascending, touching ones joined. */
  readonly ranges: [number, number][];
  /** Distinct, by their first place; stems as `~stem`. */
  readonly matchedTerms: string[];
  /** Every place of every term, ascending. */
  readonly matches: TermSpan[];
};

/** By ascending start. */
type ReadTerms = (text: string) => TermSpan[];

/** Finds a query's terms in a text. `read` analyses it as the index did: with stems, where `terms` has such. */
export function highlightTerms(text: string, terms: ReadonlySet<string>, read: ReadTerms = termSpans): Highlights {
  const ranges: [number, number][] = [];
  const matches = read(text).filter(({ term }) => terms.has(term));
  for (const { start, end } of matches) {
    const last = ranges.at(-1);
    // Bigrams overlap: 人工 and 工智 are one stretch to the reader.
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else ranges.push([start, end]);
  }
  return { ranges, matchedTerms: [...new Set(matches.map(({ term }) => term))], matches };
}
