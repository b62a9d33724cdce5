import { expect, test } from 'vitest';
import { termSpans } from '#engine/analysis/analyse.ts';
import { highlightTerms, untellingTerms } from './highlights.ts';

const marked = (text: string, terms: readonly string[], untelling: readonly string[]): string[] =>
  highlightTerms(text, new Set(terms), termSpans, new Set(untelling)).ranges.map(([from, to]) => text.slice(from, to));

test('marks words that tell nothing only where no other word of the query stands', () => {
  const terms = ['the', 'frost', 'of'];
  expect(marked('The guard of the boiler against frost', terms, ['the', 'of'])).toEqual(['frost']);
  expect(marked('The end of the year', terms, ['the', 'of'])).toEqual(['The', 'of', 'the']);
});

test('counts words that tell nothing among what matched, although they are not marked', () => {
  const { matchedTerms } = highlightTerms('the frost', new Set(['the', 'frost']), termSpans, new Set(['the']));
  expect(matchedTerms).toEqual(['the', 'frost']);
});

test('takes function words with their stems for such as tell nothing, unless another word has the same stem', () => {
  const tokens = ['does', 'doe', '~doe', 'frost', '~frost'];
  const does = { exact: 0, stems: [[1, 2]], isSaid: true, count: 1 };
  const doe = { exact: 1, stems: [[1, 2]], isSaid: true, count: 1 };
  const frost = { exact: 3, stems: [[3, 4]], isSaid: true, count: 1 };
  expect([...untellingTerms({ queryWords: [does, frost], tokens })]).toEqual(['does', 'doe', '~doe']);
  expect([...untellingTerms({ queryWords: [does, doe], tokens })]).toEqual(['does']);
});
