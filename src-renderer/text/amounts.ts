const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
const STEP = 1000;

/** A size in its largest fitting unit, two digits or more: "0 byte", "1.4 kB", "214 MB". Units of a thousand, as systems show them. */
export function sizeText(locale: string, bytes: number): string {
  let value = bytes;
  let index = 0;
  // By what would be shown: 999.6 kB is 1 MB.
  while (Math.round(value) >= STEP && index < UNITS.length - 1) {
    value /= STEP;
    index += 1;
  }
  const maximumFractionDigits = value < 10 && index > 0 ? 1 : 0;
  const unit = UNITS[index] ?? 'byte';
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: locale === 'fa' ? 'long' : 'short',
    maximumFractionDigits,
  }).format(value);
}

/** When something to come will be: the time alone today, else the day with it. Both in milliseconds since 1970. */
export function momentText(locale: string, then: number, now: number): string {
  const isToday = new Date(then).toDateString() === new Date(now).toDateString();
  const day: Intl.DateTimeFormatOptions = isToday ? {} : { weekday: 'short', day: 'numeric', month: 'short' };
  return new Intl.DateTimeFormat(locale, { ...day, hour: 'numeric', minute: '2-digit' }).format(then);
}
