import { expect, test } from 'vitest';
import { isReadableTitle, readMetadata } from './metadata.ts';

test.each(['On Reading', 'دربارهٔ خواندن', '読書について', 'Введение в LaTeX', 'Λόγος', 'संस्कृत'])(
  '%s is a readable title',
  (title) => {
    expect(isReadableTitle(title)).toBe(true);
  },
);

test.each([
  ['no letters', '12 / 2024'],
  ['mostly private characters', '\ue049\ue03c\ue039ab'],
  ['replacement characters', 'On \ufffdeading'],
  ['letters of many scripts at once', 'ग़ﻘﺪଓایफଡﻨﺪانঈﻮหهୀ'],
])('a title of %s is not readable', (_, title) => {
  expect(isReadableTitle(title)).toBe(false);
  expect(readMetadata({ Title: title }).title).toBe(null);
});

test.each(['Unknown', 'Administrator', ' - ', 7])('%s is no author', (author) => {
  expect(readMetadata({ Author: author }).author).toBe(null);
});
