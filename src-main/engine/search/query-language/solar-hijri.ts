const MS_PER_DAY = 86_400_000;

/** A day of our calendar; `month` from 1. */
export type CalendarDay = { readonly year: number; readonly month: number; readonly day: number };

/** Years that only the calendar of Iran and Afghanistan can mean: none of ours then saw a file. */
export function isSolarHijriYear(year: number): boolean {
  return year >= 1300 && year < 1500;
}

/** The day of our calendar on which a Solar Hijri day falls (`month` from 1), or null where that month has no such day. */
export function fromSolarHijri(year: number, month: number, day: number): CalendarDay | null {
  const newYear = newYearOf(year);
  // Six months of 31 days, five of 30, and what is left of the year.
  const daysBefore = (month - 1) * 30 + Math.min(month - 1, 6);
  const length = month <= 6 ? 31 : month < 12 ? 30 : (newYearOf(year + 1) - newYear) / MS_PER_DAY - 336;
  if (month < 1 || month > 12 || day < 1 || day > length) return null;
  const date = new Date(newYear + (daysBefore + day - 1) * MS_PER_DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** The day of the spring equinox in Tehran, as midnight UTC: between the 19th and the 22nd of March. */
function newYearOf(year: number): number {
  const calendar = new Intl.DateTimeFormat('en-u-ca-persian-nu-latn', { year: 'numeric', timeZone: 'UTC' });
  let day = Date.UTC(year + 621, 2, 18);
  while (Number.parseInt(calendar.format(day), 10) < year) day += MS_PER_DAY;
  return day;
}
