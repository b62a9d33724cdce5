import { expect, test } from 'vitest';
import { hasLongWord } from './long-words.ts';

test.each([
  ['by way of Madrid and Badajoz, the slow and pretty one', false],
  ['Donaudampfschifffahrt', false],
  ['https://example.org/a/page/with/a/long/name', true],
  ['d192a42d8b3f475c3bc69e672b83315836a9501b', true],
  ['合同签订后三十日内支付全部款项并由双方代表在场时盖章确认无误后方可生效', false],
  ['a-word-with-many-hyphens-that-may-break-at-each', false],
])('%j holds a word too long for a column: %s', (text, expected) => {
  expect(hasLongWord(text)).toBe(expected);
});
