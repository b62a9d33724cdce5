import { termSpans } from '#engine/analysis/analyse.ts';

/** Ranges `[from, to)` of `text` in which a term of the query stands: ascending, touching ones joined. */
export function highlightTerms(text: string, terms: ReadonlySet<string>): { ranges: [number, number][]; matchedTerms: string[] } {
  const ranges: [number, number][] = [];
  const matched = new Set<string>();
  for (const { term, start, end } of termSpans(text)) {
    if (!terms.has(term)) continue;
    matched.add(term);
    const last = ranges.at(-1);
    // Bigrams overlap: 人工 and 工智 are one stretch to the reader.
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else ranges.push([start, end]);
  }
  return { ranges, matchedTerms: [...matched] };
}
