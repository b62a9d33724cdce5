import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createStemmers } from '#engine/analysis/stemmers.ts';
import { createTokens } from '#engine/analysis/tokens.ts';
import { createWordTable, STEM_MARK } from '#engine/storage/vocabulary/word-table.ts';
import { queryWords } from '../query-words.ts';
import { withCompoundParts } from './compound-parts.ts';

const CHUNKS = [
  'universitat gebaude ~gebaud vertrag versicherung bund',
  'universitat gebaude ~gebaud vertrage ~vertrag versicherungen ~versicherung',
  'bund kanzler ~kanzl bundes ~bund uber setzung garten ~gart haus',
];
const tokens = createTokens(createStemmers());

function read(query: string, isReady = true) {
  const words = createWordTable();
  const stems = createWordTable('stems');
  for (const chunk of CHUNKS) {
    words.addChunk(new TextEncoder().encode(chunk));
    stems.addChunk(new TextEncoder().encode(chunk));
  }
  const countOf = (term: string): number => (term.startsWith(STEM_MARK) ? stems : words).countOf(term);
  const asked = queryWords([...new Set(query.split(' '))], query, ['de'], tokens);
  const found = withCompoundParts({ words: asked.words, further: [] }, asked.tokens, tokens, { isReady: () => isReady, countOf });
  const all = [...asked.tokens, ...found.further.map(({ word }) => word)];
  return { asked, found, all };
}

/** Each part with the compounds that it is a part of. */
function partsIn(query: string, isReady = true): Record<string, string[]> {
  const { found, all } = read(query, isReady);
  const parts = found.words.filter(({ standsFor }) => standsFor !== undefined);
  const named = parts.map(({ exact, standsFor = [] }) => [all[exact], standsFor.map((position) => all[position])]);
  return Object.fromEntries(named) as Record<string, string[]>;
}

test('a compound gets the two words of the library that it is made of, whatever joins them', () => {
  const query = 'universitatsgebaude';
  expect(partsIn(query)).toEqual({ universitat: [query], gebaude: [query] });
  expect(partsIn('bundeskanzler')).toEqual({ bund: ['bundeskanzler'], kanzler: ['bundeskanzler'] });
  expect(partsIn('gartenhaus')).toEqual({ garten: ['gartenhaus'], haus: ['gartenhaus'] });
});

test('a part also stands for its other forms, as often as the library has them', () => {
  const { found, all } = read('versicherungsvertrag');
  const part = found.words.find(({ exact }) => all[exact] === 'vertrag');
  expect(part?.stems.map((group) => group.map((position) => all[position]))).toEqual([['vertrag', '~vertrag']]);
  expect(found.further).toContainEqual({ word: '~versicherung', count: 1 });
});

test('a part of two compounds is looked for once, and a word that was said is no part', () => {
  expect(partsIn('versicherungsvertrag universitatsvertrag')['vertrag']).toEqual(['versicherungsvertrag', 'universitatsvertrag']);
  expect(Object.keys(partsIn('versicherungsvertrag vertrag'))).toEqual(['versicherung']);
});

test('words of which the library has no two parts, function words and short rests stay whole', () => {
  const whole = ['versicherung', 'ubersetzung', 'gebaudexyz', 'hausbot', 'bundx', 'vertrag2gebaude'];
  expect(whole.filter((query) => Object.keys(partsIn(query)).length > 0)).toEqual([]);
  expect(partsIn('universitatsgebaude', false)).toEqual({});
});

test('whatever is asked for, the words of the query stay as they are and every position is one of a token', () => {
  const piece = fc.constantFrom('universitat', 'gebaude', 's', 'en', 'vertrag', 'haus', 'garten', 'x', '7', ' ');
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), (pieces) => {
      const query = pieces.join('').trim();
      if (query === '') return;
      const { asked, found, all } = read(query);
      expect(found.words.slice(0, asked.words.length)).toEqual(asked.words);
      expect(new Set(all).size).toBe(all.length);
      for (const { exact, stems } of found.words) {
        for (const position of [exact, ...stems.flat()]) expect(all[position]).toBeDefined();
      }
    }),
  );
});
