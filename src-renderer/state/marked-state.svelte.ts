import type { DocumentId } from '#contract';

/** Documents of the list that were chosen for an action. None chosen: the action is for the row that is active. */
export class MarkedState {
  ids = $state.raw<ReadonlySet<DocumentId>>(new Set());
  #anchor: DocumentId | null = null;

  /** Chooses one document more, or one less. */
  toggle(id: DocumentId): void {
    const ids = new Set(this.ids);
    if (!ids.delete(id)) ids.add(id);
    this.ids = ids;
    this.#anchor = id;
  }

  /** Chooses all from where choosing began, or from `from`, up to a document; `order` is that of the list. */
  extend(from: DocumentId, to: DocumentId, order: readonly DocumentId[]): void {
    this.#anchor ??= from;
    const [first, last] = [order.indexOf(this.#anchor), order.indexOf(to)].toSorted((a, b) => a - b);
    if (first === undefined || last === undefined || first < 0) return;
    this.ids = new Set(order.slice(first, last + 1));
  }

  all(order: readonly DocumentId[]): void {
    this.ids = new Set(order);
  }

  clear(): void {
    if (this.ids.size > 0) this.ids = new Set();
    this.#anchor = null;
  }
}
