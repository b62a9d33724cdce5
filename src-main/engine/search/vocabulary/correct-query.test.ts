import { expect, test } from 'vitest';
import { documentTerms } from '#engine/analysis/fields.ts';
import { createStemmers } from '#engine/analysis/stemmers.ts';
import { createTokens } from '#engine/analysis/tokens.ts';
import { chunkRow } from '#engine/storage/testing/random-rows.ts';
import { openForTest, temporaryFolder } from '#engine/storage/testing/temporary-index.ts';
import type { NameIndex } from '../names/name-index.ts';
import { createCorrectQuery } from './correct-query.ts';

const TEXTS: readonly (readonly [text: string, language: string])[] = [
  ['You will receive the invoice with the annual report of the government.', 'en'],
  ['The invoices of the harbour and the RECEIPT were paid.', 'en'],
  ['Die Kündigung der Versicherung geht an die Straße beim Bahnhof.', 'de'],
  ['Векторное встраивание слов хранится в библиотеке университета.', 'ru'],
  ['قرارداد اجاره خانه در کتابخانه نوشته شده است.', 'fa'],
  ['Le marché est fermé; l’école ouvre demain.', 'fr'],
  ['人工智能的教程', 'zh'],
];
const NO_NAMES: Pick<NameIndex, 'find' | 'nearest'> = {
  find: async () => ({ documents: [], strong: 0, folders: [] }),
  nearest: async () => [],
};

async function openCorrections() {
  const { store } = await openForTest(await temporaryFolder());
  const tokens = createTokens(createStemmers());
  await store.addChunks(
    TEXTS.map(([text, language], i) =>
      chunkRow({ documentId: i + 1, ordinal: 0, text, terms: documentTerms({ title: '', heading: '', text, language }, tokens) }),
    ),
  );
  while (await store.vocabulary.readPage());
  const languages = () => TEXTS.map(([, language]) => language);
  const correct = createCorrectQuery({ store, names: NO_NAMES, tokens, languages });
  return { store, correct: (typed: string) => correct(typed, { isByWords: true, isByNames: false }) };
}

test('misspelt words become the nearest words of the library, written as there', async () => {
  const { correct } = await openCorrections();
  const expected: readonly (readonly [typed: string, corrected: string | null])[] = [
    ['recieve', 'receive'],
    ['Recieve the anual reprot', 'receive the annual report'],
    ['goverment', 'government'],
    ['gouvernmant', 'government'],
    ['reciept', 'receipt'],
    ['invoive', 'invoice'],
    ['versicherugn', 'versicherung'],
    ['Kündigugn', 'Kündigung'],
    ['kundigugn', 'kündigung'],
    ['Strasze', 'Straße'],
    ['bahnof', 'bahnhof'],
    ['встраевание', 'встраивание'],
    ['векторнео встраивание', 'векторное встраивание'],
    ['универститета', 'университета'],
    ['قراردد', 'قرارداد'],
    ['کتابخاهن', 'کتابخانه'],
    ['marhcé', 'marché'],
    ['ecoel', 'école'],
    // Known by another form of the word, or by itself
    ['receiving', null],
    ['invoiced', null],
    ['встраивания', null],
    // Too short, too far, or no words
    ['teh', null],
    ['invxxce', null],
    ['zzzzzzzzzz', null],
    ['人工知能', null],
    ['recieve2', null],
    ['recieve_it', null],
    // Orders
    ['"recieve"', null],
    ['+recieve', null],
    ['-recieve', null],
    ['recieve OR goverment', null],
    ['recieve*', null],
    ['"recieve" goverment', '"recieve" government'],
    ['type:reciept', null],
    ['', null],
  ];
  for (const [typed, corrected] of expected) {
    expect([typed, (await correct(typed))?.query.replace(/^R/, 'r') ?? null]).toEqual([typed, corrected]);
  }
});

test('says which words it replaced, and where', async () => {
  const { correct } = await openCorrections();
  expect(await correct('  the anual (recieve) goverment?')).toEqual({
    query: '  the annual (receive) government?',
    words: [
      { typed: 'anual', used: 'annual', start: 6, end: 11 },
      { typed: 'recieve', used: 'receive', start: 13, end: 20 },
      { typed: 'goverment', used: 'government', start: 22, end: 31 },
    ],
  });
});

test('a word that only deleted texts had corrects nothing', async () => {
  const { store, correct } = await openCorrections();
  await store.deleteRows([{ documentId: 1, keepFrom: Infinity }]);
  expect(store.vocabulary.countOf('government')).toBe(0);
  expect(await correct('goverment')).toBe(null);
});
