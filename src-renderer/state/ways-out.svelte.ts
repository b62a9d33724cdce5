import { isCancelled, type SearchMode } from '#contract';
import type { Connection } from '../client/connection.ts';
import { joinQuery, withoutSigns, type Operator } from '../text/query-parts.ts';
import { failureCode } from './failure.ts';
import { TYPING_PAUSE_MS } from './typing-pause.ts';

/** A search like the one that found nothing, which finds something. */
export type WayOut = {
  /** What was given up: one filter, all of them, quotes and signs, a search by names alone and the like, or all of these. */
  readonly kind: 'filter' | 'filters' | 'signs' | 'mode' | 'all';
  /** Of `filter`. */
  readonly operator: Operator | null;
  readonly query: string;
  readonly mode: SearchMode;
  /** Where other words than those of `query` were found: they are told, and searched for. */
  readonly corrected: string | null;
  readonly count: number;
  readonly isExact: boolean;
};

type Asked = { readonly operators: readonly Operator[]; readonly text: string; readonly mode: SearchMode };
type Variant = Pick<WayOut, 'kind' | 'operator' | 'query' | 'mode'>;

/** Each is a search of its own. */
const MOST_FILTERS = 6;

/** Where nothing was found: which single change of the search finds something, tried out one after the other once one types no more. */
export class WaysOut {
  ways = $state.raw<readonly WayOut[]>([]);
  isLooking = $state(false);

  readonly #connection: Connection;
  #newest = new AbortController();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  clear(): void {
    this.#newest.abort();
    this.isLooking = false;
    this.ways = [];
  }

  async look(asked: Asked): Promise<void> {
    this.clear();
    const newest = new AbortController();
    this.#newest = newest;
    this.isLooking = true;
    await new Promise((resolve) => setTimeout(resolve, TYPING_PAUSE_MS));
    try {
      for (const variant of singleChanges(asked)) await this.#tryOut(variant, newest);
      if (this.ways.length === 0) for (const variant of allChanges(asked)) await this.#tryOut(variant, newest);
    } catch (error) {
      // What cannot be tried is not offered.
      if (!isCancelled(error)) failureCode(error);
    } finally {
      if (this.#newest === newest) this.isLooking = false;
    }
  }

  async #tryOut(variant: Variant, newest: AbortController): Promise<void> {
    if (newest.signal.aborted) return;
    const { query, mode } = variant;
    const asked = { query, mode, limit: 1, passages: 1, purpose: 'ways out' } as const;
    const found = await this.#connection.ask('search.query', asked, { signal: newest.signal });
    if (newest.signal.aborted || found.total === 0) return;
    const way = {
      ...variant,
      corrected: found.correction?.query.trim() ?? null,
      count: found.total,
      isExact: found.isTotalExact,
    };
    this.ways = [...this.ways, way];
  }
}

function singleChanges({ operators, text, mode }: Asked): Variant[] {
  const others = operators.slice(0, MOST_FILTERS).map((operator): Variant => {
    const query = joinQuery(
      operators.filter((other) => other !== operator),
      text,
    );
    return { kind: 'filter', operator, query, mode };
  });
  const none: Variant[] = operators.length > 1 ? [{ kind: 'filters', operator: null, query: text, mode }] : [];
  const plain = withoutSigns(text);
  const signs: Variant[] =
    plain === text.trim() ? [] : [{ kind: 'signs', operator: null, query: joinQuery(operators, plain), mode }];
  const modes: Variant[] =
    mode === 'hybrid' ? [] : [{ kind: 'mode', operator: null, query: joinQuery(operators, text), mode: 'hybrid' }];
  return [...others, ...none, ...signs, ...modes].filter(({ query }) => query.trim() !== '');
}

function allChanges(asked: Asked): Variant[] {
  const query = withoutSigns(asked.text);
  return query === '' || singleChanges(asked).length < 2 ? [] : [{ kind: 'all', operator: null, query, mode: 'hybrid' }];
}
