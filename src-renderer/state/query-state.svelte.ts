import type { SavedSearch, SearchMode, SearchSort } from '#contract';
import { joinQuery, operatorsOf, splitQuery, type Operator } from '../text/query-parts.ts';

/** `recent` is relevance that lets newer documents rank a little higher. */
export const SEARCH_ORDERS = ['relevance', 'recent', 'newest', 'oldest', 'name', 'largest'] as const;
export type SearchOrder = (typeof SEARCH_ORDERS)[number];

/** What is looked at: words and meaning and names together, or one of them. */
export const SEARCH_MODES = ['hybrid', 'words', 'meaning', 'names'] as const satisfies readonly SearchMode[];

/** How results are looked for and put in order. */
export type SearchWay = { readonly order: SearchOrder; readonly mode: SearchMode };

/** What is searched for: operators as chips, the text of the field, and the way of searching. */
export class QueryState {
  operators = $state.raw<readonly Operator[]>([]);
  text = $state('');
  order = $state<SearchOrder>('relevance');
  mode = $state<SearchMode>('hybrid');
  readonly way = $derived<SearchWay>({ order: this.order, mode: this.mode });
  /** All of it, as it is searched for and kept in the history. */
  readonly query = $derived(joinQuery(this.operators, this.text));
  readonly isBlank = $derived(this.query.trim() === '');

  /** Takes a whole query. */
  set(query: string): void {
    const { operators, text } = splitQuery(query, { isFinished: true });
    this.operators = operators;
    this.text = text;
  }

  /** Takes a saved search whole; filters that were given beside its query become operators. */
  setSaved({ query, sort, recency, mode, filters }: Pick<SavedSearch, 'query' | 'sort' | 'recency' | 'mode' | 'filters'>): void {
    this.set(joinQuery(operatorsOf(filters), query));
    this.order = recency && sort === 'relevance' ? 'recent' : sort;
    this.mode = mode;
  }

  /**
   * Takes the text of the field; operators in it that are finished become chips. Returns where a caret belongs that stood
   * at `caret`.
   */
  type(typed: string, caret: number): number {
    const { operators, text, taken } = splitQuery(typed, { isFinished: false });
    this.text = text;
    if (operators.length > 0) this.operators = [...this.operators, ...operators.filter((operator) => !this.has(operator))];
    const before = taken.filter(([start]) => start < caret);
    return caret - before.reduce((length, [start, end]) => length + Math.min(end, caret) - start, 0);
  }

  has({ text }: Operator): boolean {
    return this.operators.some((operator) => operator.text === text);
  }

  /** Adds the operator, or takes it out where it is there. */
  toggle(operator: Operator): void {
    if (this.has(operator)) this.remove(operator);
    else this.operators = [...this.operators, operator];
  }

  remove({ text }: Operator): void {
    this.operators = this.operators.filter((operator) => operator.text !== text);
  }

  clearOperators(): void {
    this.operators = [];
  }
}

/** The way as the engine takes it. */
export function asksFor({ order, mode }: SearchWay): {
  readonly sort: SearchSort;
  readonly recency: boolean;
  readonly mode: SearchMode;
} {
  return order === 'recent' ? { sort: 'relevance', recency: true, mode } : { sort: order, recency: false, mode };
}

export function isSameWay(left: SearchWay, right: SearchWay): boolean {
  return left.order === right.order && left.mode === right.mode;
}
