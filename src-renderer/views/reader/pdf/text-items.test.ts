import { expect, test } from 'vitest';
import { itemsOfRanges } from './text-items.ts';

const map = { page: 1, start: 100, end: 130, textItems: [100, 105, 0, 106, 111, 2, 112, 117, 3] };
const strings = ['Hello', ' ', '  world', '\u0007again'];

test('a range leads to the items that draw it, each with the place of its first character', () => {
  expect(itemsOfRanges(map, strings, [[103, 108]])).toEqual([
    { itemIndex: 0, start: 100 },
    { itemIndex: 2, start: 104 },
  ]);
  expect(itemsOfRanges(map, strings, [[112, 113]])).toEqual([{ itemIndex: 3, start: 111 }]);
});

test('ranges on other pages, and items that are not drawn, lead nowhere', () => {
  expect(
    itemsOfRanges(map, strings, [
      [0, 100],
      [117, 300],
    ]),
  ).toEqual([]);
  expect(itemsOfRanges(map, [], [[100, 117]])).toEqual([]);
});
