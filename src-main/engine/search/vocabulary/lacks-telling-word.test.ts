import { expect, test } from 'vitest';
import { documentTerms } from '#engine/analysis/fields.ts';
import { createStemmers } from '#engine/analysis/stemmers.ts';
import { createTokens } from '#engine/analysis/tokens.ts';
import { chunkRow } from '#engine/storage/testing/random-rows.ts';
import { openForTest, temporaryFolder } from '#engine/storage/testing/temporary-index.ts';
import type { NameIndex } from '../names/name-index.ts';
import { createLacksTellingWord } from './lacks-telling-word.ts';

const NO_NAMES: Pick<NameIndex, 'find'> = { find: async () => ({ documents: [], strong: 0, folders: [] }) };
const CHUNKS = 200;

/** Every passage has "invoice", one in twenty "tenant", one "receive". */
async function openLibrary() {
  const { store } = await openForTest(await temporaryFolder());
  const tokens = createTokens(createStemmers());
  const texts = Array.from({ length: CHUNKS }, (_, i) => {
    const further = [...(i % 20 === 0 ? ['The tenant pays.'] : []), ...(i === 0 ? ['You will receive a package.'] : [])];
    return `This is an invoice of the harbour. ${further.join(' ')}`;
  });
  await store.addChunks(
    texts.map((text, i) =>
      chunkRow({
        documentId: i + 1,
        ordinal: 0,
        text,
        terms: documentTerms({ title: '', heading: '', text, language: 'en' }, tokens),
      }),
    ),
  );
  while (await store.vocabulary.readPage());
  const lacks = createLacksTellingWord({ store, names: NO_NAMES, tokens, languages: () => ['en'] });
  return (typed: string, isTyping = false) => lacks(typed, { isByWords: true, isByNames: false, isTyping });
}

test('only function words and words of a tenth of all passages leave an unknown word to be corrected', async () => {
  const lacks = await openLibrary();
  const expected: readonly (readonly [query: string, lacks: boolean])[] = [
    ['recieve a pakcage', true],
    ['the goverment', true],
    ['THE GOVERMENT', true],
    // All passages have it
    ['invoice recieve', true],
    ['this invoice type:text recieve.', true],
    // A word that tells one passage from another
    ['tenant recieve', false],
    ['receive a pakcage', false],
    // In another form
    ['packages recieve', false],
    // Nothing unknown
    ['the invoice of the harbour', false],
    ['invoice', false],
    ['', false],
    // Meant as it is written
    ['the RECIEVE', false],
    ['the recieve2', false],
    ['the iPohne', false],
    ['the re.cieve', false],
    ['the "recieve"', false],
    ['the +recieve', false],
    ['the reciev*', false],
    ['the OR recieve', false],
  ];
  const found: (readonly [string, boolean])[] = [];
  for (const [query] of expected) found.push([query, await lacks(query)]);
  expect(found).toEqual(expected);
});

test('the last word may be the beginning of one that there is, while somebody types', async () => {
  const lacks = await openLibrary();
  expect([await lacks('a packa'), await lacks('a packa', true), await lacks('a pakca', true)]).toEqual([true, false, true]);
});
