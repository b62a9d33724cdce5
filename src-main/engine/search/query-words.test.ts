import { expect, it } from 'vitest';
import { createStemmers } from '#engine/analysis/stemmers.ts';
import { createTokens } from '#engine/analysis/tokens.ts';
import { highlightTerms } from './highlights.ts';
import { queryWords } from './query-words.ts';

const tokens = createTokens(createStemmers());

function read(terms: readonly string[], said: string, languages: readonly string[] = []): [string, string[][]][] {
  const { tokens: asked, words } = queryWords(terms, said, languages, tokens);
  const at = (position: number): string => asked[position] ?? '';
  return words.map(({ exact, stems }) => [at(exact), stems.map((group) => group.map(at))]);
}

it('asks for a word, for what is its stem and for what has its stem', () => {
  expect(read(['running', '42'], 'Running 42')).toEqual([
    ['running', [['run', '~run']]],
    ['42', [['42']]],
  ]);
});

it('keeps the stems of each language apart', () => {
  expect(read(['running'], 'running', ['de'])).toEqual([
    [
      'running',
      [
        ['run', '~run'],
        ['running', '~running'],
      ],
    ],
  ]);
});

it('reads stems off the word as it is typed, for accents and joiners tell them apart', () => {
  expect(read(['mangee'], 'mangée', ['fr'])[0]?.[1]).toContainEqual(['mang', '~mang']);
  expect(read(['خانهی'], 'خانه‌ی')[0]?.[1]).toContainEqual(['خانه', '~خانه']);
});

it('asks for whole identifiers too, but not for parts of what is not wanted', () => {
  expect(read(['foo', 'bar'], 'foo_bar').map(([word]) => word)).toEqual(['foo', 'bar', 'foo_bar']);
  expect(read(['foo'], 'foo_bar').map(([word]) => word)).toEqual(['foo']);
  expect(read(['foobar'], 'fooBar').map(([word]) => word)).toEqual(['foobar', 'foo', 'bar']);
  expect(read(['ts2345'], 'TS2345').map(([word]) => word)).toEqual(['ts2345']);
});

it('asks for terms that the text does not have', () => {
  expect(read(['books'], 'boo*')).toEqual([['books', [['book', '~book']]]]);
});

it('marks other forms of a word at their exact place', () => {
  const text = 'О встраивании: 2 шрифта, встраивания и встраивание.';
  const { tokens: asked } = queryWords(['встраивание'], 'встраивание', ['ru'], tokens);
  const { ranges, matchedTerms } = highlightTerms(text, new Set(asked), (passage) => tokens.spans(passage, 'ru', null));
  expect(ranges.map(([from, to]) => text.slice(from, to))).toEqual(['встраивании', 'встраивания', 'встраивание']);
  expect(matchedTerms).toEqual(['~встраиван', 'встраивание']);
});
