import { expect, test } from 'vitest';
import { createStemmers } from '#engine/analysis/stemmers.ts';
import { createTokens } from '#engine/analysis/tokens.ts';
import { nearestWords } from '#engine/storage/vocabulary/nearest-words.ts';
import { createWordTable, STEM_MARK } from '#engine/storage/vocabulary/word-table.ts';
import { queryWords } from '../query-words.ts';
import { withNearestWords } from './nearest-words.ts';

const CHUNKS = [
  'the signs of metastases ~metastas in the liver',
  'metastases ~metastas and metastasis ~metastasi of tumours ~tumour',
  'the king and the kinship of NATO nato',
  'договор договора ~договор аренды ~аренд',
];
const LANGUAGES = ['en', 'ru'];
const tokens = createTokens(createStemmers());

/** The further tokens of each word that stands for another, by that other one. */
function meantBy(said: string, { isReady = true, explained = '' } = {}): Record<string, string[]> {
  const words = createWordTable();
  const stems = createWordTable('stems');
  for (const chunk of CHUNKS) {
    words.addChunk(new TextEncoder().encode(chunk));
    stems.addChunk(new TextEncoder().encode(chunk));
  }
  const asked = queryWords(
    tokens.query(said, LANGUAGES).flatMap(({ term, role }) => (role === 'word' ? [term] : [])),
    said,
    LANGUAGES,
    tokens,
  );
  const found = withNearestWords(
    asked,
    { said, languages: LANGUAGES, explained: new Set([asked.tokens.indexOf(explained)]) },
    tokens,
    {
      isReady: () => isReady,
      countOf: (term) => (term.startsWith(STEM_MARK) ? stems : words).countOf(term),
      nearest: (word, options) => nearestWords(words.arrays(), word, options),
    },
  );
  const all = found.tokens;
  expect(all.slice(0, asked.tokens.length)).toEqual(asked.tokens);
  expect(found.words.slice(0, asked.words.length)).toEqual(asked.words);
  const meant = found.words.slice(asked.words.length).flatMap(({ standsFor = [], exact, stems: groups }) => {
    const forms = new Set([exact, ...groups.flat()].map((position) => all[position] ?? ''));
    return standsFor.map((position): [string, string[]] => [all[position] ?? '', [...forms]]);
  });
  return Object.fromEntries(meant);
}

test('a word that nothing has also finds the nearest one and its other forms, beside one that something has', () => {
  const { matastases = [] } = meantBy('signs of matastases');
  expect(matastases).toEqual(expect.arrayContaining(['metastases', '~metastas']));
  expect(Object.keys(meantBy('аренды договра'))).toEqual(['договра']);
});

test('words that something has, also in another form, stand for themselves', () => {
  expect(meantBy('signs of metastases')).toEqual({});
  expect(meantBy('tumours and tumour signs')).toEqual({});
});

test('what looks meant as it is written, is short or has no near word is left as it is', () => {
  expect(meantBy('signs MATASTASES')).toEqual({});
  expect(meantBy('signs matastases2 mataStases mata_stases')).toEqual({});
  expect(meantBy('signs kin')).toEqual({});
  expect(meantBy('signs of elephants')).toEqual({});
});

test('where no word tells what is looked for, or the words are not known yet, nothing is added', () => {
  expect(meantBy('matastases')).toEqual({});
  expect(meantBy('the matastases')).toEqual({});
  expect(meantBy('signs of matastases', { isReady: false })).toEqual({});
});

test('no more than three slips of one query are read, and a word that was said is not looked for twice', () => {
  expect(Object.keys(meantBy('signs matastases livre tumuors metasases'))).toHaveLength(3);
  expect(meantBy('metastases matastases')).toEqual({});
});

test('what is found by longer words or by its parts is no slip', () => {
  expect(Object.keys(meantBy('signs kinshi'))).toEqual(['kinshi']);
  expect(meantBy('signs kinshi', { explained: 'kinshi' })).toEqual({});
  expect(Object.keys(meantBy('signs kinsihp', { explained: 'signs' }))).toEqual(['kinsihp']);
});
