import { foldValue } from './digits.ts';
import type { DateField } from './fields.ts';
import type { Range } from './query-tree.ts';
import { fromSolarHijri, isSolarHijriYear } from './solar-hijri.ts';

/** When and where a date is read: `now` in milliseconds since 1970; `firstDayOfWeek` from 0, Sunday, to 6. */
export type Clock = { readonly now: number; readonly firstDayOfWeek: number };

/** From the first moment of a day, in local time, to that of a later one. */
type Period = { readonly from: number; readonly before: number };

const COMPARISON = /^(>=|<=|[<>=≥≤])\s*(.+)$/;
const RANGE = /^(.*?)\s*(?:\.{2,3}|~)\s*(.*)$/;
const YEAR_FIRST = /^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?$/;
const DAY_FIRST = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/;
const WITHOUT_SIGNS = /^(\d{4})(\d{2})(\d{2})$/;
const SPAN_OF_TIME = /^(?:(?:last|past) )?(\d{1,4}) ?(d|days?|w|weeks?|m|months?|y|years?)$/;
const NAMED_PERIOD = /^(this|current|last|past|previous) (day|week|month|year)$/;

/**
 * The time that a value of a date field stands for, in the local time zone, or null where it is no date.
 * - `2026`, `2026-05`, `2026-05-03` (also with `/` or `.`, as `3.5.2026`, as `2026年5月3日`): the whole of it
 * - `1405`, `1405/02/13`: the same in the Solar Hijri calendar
 * - `today`, `yesterday`, `this week`, `last month` ...: by the calendar
 * - `7d`, `2w`, `3m`, `1y`: from that many days, weeks, months or years ago to the end of today
 * - for `date` alone `a..b`, both included, either of them open, and `>a`, `>=a`, `<a`, `<=a`
 *
 * `after` takes its first moment as the first that matches, `before` as the first that does not.
 */
export function resolveDate(field: DateField, text: string, clock: Clock): Range | null {
  const folded = foldValue(text);
  if (field === 'date') return resolveComparison(folded, clock) ?? resolveRange(folded, clock) ?? resolvePeriod(folded, clock);
  const period = resolvePeriod(folded, clock);
  if (period === null) return null;
  return field === 'after' ? { from: period.from, before: null } : { from: null, before: period.from };
}

/** Whether a word can only be the first of a date of several, as in `last month`. */
export function beginsNamedPeriod(text: string): boolean {
  return /^(?:this|last|past|current|previous)$/i.test(text);
}

function resolveComparison(text: string, clock: Clock): Range | null {
  const [, sign, operand] = COMPARISON.exec(text) ?? [];
  const period = operand === undefined ? null : resolvePeriod(operand, clock);
  if (period === null) return null;
  if (sign === '>') return { from: period.before, before: null };
  if (sign === '>=' || sign === '≥') return { from: period.from, before: null };
  if (sign === '<') return { from: null, before: period.from };
  return sign === '=' ? period : { from: null, before: period.before };
}

function resolveRange(text: string, clock: Clock): Range | null {
  const [, first, second] = RANGE.exec(text) ?? [];
  if (first === undefined || second === undefined || first + second === '') return null;
  const start = first === '' ? null : resolvePeriod(first, clock);
  const end = second === '' ? null : resolvePeriod(second, clock);
  if ((first !== '' && start === null) || (second !== '' && end === null)) return null;
  if (start !== null && end !== null) {
    return { from: Math.min(start.from, end.from), before: Math.max(start.before, end.before) };
  }
  return { from: start?.from ?? null, before: end?.before ?? null };
}

function resolvePeriod(text: string, clock: Clock): Period | null {
  return calendarPeriod(text) ?? relativePeriod(text.replace(/[\s_-]+/g, ' '), clock);
}

function calendarPeriod(text: string): Period | null {
  const signed = text
    .replace(/\s*[年月]\s*/g, '-')
    .replace(/[日号]$/, '')
    .replace(/-$/, '');
  const [, year, month, day] = YEAR_FIRST.exec(signed) ?? WITHOUT_SIGNS.exec(signed) ?? dayFirst(signed) ?? [];
  if (year === undefined) return null;
  return wholePeriod(Number(year), month === undefined ? null : Number(month), day === undefined ? null : Number(day));
}

function dayFirst(text: string): readonly string[] | null {
  const [, day, month, year] = DAY_FIRST.exec(text) ?? [];
  return day === undefined || month === undefined || year === undefined ? null : [text, year, month, day];
}

function wholePeriod(year: number, month: number | null, day: number | null): Period | null {
  const startOf = isSolarHijriYear(year) ? startOfSolarHijriDay : startOfGregorianDay;
  const first = startOf(year, month ?? 1, day ?? 1);
  if (first === null) return null;
  const [nextYear, nextMonth] = month === null || month === 12 ? [year + 1, 1] : [year, month + 1];
  const next =
    day === null ? startOf(nextYear, nextMonth, 1) : new Date(first.getFullYear(), first.getMonth(), first.getDate() + 1);
  return next === null ? null : { from: first.getTime(), before: next.getTime() };
}

function startOfGregorianDay(year: number, month: number, day: number): Date | null {
  const date = new Date(year, month - 1, day);
  // Date turns the 31st of April into the 1st of May, and the years before 100 into those of the last century.
  const isReal = date.getFullYear() === year && date.getMonth() === month - 1 && date.getDate() === day;
  return isReal ? date : null;
}

function startOfSolarHijriDay(year: number, month: number, day: number): Date | null {
  const ours = fromSolarHijri(year, month, day);
  return ours === null ? null : new Date(ours.year, ours.month - 1, ours.day);
}

function relativePeriod(text: string, { now, firstDayOfWeek }: Clock): Period | null {
  const today = new Date(now);
  const [year, month, day] = [today.getFullYear(), today.getMonth(), today.getDate()];
  const period = (from: Date, before: Date): Period => ({ from: from.getTime(), before: before.getTime() });
  const days = (first: number, next: number): Period => period(new Date(year, month, first), new Date(year, month, next));

  if (text === 'today') return days(day, day + 1);
  if (text === 'yesterday') return days(day - 1, day);
  const [, count, countedUnit] = SPAN_OF_TIME.exec(text) ?? [];
  if (count !== undefined && countedUnit !== undefined) {
    return { from: startOfDayBack(today, Number(count), countedUnit), before: new Date(year, month, day + 1).getTime() };
  }
  const [, which, unit] = NAMED_PERIOD.exec(text) ?? [];
  if (which === undefined) return null;
  const back = which === 'this' || which === 'current' ? 0 : 1;
  const weekStart = day - ((today.getDay() - firstDayOfWeek + 7) % 7);
  if (unit === 'day') return days(day - back, day - back + 1);
  if (unit === 'week') return days(weekStart - 7 * back, weekStart - 7 * back + 7);
  if (unit === 'month') return period(new Date(year, month - back, 1), new Date(year, month - back + 1, 1));
  return period(new Date(year - back, 0, 1), new Date(year - back + 1, 0, 1));
}

/** The first moment of the day that lies so far back; of a month that is too short, its last day. */
function startOfDayBack(today: Date, count: number, unit: string): number {
  const [year, month, day] = [today.getFullYear(), today.getMonth(), today.getDate()];
  if (unit.startsWith('d') || unit.startsWith('w')) {
    return new Date(year, month, day - count * (unit.startsWith('w') ? 7 : 1)).getTime();
  }
  const months = count * (unit.startsWith('y') ? 12 : 1);
  const lastDay = new Date(year, month - months + 1, 0).getDate();
  return new Date(year, month - months, Math.min(day, lastDay)).getTime();
}
