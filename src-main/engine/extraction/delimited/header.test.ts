import { expect, it } from 'vitest';
import { hasHeader } from './header.ts';

it.each([
  [
    true,
    [
      ['name', 'age'],
      ['Anna', '31'],
    ],
  ],
  [
    true,
    [
      ['نام', 'شهر'],
      ['علی', 'تهران'],
    ],
  ],
  [
    true,
    [
      ['书名', '作者'],
      ['三体', '刘慈欣'],
    ],
  ],
  [
    true,
    [
      ['id', '', 'price'],
      ['1', 'a', '2'],
    ],
  ],
  [
    false,
    [
      ['red', 'apple'],
      ['green', 'pear'],
      ['red', 'cherry'],
    ],
  ],
  [
    false,
    [
      ['1', '2'],
      ['3', '4'],
    ],
  ],
  [
    false,
    [
      ['2024-01-01', 'begun'],
      ['2024-01-02', 'ended'],
    ],
  ],
  [false, [['name', 'age']]],
  [false, [['one column'], ['value']]],
  [
    false,
    [
      ['name', 'x'.repeat(100)],
      ['a', 'b'],
    ],
  ],
])('%s: %j', (expected, rows) => {
  expect(hasHeader(rows)).toBe(expected);
});
