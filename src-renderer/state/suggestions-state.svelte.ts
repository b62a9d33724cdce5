import type { OpenedDocument, SavedSearch } from '#contract';
import { operatorBefore, operatorFor, type Operator } from '../text/query-parts.ts';
import { valueFieldOf, valuesFor } from './completions.ts';
import type { PersonalState } from './personal-state.svelte.ts';
import type { SearchState } from './search-state.svelte.ts';
import type { ValuesState } from './values-state.svelte.ts';

/** What the field offers: a value for the operator being typed, a search of before, a document opened lately. */
export type Suggestion = { readonly key: string } & (
  | { readonly kind: 'operator'; readonly operator: Operator; readonly count: number | null }
  | { readonly kind: 'saved'; readonly saved: SavedSearch }
  | { readonly kind: 'past'; readonly query: string }
  | { readonly kind: 'recent'; readonly document: OpenedDocument }
);

type Parts = { readonly search: SearchState; readonly personal: PersonalState; readonly values: ValuesState };

/** The list below the field, or in the place of results while nothing is searched for. */
export class SuggestionsState {
  activeKey = $state<string | null>(null);
  caret = $state(0);
  isFocused = $state(false);
  /** Whether past queries are shown that begin as the text does. */
  isRecalling = $state(false);
  /** The text that completion was closed for. */
  #closedFor = $state<string | null>(null);
  readonly #unfinished = $derived.by(() => operatorBefore(this.#search.parts.text, this.caret));
  readonly list = $derived.by(() => this.#list());
  /** `start`: in the place of results; `field`: below the field, over whatever is there; null where there is nothing to offer. */
  readonly place = $derived.by(() => this.#place());
  readonly active = $derived(this.place === null ? undefined : this.list.find(({ key }) => key === this.activeKey));

  readonly #search: SearchState;
  readonly #personal: PersonalState;
  readonly #values: ValuesState;

  constructor({ search, personal, values }: Parts) {
    this.#search = search;
    this.#personal = personal;
    this.#values = values;
  }

  /** To be called with each change of the field's text or caret. */
  edited(caret: number): void {
    this.caret = caret;
    this.activeKey = null;
    this.isRecalling = false;
    this.#closedFor = null;
    const unfinished = this.#unfinished;
    const field = unfinished === null ? null : valueFieldOf(unfinished.field);
    if (unfinished !== null && field !== null) void this.#values.ask(field, unfinished.partial);
  }

  /** Shows past queries that begin as the text does. */
  recall(): void {
    void this.#personal.recall(this.#search.query);
    this.isRecalling = true;
  }

  /** Moves over the offers, from none to the first, and back to none. */
  move(by: number): void {
    const index = this.list.findIndex(({ key }) => key === this.activeKey) + by;
    this.activeKey = this.list[Math.min(this.list.length - 1, index)]?.key ?? null;
  }

  close(): void {
    this.isRecalling = false;
    this.activeKey = null;
    this.#closedFor = this.#search.parts.text;
  }

  /** Puts the operator in the place of what was typed of it, as a chip. */
  complete(operator: Operator): void {
    const unfinished = this.#unfinished;
    if (unfinished === null) return;
    const { text } = this.#search.parts;
    this.#search.parts.text = text.slice(0, unfinished.start) + text.slice(this.caret).trimStart();
    this.#search.toggleOperator({ ...operator, text: unfinished.sign + operator.text, isExcluded: unfinished.sign !== '' });
    this.edited(unfinished.start);
  }

  /** Forgets what is active, where it can be forgotten. */
  forget(): void {
    const { active } = this;
    this.move(1);
    if (active?.kind === 'past') void this.#personal.forget(active.query);
    if (active?.kind === 'saved') void this.#personal.removeSaved(active.saved);
  }

  #place(): 'start' | 'field' | null {
    if (this.list.length === 0) return null;
    if (this.#search.parts.isBlank) return 'start';
    return this.isFocused && this.#closedFor !== this.#search.parts.text ? 'field' : null;
  }

  #list(): readonly Suggestion[] {
    const { saved, history, recents, recalled } = this.#personal;
    if (this.#search.parts.isBlank) {
      return [
        ...saved.map((search): Suggestion => ({ key: `saved-${search.id}`, kind: 'saved', saved: search })),
        ...history.map(({ query }): Suggestion => ({ key: `past-${query}`, kind: 'past', query })),
        ...recents.map((document): Suggestion => ({ key: `recent-${document.id}`, kind: 'recent', document })),
      ];
    }
    if (this.isRecalling) return recalled.map(({ query }): Suggestion => ({ key: `past-${query}`, kind: 'past', query }));
    return this.#completions();
  }

  #completions(): readonly Suggestion[] {
    const unfinished = this.#unfinished;
    if (unfinished === null) return [];
    const field = valueFieldOf(unfinished.field);
    const years = (this.#search.facets.counts?.years ?? []).flatMap(({ value, count }) =>
      value === null ? [] : [{ value: String(value), count }],
    );
    const found = field === null ? [] : this.#values.of(field);
    const values = valuesFor(unfinished.field, unfinished.partial, { found, years });
    return values.map(({ value, count }): Suggestion => {
      const operator = operatorFor(unfinished.field, value);
      return { key: operator.text, kind: 'operator', operator, count };
    });
  }
}
