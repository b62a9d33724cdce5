import { isCancelled, type FieldValue, type ValueField } from '#contract';
import type { Connection } from '../client/connection.ts';
import { MAX_SHOWN } from './completions.ts';
import { failureCode } from './failure.ts';

/** What the library has to complete a filter with. Older answers stay, as far as they fit, until the newest is there. */
export class ValuesState {
  #field = $state<ValueField | null>(null);
  #values = $state.raw<readonly FieldValue[]>([]);

  readonly #connection: Connection;
  #newest = new AbortController();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  of(field: ValueField): readonly FieldValue[] {
    return this.#field === field ? this.#values : [];
  }

  async ask(field: ValueField, text: string): Promise<void> {
    this.#newest.abort();
    const newest = new AbortController();
    this.#newest = newest;
    const sought = text.toLowerCase();
    if (this.#field !== field) this.#values = [];
    this.#values = this.#values.filter(({ value }) => value.toLowerCase().includes(sought));
    this.#field = field;
    try {
      // One more than is shown: what is complete already is not offered.
      const values = await this.#connection.ask(
        'search.values',
        { field, text, limit: MAX_SHOWN + 1 },
        { signal: newest.signal },
      );
      if (this.#newest === newest) this.#values = values;
    } catch (error) {
      // Nothing is offered then; searching goes on without.
      if (!isCancelled(error)) failureCode(error);
    }
  }
}
