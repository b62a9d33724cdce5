import type { TextField } from './fields.ts';
import type { Filter, FilterValue, Range } from './query-tree.ts';

/** All conditions of a query must hold. */
export type Condition = TextCondition | RangeCondition;

/** Any of `included` unless there are none, and none of `excluded`. */
export type TextCondition = {
  readonly kind: 'text';
  readonly field: TextField;
  readonly included: readonly FilterValue[];
  readonly excluded: readonly FilterValue[];
};

/** The same for a document's date (milliseconds since 1970) and size (bytes). */
export type RangeCondition = {
  readonly kind: 'range';
  readonly of: 'date' | 'size';
  readonly included: readonly Range[];
  readonly excluded: readonly Range[];
};

/**
 * What the filters of a query ask for together, in the order of their fields' first appearance: values of one field are
 * alternatives, whether in one filter or in several, and each field must hold. Values with problems count for nothing. An
 * open lower and an open upper bound of one field that overlap (`size:>1k size:<1m`) mean what lies between them: as
 * alternatives they would mean everything.
 */
export function combineFilters(filters: readonly Filter[]): Condition[] {
  const byField = Map.groupBy(filters, ({ field }) => field);
  return [...byField.values()].flatMap((sameField): Condition[] => {
    const [first] = sameField;
    if (first === undefined) return [];
    const condition: Condition =
      first.kind === 'text'
        ? {
            kind: 'text',
            field: first.field,
            included: textValues(sameField.filter(({ isExcluded }) => !isExcluded)),
            excluded: textValues(sameField.filter(({ isExcluded }) => isExcluded)),
          }
        : {
            kind: 'range',
            of: first.field === 'size' ? 'size' : 'date',
            included: between(ranges(sameField.filter(({ isExcluded }) => !isExcluded))),
            excluded: ranges(sameField.filter(({ isExcluded }) => isExcluded)),
          };
    return condition.included.length + condition.excluded.length > 0 ? [condition] : [];
  });
}

function textValues(filters: readonly Filter[]): FilterValue[] {
  return filters.flatMap((filter) => (filter.kind === 'text' ? filter.values : []));
}

function ranges(filters: readonly Filter[]): Range[] {
  return filters.flatMap((filter) =>
    filter.kind === 'range' ? filter.values.flatMap(({ range }) => (range === null ? [] : [range])) : [],
  );
}

function between(alternatives: readonly Range[]): Range[] {
  const lower = alternatives.flatMap(({ from, before }) => (from !== null && before === null ? [from] : []));
  const upper = alternatives.flatMap(({ from, before }) => (from === null && before !== null ? [before] : []));
  const [from, before] = [Math.min(...lower), Math.max(...upper)];
  if (lower.length === 0 || upper.length === 0 || from >= before) return [...alternatives];
  return [...alternatives.filter((range) => range.from !== null && range.before !== null), { from, before }];
}
