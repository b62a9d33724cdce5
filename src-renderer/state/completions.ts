import { VALUE_FIELDS, type FieldValue, type ValueField } from '#contract';
import type { OperatorField } from '../text/query-parts.ts';

const DATES = ['today', 'yesterday', '7d', '30d', '3m', '1y', 'this week', 'this month', 'last month', 'this year', 'last year'];
const SIZES = ['>1mb', '>10mb', '>100mb', '<100kb', '<10kb'];
export const MAX_SHOWN = 8;

/** The field as the engine knows its values; null for one that has none of its own. A path is completed by its folders. */
export function valueFieldOf(field: OperatorField): ValueField | null {
  if (field === 'path') return 'folder';
  return VALUE_FIELDS.find((known) => known === field) ?? null;
}

/**
 * Values that an operator may go on with; `partial` is what of it has been typed. `found`: what the engine has for it, or
 * had for a beginning of it; `years`: of what matches, with their counts.
 */
export function valuesFor(
  field: OperatorField,
  partial: string,
  { found, years }: { readonly found: readonly FieldValue[]; readonly years: readonly FieldValue[] },
): FieldValue[] {
  const sought = partial.toLowerCase();
  if (valueFieldOf(field) !== null) return found.filter(({ value }) => value.toLowerCase() !== sought).slice(0, MAX_SHOWN);
  const isDate = field === 'date' || field === 'before' || field === 'after';
  const listed = isDate ? DATES : field === 'size' ? SIZES : [];
  return [...(isDate ? years : []), ...listed.map((value) => ({ value, count: null }))]
    .filter(({ value }) => value.startsWith(sought) && value !== sought)
    .slice(0, MAX_SHOWN);
}
