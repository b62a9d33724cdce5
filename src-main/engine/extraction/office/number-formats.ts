/** What a number in a spreadsheet stands for, by its format. */
export type NumberKind = 'number' | 'percent' | 'date' | 'time' | 'dateTime' | 'duration';

/** Formats that programs know by number alone (ECMA-376 part 1, 18.8.30), East Asian ones included. */
const BUILT_IN: ReadonlyMap<number, NumberKind> = new Map<number, NumberKind>([
  [9, 'percent'],
  [10, 'percent'],
  ...[14, 15, 16, 17].map((id): [number, NumberKind] => [id, 'date']),
  ...[18, 19, 20, 21].map((id): [number, NumberKind] => [id, 'time']),
  [22, 'dateTime'],
  ...[27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58].map((id): [number, NumberKind] => [id, 'date']),
  ...[32, 33, 34, 35, 55, 56].map((id): [number, NumberKind] => [id, 'time']),
  [45, 'time'],
  [46, 'duration'],
  [47, 'time'],
]);

/** `code` is the format as written, where the workbook defines it. */
export function numberKindOf(id: number, code: string | undefined): NumberKind {
  return code === undefined ? (BUILT_IN.get(id) ?? 'number') : kindOfCode(code);
}

function kindOfCode(code: string): NumberKind {
  // Only the format of positive numbers counts; quoted text, escaped characters, fillers, colours and locales mean nothing.
  const bare = (code.replace(/"[^"]*"?|\\.|_.|\*./g, '').split(';')[0] ?? '').toLowerCase();
  if (/\[(?:h+|m+|s+)\]/.test(bare)) return 'duration';
  const letters = bare.replace(/\[[^\]]*\]?/g, '').replace(/am\/pm|a\/p|general/g, '');
  const hasTime = /[hs]/.test(letters);
  // An m beside hours or seconds is minutes, else months.
  if (/[yd]/.test(letters) || (!hasTime && letters.includes('m'))) return hasTime ? 'dateTime' : 'date';
  if (hasTime) return 'time';
  return letters.includes('%') ? 'percent' : 'number';
}

const DAY_MS = 86_400_000;
/** 1970-01-01 in days since 1899-12-30, where the serial numbers of dates begin. */
const EPOCH_SERIAL = 25_569;
/** 1904-01-01 in the same days: where they begin in workbooks of old Macintosh programs. */
const SERIAL_OF_1904 = 1462;
const LAST_SERIAL = 2_958_466;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** A number as people read it: dates in ISO form, no rests of binary fractions. Other text comes back as it is. */
export function formatNumber(raw: string, kind: NumberKind, { since1904 }: { readonly since1904: boolean }): string {
  const value = Number(raw);
  if (!NUMBER.test(raw) || !Number.isFinite(value)) return raw;
  switch (kind) {
    case 'percent':
      return `${Number((value * 100).toFixed(2))}%`;
    case 'duration':
      return duration(value);
    case 'number':
      return plain(value, raw);
    case 'date':
    case 'time':
    case 'dateTime':
      return formatDate(value, kind, since1904) ?? plain(value, raw);
  }
}

/** More digits than a binary number holds are kept as written: they are names (of accounts, of cards), not amounts. */
function plain(value: number, raw?: string): string {
  if (raw !== undefined && /^\d{15,}$/.test(raw)) return raw;
  return String(Number(value.toPrecision(15)));
}

function formatDate(serial: number, kind: 'date' | 'time' | 'dateTime', since1904: boolean): string | null {
  let days = since1904 ? serial + SERIAL_OF_1904 : serial;
  // 1900 counts as a leap year in this calendar: the days before its 29th of February lie one later.
  if (!since1904 && serial >= 1 && serial < 60) days += 1;
  if (days < 0 || days >= LAST_SERIAL) return null;
  const iso = new Date(Math.round(((days - EPOCH_SERIAL) * DAY_MS) / 1000) * 1000).toISOString();
  const [date, time] = [iso.slice(0, 10), iso.slice(11, 19).replace(/:00$/, '')];
  if (kind === 'time' && serial < 1) return time;
  return kind === 'date' || time === '00:00' ? date : `${date} ${time}`;
}

function duration(days: number): string {
  const seconds = Math.round(Math.abs(days) * 86_400);
  const two = (value: number): string => String(value).padStart(2, '0');
  const rest = seconds % 60 === 0 ? '' : `:${two(seconds % 60)}`;
  return `${days < 0 ? '-' : ''}${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}${rest}`;
}
