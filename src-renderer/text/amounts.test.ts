import { expect, test } from 'vitest';
import { momentText, sizeText } from './amounts.ts';

test('a size is told in its largest fitting unit', () => {
  expect([0, 999, 1400, 999_600, 214_300_000, 3_250_000_000].map((bytes) => sizeText('en', bytes))).toEqual([
    '0 byte',
    '999 byte',
    '1.4 kB',
    '1 MB',
    '214 MB',
    '3.3 GB',
  ]);
});

test('a moment of today is its time, any other has its day', () => {
  const now = new Date(2026, 5, 15, 22, 10).getTime();
  const hour = 3_600_000;
  expect(momentText('en-GB', now + hour, now)).toBe('23:10');
  expect(momentText('en-GB', now + 10 * hour, now)).toBe('Tue 16 Jun, 8:10');
});
