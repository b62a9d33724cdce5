/** Names of columns are short. */
const LONGEST_NAME = 80;
/** How many rows are compared with the first. */
const COMPARED_ROWS = 20;
/** Numbers, dates, times, amounts: what stands in cells but hardly above them. */
const VALUE = /^[\s\p{Sc}%+(-]*\p{Nd}[\p{Nd}\s.,:/%)\p{Sc}TZ+-]*$/u;

/**
 * Whether the first row names the columns: short names, each once, no numbers; and where all rows below are words too, none
 * of them may come again below its own column.
 */
export function hasHeader([first = [], ...others]: readonly (readonly string[])[]): boolean {
  const names = first.map((name) => name.trim()).filter((name) => name !== '');
  if (first.length < 2 || names.length < 2 || names.length < first.length / 2 || others.length === 0) return false;
  if (names.some((name) => name.length > LONGEST_NAME || name.includes('\n') || VALUE.test(name))) return false;
  if (new Set(names).size < names.length * 0.9) return false;
  const compared = others.slice(0, COMPARED_ROWS);
  return !first.some((name, column) => name.trim() !== '' && compared.some((row) => row[column]?.trim() === name.trim()));
}
