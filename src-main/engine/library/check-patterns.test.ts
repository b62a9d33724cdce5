import { expect, it } from 'vitest';
import { DEFAULT_IGNORE_PATTERNS } from './default-ignore-patterns.ts';
import { invalidPatternLines } from './check-patterns.ts';

it('finds nothing wrong with the defaults, comments, empty lines and what people write', () => {
  expect(invalidPatternLines(DEFAULT_IGNORE_PATTERNS)).toEqual([]);
  expect(invalidPatternLines('')).toEqual([]);
  const sound = [
    '*.log',
    '!keep.log',
    '/build',
    'a/**/b',
    'docs/',
    '[!a-z]x',
    '[]]',
    '[[:digit:]]',
    '\\#x',
    'x\\ ',
    ' ',
    '# [',
    'x[\\]]',
  ];
  expect(invalidPatternLines(sound.join('\r\n'))).toEqual([]);
});

it.each([
  '!',
  '/',
  '//',
  'a//b',
  './a',
  'a/../b',
  '..',
  'a\\',
  '!a\\\\\\',
  '[a',
  'a[',
  '[[:digit:]',
  '[[:x',
  '! ',
  'a\0b',
  'x'.repeat(1_001),
])('says that %j is no pattern', (line) => {
  expect(invalidPatternLines(`a\n${line}\nb`)).toEqual([2]);
});

it('counts lines from 1, and takes a thousand patterns', () => {
  expect(invalidPatternLines('!\n\n[')).toEqual([1, 3]);
  const many = Array.from({ length: 1_002 }, (_, index) => `x${index}`);
  expect(invalidPatternLines(`# many\n${many.join('\n')}`)).toEqual([1_002, 1_003]);
});
