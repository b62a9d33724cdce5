/**
 * The first moment of a year, month or day (`2026`, `2026-05`, `2026-05-01`) in local time, in milliseconds since 1970,
 * or null where the text is no such date.
 */
export function parseDate(text: string): number | null {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text);
  if (match === null) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2] ?? 1), Number(match[3] ?? 1)];
  const date = new Date(year, month - 1, day);
  // Date turns the 31st of April into the 1st of May, and the years before 100 into those of the last century.
  const isReal = date.getFullYear() === year && date.getMonth() === month - 1 && date.getDate() === day;
  return isReal ? date.getTime() : null;
}
