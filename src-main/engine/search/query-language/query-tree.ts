import type { DateField, TextField } from './fields.ts';

/** Half-open range of UTF-16 units in the query as it was typed. */
export type QuerySpan = { readonly start: number; readonly end: number };

/** What a query says. `printQuery` writes it down again. */
export type Query = {
  /**
   * What the model is given: free words and the words of phrases in their order and casing, with one blank between them;
   * without filters, excluded parts, `prefix*` and its kin, and operators. Empty where none of these is left.
   */
  readonly freeText: string;
  /** The root, whose span is the whole query; it has no children where the query is empty or has filters alone. */
  readonly words: AllNode;
  /** In the order of the query. They hold for all of it, wherever they stand; `combineFilters` says how they go together. */
  readonly filters: readonly Filter[];
};

export type QueryNode = LeafNode | NotNode | AnyNode | AllNode;
export type LeafNode = WordNode | PhraseNode | PatternNode;

type Node = {
  /** Operators, quotes and parentheses of the part included; parts beside each other do not overlap and ascend. */
  readonly span: QuerySpan;
};

type Part = Node & {
  /** Written with `+` or between `AND`. Never below `any` and `not`, where everything must hold as it is. */
  readonly isRequired: boolean;
  /**
   * Governed by quotes or an operator: the part must hold as it is written, and likeness of meaning does not stand in for
   * it. Parts that are not exact are hybrid: they rank, and a document that misses one is not dropped.
   */
  readonly isExact: boolean;
};

/** Raw text between blanks: the analyser may find one term in it, several or none. */
export type WordNode = Part & {
  readonly kind: 'word';
  readonly text: string;
  /** It ends the query with a letter or digit, so that more of it may be coming: to be matched as a beginning, too. */
  readonly isUnfinished: boolean;
};

/** `"these words side by side"`; blanks in `text` are single, and there are no quotation marks of the same kind in it. */
export type PhraseNode = Part & {
  readonly kind: 'phrase';
  readonly text: string;
  /** No quote closes it and a letter or digit ends the query: its last word may be a beginning. */
  readonly isUnfinished: boolean;
};

/** `text*`, `*text*`, `*text`; the outer stars are not part of `text`. */
export type PatternNode = Part & {
  readonly kind: 'prefix' | 'infix' | 'suffix';
  readonly text: string;
};

/** `-x`, `!x`, `NOT x`. The child is no `not`: what is excluded twice is not excluded. */
export type NotNode = Node & { readonly kind: 'not'; readonly child: QueryNode };

/** `a OR b`, `a | b`: two children or more, none of them `any`. */
export type AnyNode = Part & { readonly kind: 'any'; readonly children: readonly QueryNode[] };

/** Parts beside each other. Two children or more, unless it is the root; none of them `all`. */
export type AllNode = Node & { readonly kind: 'all'; readonly children: readonly QueryNode[] };

export type Filter = TextFilter | RangeFilter;

type FilterBase = {
  /** `-field:`, or below `-( )`. */
  readonly isExcluded: boolean;
  readonly span: QuerySpan;
  /** What to tell the user; the value that it is about is ignored, the others hold. The first one where there are several. */
  readonly problem: FilterProblem | null;
};

/** `field:value,value`: any of the values. */
export type TextFilter = FilterBase & {
  readonly kind: 'text';
  readonly field: TextField;
  readonly values: readonly FilterValue[];
};

/** `size` in bytes, the others in milliseconds since 1970. */
export type RangeFilter = FilterBase & {
  readonly kind: 'range';
  readonly field: DateField | 'size';
  readonly values: readonly RangeValue[];
};

export type FilterValue = {
  /** As typed, without its quotes: neither case nor accents, digits or dots before extensions are folded. Never empty. */
  readonly text: string;
  /** In quotes: stars in it are no wildcards. */
  readonly isQuoted: boolean;
  readonly span: QuerySpan;
};

/** `range` is null where the text says none. */
export type RangeValue = FilterValue & { readonly range: Range | null };

/** `from <= x < before`; null is open. Never empty, never open at both ends. */
export type Range = { readonly from: number | null; readonly before: number | null };

export type FilterProblem =
  | { readonly kind: 'missingValue'; readonly span: QuerySpan }
  | { readonly kind: 'invalidDate' | 'invalidSize'; readonly text: string; readonly span: QuerySpan };
