import { expect, test } from 'vitest';
import { createStemmers } from '#engine/analysis/stemmers.ts';
import { createTokens } from '#engine/analysis/tokens.ts';
import { createWordTable } from '#engine/storage/vocabulary/word-table.ts';
import { queryWords } from '../query-words.ts';
import { longerWords } from './longer-words.ts';

const WORDS =
  'contract contracts contracting versicherung versicherungen versicherungsvertrag versicherungsvertrag2 haus hausboot 人工 工智';
const tokens = createTokens(createStemmers());

function extend(query: string, options: { readonly typed: string | null; readonly isGerman: boolean }, isReady = true) {
  const table = createWordTable();
  table.addChunk(new TextEncoder().encode(WORDS));
  const asked = queryWords([...new Set(query.split(' '))], query, ['en', 'de'], tokens);
  const { words, further } = longerWords(asked, options, { isReady: () => isReady, withPrefix: table.withPrefix });
  const all = [...asked.tokens, ...further.map(({ word }) => word)];
  const longer = words.flatMap(({ exact, longer: found }) =>
    found === undefined ? [] : [[asked.tokens[exact], found.terms.map((position) => all[position])]],
  );
  return Object.fromEntries(longer);
}

test('the word that is being typed gets those that it may become', () => {
  expect(extend('the contr', { typed: 'contr', isGerman: false })).toEqual({
    contr: ['contract', 'contracts', 'contracting'],
  });
  expect(extend('contr', { typed: null, isGerman: false })).toEqual({});
  expect(extend('c', { typed: 'c', isGerman: false })).toEqual({});
  expect(extend('人', { typed: '人', isGerman: false })).toEqual({});
  expect(extend('contr', { typed: 'contr', isGerman: true }, false)).toEqual({});
});

test('words of five letters get their compounds where there are German documents, and no inflections', () => {
  expect(extend('versicherung haus', { typed: null, isGerman: true })).toEqual({ versicherung: ['versicherungsvertrag'] });
  expect(extend('versicherung', { typed: null, isGerman: false })).toEqual({});
});
