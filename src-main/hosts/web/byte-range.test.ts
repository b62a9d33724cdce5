import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readByteRange } from './byte-range.ts';

test.each([
  [undefined, { kind: 'whole' }],
  ['bytes=0-3', { kind: 'part', first: 0, last: 3 }],
  ['bytes=4-', { kind: 'part', first: 4, last: 9 }],
  ['bytes=-2', { kind: 'part', first: 8, last: 9 }],
  ['bytes=-200', { kind: 'part', first: 0, last: 9 }],
  ['bytes=5-400', { kind: 'part', first: 5, last: 9 }],
  ['bytes=10-', { kind: 'unsatisfiable' }],
  ['bytes=-0', { kind: 'unsatisfiable' }],
  ['bytes=3-2', { kind: 'whole' }],
  ['bytes=0-1,4-5', { kind: 'whole' }],
  ['bytes=-', { kind: 'whole' }],
  ['bytes=a-b', { kind: 'whole' }],
  ['lines=0-1', { kind: 'whole' }],
])('of ten bytes, %s is read as RFC 9110 says', (header, expected) => {
  expect(readByteRange(header, 10)).toEqual(expected);
});

test('no header leads beyond the file', () => {
  const header = fc.oneof(
    fc.string(),
    fc.tuple(fc.nat(), fc.nat()).map(([from, to]) => `bytes=${from}-${to}`),
  );
  fc.assert(
    fc.property(header, fc.nat({ max: 1000 }), (value, sizeBytes) => {
      const range = readByteRange(value, sizeBytes);
      if (range.kind !== 'part') return;
      expect(range.first).toBeGreaterThanOrEqual(0);
      expect(range.last).toBeGreaterThanOrEqual(range.first);
      expect(range.last).toBeLessThan(sizeBytes);
    }),
  );
});
