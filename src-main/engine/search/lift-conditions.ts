import type { Filters } from '#contract';
import type { DocumentCondition, FilterText } from '#engine/catalogue/document-filter.ts';

/**
 * Conditions that the index can check by itself become part of the filters: one type or span of dates of many documents
 * would else be a list of their ids, which takes longer to hand over than to search. What a filter says already, and what is
 * excluded, stays a condition. `typesLike`: the types of the library that a condition names.
 */
export function liftConditions(
  conditions: readonly DocumentCondition[],
  filters: Filters,
  typesLike: (named: readonly FilterText[]) => readonly string[],
): { readonly conditions: readonly DocumentCondition[]; readonly filters: Filters } {
  return conditions.reduce<{ conditions: readonly DocumentCondition[]; filters: Filters }>(
    (lifted, condition) => {
      const narrowed = liftOne(condition, lifted.filters, typesLike);
      return narrowed === null ? { ...lifted, conditions: [...lifted.conditions, condition] } : { ...lifted, filters: narrowed };
    },
    { conditions: [], filters },
  );
}

/** Null where the condition has to stay. */
function liftOne(
  condition: DocumentCondition,
  filters: Filters,
  typesLike: (named: readonly FilterText[]) => readonly string[],
): Filters | null {
  if (condition.excluded.length > 0) return null;
  if (condition.kind === 'range') {
    const [only] = condition.included;
    if (condition.of !== 'date' || only === undefined || condition.included.length > 1) return null;
    return filters.after !== null || filters.before !== null ? null : { ...filters, after: only.from, before: only.before };
  }
  if (condition.field !== 'type' || filters.types.length > 0) return null;
  // What names no type may be an extension, of which the index knows nothing; and an empty list would let all types through.
  if (!condition.included.every((named) => typesLike([named]).length > 0)) return null;
  return { ...filters, types: [...typesLike(condition.included)] };
}
