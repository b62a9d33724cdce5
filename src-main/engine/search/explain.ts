import type { PassageExplanation } from '#contract';
import type { Gathered, RankRequest } from './gather.ts';
import type { Highlights } from './highlights.ts';
import { parseQuery } from './query-language/parse-query.ts';
import { printFilter } from './query-language/print-query.ts';
import type { RankedPassage } from './rank.ts';
import { RANKING_WEIGHTS } from './ranking-weights.ts';
import { weighWords, withoutTitle } from './word-ranking.ts';

/** What each list said of a passage, and what each word of the query added. */
export function explainPassage(
  { documentId, ordinal, words, meaning, score }: RankedPassage,
  { matchedTerms }: Highlights,
  { words: found, queryWords, tokens, sources }: Gathered,
): PassageExplanation {
  const match = found.matches.find((each) => each.documentId === documentId && each.ordinal === ordinal);
  const source = sources.get(documentId);
  const own = match === undefined || source === undefined ? match : withoutTitle(match, source);
  const weights = own === undefined ? [] : weighWords(own, queryWords, found.statistics, RANKING_WEIGHTS.words);
  return {
    words,
    meaning,
    fused: score,
    matchedTerms,
    weights: queryWords
      .map(({ exact }, index) => ({ term: tokens[exact] ?? '', weight: weights[index] ?? 0 }))
      .filter(({ weight }) => weight > 0)
      .sort((left, right) => right.weight - left.weight),
  };
}

/** Every filter of a search, which all of its results passed: as the query has it, or by its key. */
export function explainFilters({ query, filters }: Pick<RankRequest, 'query' | 'filters'>): string[] {
  const { folders, types, tags, after, before } = filters;
  const given = {
    folders: folders.length > 0,
    types: types.length > 0,
    tags: tags.length > 0,
    after: after !== null,
    before: before !== null,
  };
  return [
    ...Object.entries(given).flatMap(([key, isGiven]) => (isGiven ? [key] : [])),
    ...parseQuery(query, { now: Date.now() }).filters.map(printFilter),
  ];
}
