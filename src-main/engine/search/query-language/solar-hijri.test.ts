import { expect, it } from 'vitest';
import { fromSolarHijri, isSolarHijriYear } from './solar-hijri.ts';

it.each([
  // Dates that history books give in both calendars, a leap day, and the ends of what is read as such years.
  [1357, 11, 22, { year: 1979, month: 2, day: 11 }],
  [1399, 12, 30, { year: 2021, month: 3, day: 20 }],
  [1400, 1, 1, { year: 2021, month: 3, day: 21 }],
  [1405, 2, 13, { year: 2026, month: 5, day: 3 }],
  [1300, 1, 1, { year: 1921, month: 3, day: 21 }],
  [1400, 12, 30, null],
  [1405, 7, 31, null],
  [1405, 0, 1, null],
])('knows %i-%i-%i', (year, month, day, expected) => {
  expect(fromSolarHijri(year, month, day)).toEqual(expected);
});

it('agrees with the calendar of the runtime on every day of two centuries', () => {
  const calendar = new Intl.DateTimeFormat('en-u-ca-persian-nu-latn', {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    timeZone: 'UTC',
  });
  for (let time = Date.UTC(1921, 2, 21); time < Date.UTC(2120, 0, 1); time += 13 * 86_400_000) {
    const [month, day, year] = calendar.format(time).match(/\d+/g)?.map(Number) ?? [];
    const date = new Date(time);
    const ours = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
    expect(fromSolarHijri(year ?? 0, month ?? 0, day ?? 0)).toEqual(ours);
  }
});

it('leaves the years of our calendar alone', () => {
  expect([1299, 1300, 1499, 1500, 1999, 2026].map(isSolarHijriYear)).toEqual([false, true, true, false, false, false]);
});
