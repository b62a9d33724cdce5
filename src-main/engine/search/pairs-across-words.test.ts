import { expect, test } from 'vitest';
import { createStemmers } from '#engine/analysis/stemmers.ts';
import { createTokens } from '#engine/analysis/tokens.ts';
import { pairsAcrossWords } from './pairs-across-words.ts';

const tokens = createTokens(createStemmers());
const across = (said: string): string[] => [...pairsAcrossWords(tokens.query(said, ['zh', 'ja', 'th']), said)];

test('pairs that lie across the border of two words are told from those inside of one', () => {
  expect(across('人工智能的应用')).not.toEqual(expect.arrayContaining(['人工', '智能', '应用']));
  expect(across('人工智能的应用')).toEqual(expect.arrayContaining(['能的', '的应']));
  expect(across('図書館はどこですか')).toContain('館は');
  expect(across('図書館はどこですか')).not.toContain('図書');
});

test('a pair that is inside of a word anywhere in the query is one of a word', () => {
  expect(across('研究生命')).toEqual(['究生']);
  expect(across('研究生命 研究生')).toEqual([]);
});

test('words of scripts with spaces are never pairs', () => {
  expect(across('the meaning of 2019 в договоре کتاب')).toEqual([]);
});
