import { expect, it } from 'vitest';
import { resolveSize } from './sizes.ts';

const MB = 1024 ** 2;

it.each([
  ['>10mb', 10 * MB + 1, null],
  ['≥ 10 MiB', 10 * MB, null],
  ['<1k', null, 1024],
  ['<=1K', null, 1025],
  ['10k..2m', 10_240, 2 * MB + 1],
  ['2m-10k', 10_240, 2 * MB + 1],
  ['1g..', 1024 ** 3, null],
  ['..1go', null, 1024 ** 3 + 1],
  ['10mb', 10 * MB, 11 * MB],
  ['1.5mb', 1.5 * MB, 1.5 * MB + 104_857],
  ['1,5 МБ', 1.5 * MB, 1.5 * MB + 104_857],
  ['۱۰ مگابایت', 10 * MB, 11 * MB],
  ['＞１０ＭＢ', 10 * MB + 1, null],
  ['0', 0, 1],
  ['=512', 512, 513],
  ['2t', 2 * 1024 ** 4, 3 * 1024 ** 4],
])('reads %j', (text, from, before) => {
  expect(resolveSize(text)).toEqual({ from, before });
});

it.each(['', 'huge', '-1', '1x', '<0', '>', '..', '1..x', '1e9', '1.2.3', '99999999999999t'])(
  'knows that %j is no size',
  (text) => {
    expect(resolveSize(text)).toBeNull();
  },
);
