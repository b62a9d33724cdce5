import { afterEach, describe, expect, it } from 'vitest';
import { resolveDate } from './dates.ts';
import type { Range } from './query-tree.ts';

const timeZone = process.env['TZ'];
afterEach(() => {
  if (timeZone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = timeZone;
});

/** As instants, so that what the time zone makes of a day shows. */
function instants(range: Range | null): readonly (string | null)[] | null {
  const write = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString().slice(0, 16));
  return range === null ? null : [write(range.from), write(range.before)];
}

describe.each([
  // Clocks go forward on 2026-03-29 in Berlin; at midnight of 2018-11-04 in Sao Paulo, a day that begins at one o'clock.
  ['Europe/Berlin', '2026-03-29', ['2026-03-28T23:00', '2026-03-29T22:00']],
  ['America/Sao_Paulo', '2018-11-04', ['2018-11-04T03:00', '2018-11-05T02:00']],
  ['Asia/Tehran', '1405/01/01', ['2026-03-20T20:30', '2026-03-21T20:30']],
  ['Asia/Shanghai', '2026年5月', ['2026-04-30T16:00', '2026-05-31T16:00']],
  ['America/Los_Angeles', '2026', ['2026-01-01T08:00', '2027-01-01T08:00']],
])('in %s', (zone, text, expected) => {
  it(`reads ${text} as local time`, () => {
    process.env['TZ'] = zone;
    expect(instants(resolveDate('date', text, { now: 0, firstDayOfWeek: 1 }))).toEqual(expected);
  });
});

it('takes before as exclusive and after as inclusive', () => {
  process.env['TZ'] = 'UTC';
  const clock = { now: Date.UTC(2026, 4, 31, 23, 59), firstDayOfWeek: 1 };
  expect(instants(resolveDate('before', '2026-05', clock))).toEqual([null, '2026-05-01T00:00']);
  expect(instants(resolveDate('after', '2026-05', clock))).toEqual(['2026-05-01T00:00', null]);
  expect(instants(resolveDate('after', 'last week', clock))).toEqual(['2026-05-18T00:00', null]);
  expect(instants(resolveDate('before', '1 year', clock))).toEqual([null, '2025-05-31T00:00']);
});

it('takes the last day of a month that is too short', () => {
  process.env['TZ'] = 'UTC';
  const clock = { now: Date.UTC(2026, 4, 31), firstDayOfWeek: 1 };
  expect(instants(resolveDate('date', '3m', clock))).toEqual(['2026-02-28T00:00', '2026-06-01T00:00']);
  expect(instants(resolveDate('date', 'past 1 month', clock))).toEqual(['2026-04-30T00:00', '2026-06-01T00:00']);
  expect(instants(resolveDate('date', '0d', clock))).toEqual(['2026-05-31T00:00', '2026-06-01T00:00']);
});

it.each(['2026-01..2026-03', '2026-03..2026-01', '2026-01...2026-03', '2026-01…2026-03', '2026-01 ~ 2026-03'])(
  'takes both ends of %s in, in any order',
  (text) => {
    process.env['TZ'] = 'UTC';
    expect(instants(resolveDate('date', text, { now: 0, firstDayOfWeek: 1 }))).toEqual(['2026-01-01T00:00', '2026-04-01T00:00']);
  },
);

it.each(
  '|soon|26|2026-13|2026-02-29|2026-00|5/3/2026|1404/12/30|1405/13|2026-05-03..x|..|>|7|7x|next week|0000|2026-05-03-01'.split(
    '|',
  ),
)('knows that %j is no date', (text) => {
  expect(resolveDate('date', text, { now: 0, firstDayOfWeek: 1 })).toBeNull();
});

it.each(['2026-01..2026-03', '>2026', '..2026'])('knows that %j is no moment', (text) => {
  expect(resolveDate('before', text, { now: 0, firstDayOfWeek: 1 })).toBeNull();
});
