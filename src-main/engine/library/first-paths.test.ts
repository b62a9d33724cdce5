import { expect, it } from 'vitest';
import { createFirstPaths } from './first-paths.ts';

it('counts all and keeps the first', () => {
  const paths = createFirstPaths(3);
  for (let index = 0; index < 1_000; index += 1) paths.add(`/${(index * 7_919) % 1_000}`.padEnd(5, '0'));
  expect(paths.count).toBe(1_000);
  expect(paths.first()).toEqual(['/0000', '/1000', '/1000']);
});

it('holds fewer than asked for where there are fewer', () => {
  const paths = createFirstPaths(10);
  paths.add('/b');
  paths.add('/a');
  expect(paths.first()).toEqual(['/a', '/b']);
});
