import { expect, test } from 'vitest';
import { parseDate } from './dates.ts';

test.each([
  ['2026', new Date(2026, 0, 1)],
  ['2026-05', new Date(2026, 4, 1)],
  ['2026-05-31', new Date(2026, 4, 31)],
  ['2024-02-29', new Date(2024, 1, 29)],
])('%s is its first moment in local time', (text, date) => {
  expect(parseDate(text)).toBe(date.getTime());
});

test.each(['', '26', '2026-5', '2026-13', '2026-00', '2026-02-30', '2026-05-01T00:00', '2026-05-01 ', 'May 2026', '0050-01-01'])(
  '%j is no date',
  (text) => {
    expect(parseDate(text)).toBeNull();
  },
);
